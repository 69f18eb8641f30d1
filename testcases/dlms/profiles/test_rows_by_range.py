"""Rows of the load profile from one time to another."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, in_local_time, testcase, time_of

SEVERAL = 12


@testcase(
    "DLMS-PROF-007",
    version=1,
    purpose="A range of times brings the rows within it, both bounds included, with the deviation of rows and without.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-RANGE"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_rows_by_range(association: Association, step: Step) -> None:
    with step("Read some rows of the load profile with their times"):
        profile = Profile(association, LOAD_PROFILE)
        rows = profile.timed_sample(SEVERAL)
        start, end = profile.inner_bounds(rows)

    served = 0
    for what, is_local in (("as rows show it", False), ("local time", True)):
        for first, last in ((start, end), (start, start), (end, end)):
            bounds = (in_local_time(first), in_local_time(last)) if is_local else (first, last)
            span = "at" if first == last else f"from {time_of(bounds[0])} to"
            with step(f"Ask for rows {span} {time_of(bounds[1])}, {what}: none outside comes"), profile.undisturbed():
                found = profile.try_rows(profile.between(*bounds))
                if isinstance(found, str):
                    continue
                served += 1
                assert profile.outside(found, first, last, is_local=is_local) == []

            with step("All rows within come, those at the bounds too"), profile.undisturbed():
                wanted = profile.within(rows, first, last, is_local=is_local)
                missing = [row for row in wanted if row not in found]
                assert missing == []
                assert [row for row in found if row in wanted] == wanted
                step.foreseen(found == wanted, "other rows have times within the bounds, too")

    with step("Bounds of one kind at least have been served"):
        association.read_logical_device_name()
        step.foreseen(served, "no range of times is served")
