"""The sign of the deviation."""

from conformance.authoring import NANOSECONDS, Association, DutClock, Step, testcase
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION

BY_S = 90


@testcase(
    "DLMS-OBJ-009",
    version=1,
    purpose="A time that is written with another deviation names the same moment: local time plus deviation is UTC.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-OBJECT-CLOCK"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and COSEM.CLOCK",
    association="writing",
)
def test_deviation_of_the_clock(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock; its deviation is specified"):
        before = clock.preserve()
        step.foreseen(before.date_time.deviation != UNSPECIFIED_DEVIATION, "the deviation is not specified")

    with step(f"Write the time {BY_S} s ahead as it is in the next time zone, with the deviation of that zone"):
        by_ns = association.link.exchange.now - before.asked_ns + BY_S * NANOSECONDS
        ahead_min = -60 if before.deviation < 0 else 60
        response, written = clock.write(before.moved_by(by_ns, deviation=before.deviation - ahead_min))
        step.foreseen(not response.refused, f"another deviation is refused with {response.result.label}")

    with step("Read the clock: in UTC it shows what was written, and has run on from there"):
        shown = clock.read()
        seconds_off = shown.since(written)
        # Editions do not say whether a meter may take the local time and leave the deviation aside.
        is_ignored = shown.least_since(written) <= seconds_off - ahead_min * 60 <= shown.most_since(written)
        step.foreseen(not is_ignored, "the DUT takes the local time and ignores the deviation beside it")
        assert seconds_off >= shown.least_since(written)
        assert seconds_off <= shown.most_since(written)
