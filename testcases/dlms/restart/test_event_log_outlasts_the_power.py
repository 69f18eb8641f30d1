"""The times of events around a loss of power."""

from conformance.authoring import (
    EVENT_LOG,
    NANOSECONDS,
    Association,
    Controls,
    DutClock,
    Profile,
    Step,
    cut_power,
    moment_ns,
    testcase,
    time_of,
)
from conformance.dlms.date_time import UNSPECIFIED, ClockStatus, DateTime

ROWS = 5
LIFO = 2
"""sort_method: the newest row first."""

MARGIN_S = 60
"""How much a clock may be off that calls itself right."""

UNSURE = ClockStatus.INVALID_VALUE | ClockStatus.DOUBTFUL_VALUE


def is_sure(time: DateTime) -> bool:
    """True if the clock called this time right."""
    status = time.clock_status
    return status != UNSPECIFIED and not status & UNSURE


@testcase(
    "DLMS-RESTART-006",
    version=3,
    purpose="Events that are logged over a power cycle are not dated before it, unless their time is marked as unsure.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="power",
    controls=["power_cycle"],
    covers=["DLMS-CLOCK-STATUS"],
    requires="DLMS.LN and DLMS.GET and COSEM.EVENT_LOG and COSEM.CLOCK",
)
def test_event_log_outlasts_the_power(association: Association, controls: Controls, step: Step) -> None:
    with step(f"Read the clock, which calls its time right, and the latest {ROWS} events"):
        reading = DutClock(association).read()
        step.foreseen(is_sure(reading.date_time), "the clock is not sure of its time before the power goes")
        before = Profile(association, EVENT_LOG).dated_sample(ROWS)

    with step("The power goes, and the bench says when it is back; what was logged meanwhile is not dated earlier"):
        cut_power(association, controls, step)
        association.reopen()
        profile = Profile(association, EVENT_LOG)
        after = profile.dated_sample(3 * ROWS)
        step.foreseen(all(row in after for row in before), "earlier events are gone, or are others now")
        new = after[:ROWS] if profile.sort_method == LIFO else after[-ROWS:]
        for row in before:
            if row in new:
                new.remove(row)
        times = [time_of(profile.time(row)) for row in new]
        earliest_ns = reading.shown_ns() - MARGIN_S * NANOSECONDS
        dated_before = [time for time in times if is_sure(time) and moment_ns(time) < earliest_ns]
        assert dated_before == []
        step.foreseen(new, "nothing was logged over the power cycle")
