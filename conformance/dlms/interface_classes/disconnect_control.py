"""Disconnect control, class 70: the supply switch."""

from conformance.dlms.data_types import BOOLEAN, ENUM, OCTET_STRING
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, methods

DISCONNECT_CONTROL = InterfaceClass(
    70,
    0,
    "Disconnect control",
    attributes(
        ("logical_name", (OCTET_STRING,)),
        ("output_state", (BOOLEAN,)),
        ("control_state", (ENUM,)),
        ("control_mode", (ENUM,)),
    ),
    methods("remote_disconnect", "remote_reconnect"),
)
