"""ACTION of a permitted method."""

from conformance.authoring import CLOCK, Association, AttributeDescriptor, DutClock, Step, testcase
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
MINUTE_S = 60


@testcase(
    "DLMS-ACTION-001",
    version=1,
    purpose="shift_time of the clock is answered by success, and shifts the clock by the seconds it was told.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-ACTION-NORMAL"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and COSEM.CLOCK",
    association="writing",
)
def test_action_shifts_the_clock(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock"):
        reading = clock.preserve()

    for shift_s, shifted_s in ((0, 0), (MINUTE_S, MINUTE_S), (-MINUTE_S, 0)):
        with step(
            f"Invoke shift_time with {shift_s} s; the action-response reports success, where the method is there"
        ):
            response = association.action(SHIFT_TIME, LONG(shift_s))
            step.foreseen(not response.refused, f"shift_time is refused with {response.result.label}")

        with step(f"The clock is {shifted_s} s before where it would be"):
            now = clock.read()
            assert now.since(reading) >= shifted_s + now.least_since(reading)
            assert now.since(reading) <= shifted_s + now.most_since(reading)
