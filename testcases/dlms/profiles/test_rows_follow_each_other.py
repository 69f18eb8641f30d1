"""The order of rows in the load profile, and the time between them."""

from itertools import pairwise

from conformance.authoring import (
    LOAD_PROFILE,
    NANOSECONDS,
    Association,
    DutClock,
    Profile,
    Step,
    moment_ns,
    testcase,
    time_of,
)

FEWEST, MOST = 5, 48
"""Rows that are looked at."""

FIFO, LIFO = 1, 2


@testcase(
    "DLMS-PROF-001",
    version=2,
    purpose="The latest rows of the load profile stand in the order of sort_method, a capture_period from one another.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-ORDER"],
    requires="DLMS.LN and DLMS.GET and COSEM.LOAD_PROFILE and COSEM.CLOCK",
)
def test_rows_follow_each_other(association: Association, step: Step) -> None:
    with step("Read what the load profile says about itself: it is not sorted by a value"):
        profile = Profile(association, LOAD_PROFILE)
        step.foreseen(profile.sort_method in (FIFO, LIFO), f"sort_method is {profile.sort_method}")

    with step("Read some rows with their times, oldest first if sort_method is FIFO, newest first if it is LIFO"):
        rows = profile.dated_sample(MOST)
        step.foreseen(len(rows) >= FEWEST, f"{len(rows)} rows")
        times = [moment_ns(time_of(profile.time(row))) // NANOSECONDS for row in rows]
        sign = -1 if profile.sort_method == LIFO else 1
        gaps = [sign * (later - earlier) for earlier, later in pairwise(times)]
        backwards = [gap for gap in gaps if gap < 0]
        assert len(backwards) <= len(gaps) // 2, f"seconds from row to row: {gaps}"

    with step("There is a capture_period, and rows are that far from one another"):
        period = profile.capture_period_s
        step.foreseen(period, "capture_period is 0: something else triggers captures")
        irregular = [gap for gap in gaps if abs(gap - period) > period / 10]
        assert len(irregular) < len(gaps), f"seconds from row to row: {gaps}, capture_period {period} s"
        step.foreseen(not irregular, f"seconds from row to row, be it for a set clock or lost power: {irregular}")

    with step("The newest row is no older than a capture_period, by the clock"):
        now = DutClock(association).read().shown_ns() // NANOSECONDS
        age = now - max(times)
        step.foreseen(-1 <= age <= period * 1.1, f"the newest row that was read is {age} s old")
