"""Disconnect control, class 70: the supply switch."""

from conformance.dlms.data_types import BOOLEAN, ENUM
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic, mandatory, methods, static
from conformance.dlms.interface_classes.schema import Simple
from conformance.dlms.interface_classes.types import ZERO

CONTROL_STATES = {0: "disconnected", 1: "connected", 2: "ready for reconnection"}

CONTROL_MODES = {
    0: "always connected",
    **{number: f"mode {number}" for number in range(1, 8)},
}
"""Who may disconnect and reconnect; mode 7 came last."""

DISCONNECT_CONTROL = InterfaceClass(
    70,
    0,
    "Disconnect control",
    "the supply switch",
    attributes(
        dynamic("output_state", Simple(BOOLEAN)),
        dynamic("control_state", Simple(ENUM, codes=CONTROL_STATES)),
        static("control_mode", Simple(ENUM, codes=CONTROL_MODES)),
    ),
    methods(mandatory("remote_disconnect", ZERO), mandatory("remote_reconnect", ZERO)),
)
