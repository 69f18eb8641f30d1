"""Rows of the load profile by their numbers."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, testcase

FEW = 5


@testcase(
    "DLMS-PROF-004",
    version=2,
    purpose="Rows by number are those rows: the first, some from within, the last ones, all up to the last by 0.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-ENTRY"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_rows_by_entry(association: Association, step: Step) -> None:
    with step("Read what the load profile says about itself; it has several rows"):
        profile = Profile(association, LOAD_PROFILE)
        last = profile.entries_in_use
        step.foreseen(last >= 2, f"the load profile has {last} rows")
        few = min(FEW, last)

    with step(f"Read rows 1 to {few}"), profile.undisturbed():
        rows = profile.rows(profile.entries(1, few))
        assert len(rows) == few

    for first, until in ((1, 1), (2, few - 1), (few, few)):
        with step(f"Read rows {first} to {until}: they are the same"), profile.undisturbed():
            found = profile.rows(profile.entries(first, until))
            assert len(found) == until - first + 1
            assert found == rows[first - 1 : until]

    with step(f"Read rows {last - few + 1} to {last}, the last"), profile.undisturbed():
        rows = profile.rows(profile.entries(last - few + 1, last))
        assert len(rows) == few

    for first, until in ((last - few + 1, 0), (last, 0), (last, last), (last - 1, last)):
        with step(f"Read rows {first} to {until or '0, the highest'}: they are the same"), profile.undisturbed():
            found = profile.rows(profile.entries(first, until))
            assert len(found) == last - first + 1
            assert found == rows[first - last - 1 :]

    if last <= profile.largest_buffer:
        with step("Read the whole buffer: all rows by number are the same"), profile.undisturbed():
            assert profile.rows(profile.entries(1, 0)) == profile.rows(profile.everything)

    with step("The rows can be told from one another"):
        association.read_logical_device_name()
        step.foreseen(
            any(row != rows[0] for row in rows), "the last rows are all alike, so that any would pass for another"
        )
