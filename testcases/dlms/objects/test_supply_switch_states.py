"""The states of the supply switch."""

from conformance.authoring import Association, AttributeDescriptor, ObisCode, Step, testcase
from conformance.dlms.data_types import BOOLEAN, ENUM

SUPPLY_SWITCH = ObisCode("0-0:96.3.10.255")
OUTPUT_STATE, CONTROL_STATE, CONTROL_MODE = (AttributeDescriptor(70, SUPPLY_SWITCH, number) for number in (2, 3, 4))
DISCONNECTED, CONNECTED, READY_FOR_RECONNECTION = range(3)
ALWAYS_CONNECTED = 0


@testcase(
    "DLMS-OBJ-014",
    version=1,
    purpose="Output state, control state and control mode of the supply switch exist and do not contradict each other.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-DISCONNECT"],
    requires="DLMS.LN and DLMS.GET and COSEM.DISCONNECT_CONTROL",
)
def test_supply_switch_states(association: Association, step: Step) -> None:
    with step("Read output_state, control_state and control_mode: boolean, enum and enum"):
        output, control, mode = map(association.read_permitted, (OUTPUT_STATE, CONTROL_STATE, CONTROL_MODE))
        assert [output.type, control.type, mode.type] == [BOOLEAN, ENUM, ENUM]

    with step("Both enums have values of the class"):
        assert control.value in (DISCONNECTED, CONNECTED, READY_FOR_RECONNECTION)
        assert mode.value in range(7)

    with step("The state did not change meanwhile"):
        step.foreseen(association.read_permitted(CONTROL_STATE) == control, "the switch moved while it was read")

    with step("The output is on if, and only if, the switch is connected; in mode 0 it always is"):
        assert output.value == (control.value == CONNECTED)
        if mode.value == ALWAYS_CONNECTED:
            assert control.value == CONNECTED
