"""The supply switch 0-0:96.3.10.255 (class 70)."""

from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import BOOLEAN, ENUM, Data
from conformance.dlms.interface_classes.disconnect_control import DISCONNECT_CONTROL
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Invoke, Point, constant
from golden_units.electricity_meter.state import CONNECTED, DISCONNECTED, MeterState

REMOTE_BOTH_WAYS = 4
"""control_mode in which the methods disconnect and reconnect directly."""


def supply_switch(state: MeterState) -> Instance:
    def switch_to(control_state: int) -> Invoke:
        def invoke(association: AssociationServer, parameters: Data | None) -> ActionResult:
            state.switch(control_state, association.now)
            return ActionResult.SUCCESS

        return invoke

    return Instance(
        DISCONNECT_CONTROL,
        ObisCode("0-0:96.3.10.255"),
        {
            2: Point(lambda association: BOOLEAN(state.control_state == CONNECTED)),
            3: Point(lambda association: ENUM(state.control_state)),
            4: constant(ENUM(REMOTE_BOTH_WAYS)),
        },
        {1: switch_to(DISCONNECTED), 2: switch_to(CONNECTED)},
    )
