"""Disconnecting and reconnecting the supply."""

from conformance.authoring import Association, AttributeDescriptor, Dut, ObisCode, Step, testcase
from conformance.dlms.data_types import BOOLEAN, ENUM, INTEGER

SUPPLY_SWITCH = ObisCode("0-0:96.3.10.255")
OUTPUT_STATE, CONTROL_STATE, CONTROL_MODE = (AttributeDescriptor(70, SUPPLY_SWITCH, number) for number in (2, 3, 4))
REMOTE_DISCONNECT, REMOTE_RECONNECT = (AttributeDescriptor(70, SUPPLY_SWITCH, number) for number in (1, 2))
DISCONNECTED, CONNECTED = 0, 1
UNDECLARED = "no change within the bound of one answer, and no relay_actuation_s in [dut.pixit]"

# In any other mode that disconnects, reconnecting takes a hand at the meter, and the case could not restore the supply.
MODES_OF_REMOTE_RECONNECTION = (2, 4)


@testcase(
    "DLMS-OBJ-015",
    version=2,
    purpose="remote_disconnect takes the supply away and remote_reconnect brings it back, in modes that let them.",
    dut=["electricity_meter"],
    starts="associated",
    effects="relay",
    covers=["DLMS-OBJECT-DISCONNECT"],
    requires="DLMS.LN and DLMS.GET and DLMS.ACTION and COSEM.DISCONNECT_CONTROL",
    association="writing",
)
def test_supply_switch_obeys(association: Association, dut: Dut, step: Step) -> None:
    with step("The switch is connected, in a mode in which it can be reconnected from afar"):
        mode = association.read_permitted(CONTROL_MODE).value
        step.foreseen(mode in MODES_OF_REMOTE_RECONNECTION, f"control mode {mode}: the supply could not be restored")
        state = association.read_permitted(CONTROL_STATE)
        step.foreseen(state == ENUM(CONNECTED), "the supply is not connected")
        association.preserve_by(REMOTE_RECONNECT, INTEGER(0), CONTROL_STATE)

    for method, control, is_on in ((REMOTE_DISCONNECT, DISCONNECTED, False), (REMOTE_RECONNECT, CONNECTED, True)):
        name = "remote_reconnect" if is_on else "remote_disconnect"
        with step(f"Invoke {name}: success, where this client has the right"):
            response = association.action(method, INTEGER(0))
            step.foreseen(not response.refused, f"{name} is refused with {response.result.label}")

        with step(f"control_state becomes {control}, and output_state {str(is_on).lower()}"):
            for attribute, wanted in ((CONTROL_STATE, ENUM(control)), (OUTPUT_STATE, BOOLEAN(is_on))):
                found = association.read_until(attribute, wanted, within_s=dut.relay_actuation_s or 0.0)
                step.foreseen(found == wanted or dut.relay_actuation_s is not None, UNDECLARED)
                assert found == wanted
