"""Disconnecting the supply by a client that may not."""

from conformance.authoring import (
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    ObisCode,
    ObjectList,
    Step,
    testcase,
)
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.data_types import ENUM, INTEGER

SUPPLY_SWITCH = ObisCode("0-0:96.3.10.255")
CONTROL_STATE, CONTROL_MODE = (AttributeDescriptor(70, SUPPLY_SWITCH, number) for number in (3, 4))
REMOTE_DISCONNECT, REMOTE_RECONNECT = (AttributeDescriptor(70, SUPPLY_SWITCH, number) for number in (1, 2))
CONNECTED, DISCONNECTED = ENUM(1), ENUM(0)
MODES_OF_REMOTE_RECONNECTION = (2, 4)  # in any other the case could not restore the supply


@testcase(
    "DLMS-OBJ-019",
    version=1,
    purpose="A client whose object list gives it no access to remote_disconnect cannot take the supply away.",
    dut=["electricity_meter"],
    starts="associated",
    effects="relay",
    covers=["DLMS-ACCESS-RIGHTS"],
    requires="DLMS.LN and DLMS.GET and DLMS.ACTION and COSEM.DISCONNECT_CONTROL",
    association="writing",
)
def test_supply_switch_needs_right(association: Association, step: Step) -> None:
    with step("The switch is connected, in a mode in which it can be reconnected from afar"):
        mode = association.read_permitted(CONTROL_MODE).value
        step.foreseen(mode in MODES_OF_REMOTE_RECONNECTION, f"control mode {mode}: the supply could not be restored")
        state = association.preserve_by(REMOTE_RECONNECT, INTEGER(0), CONTROL_STATE)
        step.foreseen(state == CONNECTED, "the supply is not connected")

    with association.another(association.reader()) as other:
        with step("The other client is served, and its object list gives it no access to remote_disconnect"):
            other.read_logical_device_name()
            listed = ObjectList.read(other).find(70, SUPPLY_SWITCH)
            step.foreseen(listed is None or not listed.methods.get(1), "it may disconnect the supply")

        with step("remote_disconnect does not succeed"):
            answer = other.try_out(ActionRequestNormal(other.next_invoke_id(), *REMOTE_DISCONNECT, INTEGER(0)))
            assert answer in WITHOUT_SUCCESS

    with step("The client that may disconnect finds the supply connected, as long as an answer may take"):
        association.reopen()
        assert association.read_until(CONTROL_STATE, DISCONNECTED) == CONNECTED
        step.foreseen(answer is not None, "the ACTION without right got no answer")
