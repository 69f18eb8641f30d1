"""The clock after a loss of power."""

from conformance.authoring import CLOCK_TIME, Association, Controls, DutClock, Step, cut_power, testcase
from conformance.dlms.date_time import UNSPECIFIED, ClockStatus, DateTime

MARGIN_S = 60
"""How much a clock may be off that calls itself right: a reserve of power need not keep it exactly."""

UNSURE = ClockStatus.INVALID_VALUE | ClockStatus.DOUBTFUL_VALUE


@testcase(
    "DLMS-RESTART-002",
    version=3,
    purpose="After a power cycle the clock has run on, or its status says that the time is doubtful or invalid.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="power",
    controls=["power_cycle"],
    covers=["DLMS-CLOCK-STATUS"],
    requires="DLMS.LN and DLMS.GET and COSEM.CLOCK",
)
def test_clock_outlasts_the_power(association: Association, controls: Controls, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock, which calls its time right; then the power goes, and the bench says when it is back"):
        before = clock.read_in_seconds()
        status = before.date_time.clock_status
        step.foreseen(status != UNSPECIFIED and not status & UNSURE, f"clock status {status:02X} before the power goes")
        cut_power(association, controls, step)

    with step("Associate again and read the clock: it does not know its time for sure, or has run on"):
        association.reopen()
        shown = DateTime.decode(association.read_permitted(CLOCK_TIME).value)
        step.foreseen(shown.clock_status != UNSPECIFIED, "the clock leaves its status unspecified after the restart")
        if not shown.clock_status & UNSURE:
            after = clock.read()
            assert after.since(before) >= after.least_since(before) - MARGIN_S
            assert after.since(before) <= after.most_since(before) + MARGIN_S
