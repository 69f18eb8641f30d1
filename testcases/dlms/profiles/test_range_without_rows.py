"""Ranges of times in which there is no row."""

from conformance.authoring import (
    ABSENT_OBJECT,
    LOAD_PROFILE,
    NANOSECONDS,
    Association,
    Profile,
    Step,
    moment_ns,
    moved,
    testcase,
    time_of,
)
from conformance.dlms.data_types import INTEGER, LONG_UNSIGNED, OCTET_STRING, structure

SEVERAL = 12
NOT_CAPTURED = structure(LONG_UNSIGNED(8), OCTET_STRING(ABSENT_OBJECT), INTEGER(2), LONG_UNSIGNED(0))
LONG_AGO_S, DAY_S = 20 * 365 * 86_400, 86_400


@testcase(
    "DLMS-PROF-009",
    version=2,
    purpose="No row comes for a range between rows, one that ends before it begins, a past one, or of another object.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-RANGE"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_range_without_rows(association: Association, step: Step) -> None:
    with step("Read some rows of the load profile; the range from one to another is served, with them"):
        profile = Profile(association, LOAD_PROFILE)
        rows = profile.timed_sample(SEVERAL)
        start, end = profile.inner_bounds(rows)
        form = profile.form_of_bounds(start, end)
        moments = sorted({moment_ns(time_of(profile.time(row))) for row in profile.within(rows, start, end)})
        gap_s = (moments[1] - moments[0]) // NANOSECONDS if len(moments) > 1 else 0
        step.foreseen(gap_s >= 4, "there are not two rows with some seconds between them")

    for what, first, last in (
        ("between two rows", moved(start, gap_s // 4), moved(start, gap_s // 2)),
        ("whose end is a row before its begin", end, start),
        ("before any row", moved(start, -LONG_AGO_S - DAY_S), moved(start, -LONG_AGO_S)),
    ):
        with step(f"Ask for a range {what}: no row comes that is not within"), profile.undisturbed():
            served = profile.served_rows(profile.between(form(first), form(last)))
            assert profile.outside(served, first, last) == []
            step.foreseen(not served, "other rows have times within the bounds")

    with step("Ask for a range of what the profile does not capture: no row comes"), profile.undisturbed():
        assert profile.served_rows(profile.between(form(start), form(end), restricting=NOT_CAPTURED)) == []

    with step("The range from one row to another is served again"), profile.undisturbed():
        found = profile.rows(profile.between(form(start), form(end)))
        missing = [row for row in profile.within(rows, start, end) if row not in found]
        assert missing == []
