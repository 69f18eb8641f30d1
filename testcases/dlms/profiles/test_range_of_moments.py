"""Bounds of a range at another deviation than that of the rows."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, moved, testcase, time_of
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION

SEVERAL = 12
DEVIATIONS = (0, -60, 300)
"""Minutes from local time to UTC: Greenwich, Central Europe, the east of North America."""


@testcase(
    "DLMS-PROF-008",
    version=1,
    purpose="A range whose bounds name the same moments at another deviation brings the same rows.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-RANGE"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_range_of_moments(association: Association, step: Step) -> None:
    with step("Read some rows of the load profile, whose times have a deviation"):
        profile = Profile(association, LOAD_PROFILE)
        rows = profile.timed_sample(SEVERAL)
        start, end = profile.inner_bounds(rows)
        own = time_of(start).deviation
        step.foreseen(own != UNSPECIFIED_DEVIATION, "rows have no deviation")
        wanted = profile.within(rows, start, end)

    served = 0
    for deviation in (known for known in DEVIATIONS if known != own):
        with step(f"Ask for their times at a deviation of {deviation} min: other rows do not come"):
            bounds = moved(start, deviation=deviation), moved(end, deviation=deviation)
            with profile.undisturbed():
                found = profile.try_rows(profile.between(*bounds))
                if isinstance(found, str):
                    continue
                served += 1
                assert profile.outside(found, start, end) == []
                missing = [row for row in wanted if row not in found]
                assert missing == []

    with step("At one other deviation at least a range has been served"):
        association.read_logical_device_name()
        step.foreseen(served, "bounds at another deviation than that of the rows are refused")
