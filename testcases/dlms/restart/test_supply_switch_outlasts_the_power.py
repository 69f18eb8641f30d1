"""The supply switch after a loss of power."""

from conformance.authoring import Association, AttributeDescriptor, Controls, Dut, ObisCode, Step, cut_power, testcase
from conformance.dlms.data_types import ENUM, INTEGER

SUPPLY_SWITCH = ObisCode("0-0:96.3.10.255")
CONTROL_STATE, CONTROL_MODE = (AttributeDescriptor(70, SUPPLY_SWITCH, number) for number in (3, 4))
REMOTE_DISCONNECT, REMOTE_RECONNECT = (AttributeDescriptor(70, SUPPLY_SWITCH, number) for number in (1, 2))
DISCONNECTED, CONNECTED = ENUM(0), ENUM(1)

# In any other mode that disconnects, reconnecting takes a hand at the meter, and the case could not restore the supply.
MODES_OF_REMOTE_RECONNECTION = (2, 4)


@testcase(
    "DLMS-RESTART-004",
    version=3,
    purpose="A power cycle leaves the supply switch as it was, connected or disconnected from afar.",
    dut=["electricity_meter"],
    starts="associated",
    effects="power",
    controls=["power_cycle"],
    covers=["DLMS-OBJECT-DISCONNECT"],
    requires="DLMS.LN and DLMS.GET and DLMS.ACTION and COSEM.DISCONNECT_CONTROL",
    association="writing",
)
def test_supply_switch_outlasts_the_power(association: Association, controls: Controls, dut: Dut, step: Step) -> None:
    within_s = dut.relay_actuation_s or 0.0
    with step("The switch is connected, in a mode in which it can be reconnected from afar"):
        mode = association.read_permitted(CONTROL_MODE).value
        step.foreseen(mode in MODES_OF_REMOTE_RECONNECTION, f"control mode {mode}: the supply could not be restored")
        state = association.read_permitted(CONTROL_STATE)
        step.foreseen(state == CONNECTED, "the supply is not connected")

    with step("The power goes, and the bench says when it is back; the switch is still connected"):
        association.preserve_by(REMOTE_RECONNECT, INTEGER(0), CONTROL_STATE)
        cut_power(association, controls, step)
        association.reopen()
        assert association.read_until(CONTROL_STATE, CONNECTED, within_s=within_s) == CONNECTED

    with step("Disconnect the supply from afar, where this client has the right; control_state says so"):
        response = association.action(REMOTE_DISCONNECT, INTEGER(0))
        step.foreseen(not response.refused, f"remote_disconnect is refused with {response.result.label}")
        state = association.read_until(CONTROL_STATE, DISCONNECTED, within_s=within_s)
        step.foreseen(state == DISCONNECTED, "the switch does not move in time; other cases judge that")

    with step("The power goes once more; the switch is still disconnected"):
        cut_power(association, controls, step)
        association.reopen()
        assert association.read_until(CONTROL_STATE, DISCONNECTED, within_s=within_s) == DISCONNECTED
