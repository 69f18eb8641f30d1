"""Columns of the load profile by their numbers."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, testcase


@testcase(
    "DLMS-PROF-005",
    version=1,
    purpose="Rows by number bring the columns from one number to another, or up to the last by 0.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-ENTRY"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_columns_by_entry(association: Association, step: Step) -> None:
    with step("Read two rows of the load profile, with all columns; there are several"):
        profile = Profile(association, LOAD_PROFILE)
        most = len(profile.columns)
        step.foreseen(most >= 2 and profile.entries_in_use >= 2, f"{most} columns, {profile.entries_in_use} rows")
        last = profile.entries_in_use
        rows = profile.rows(profile.entries(last - 1, last))

    singles = [(number, number) for number in range(1, most + 1)]
    for first, until in (*singles, (1, 2), (2, 0), (most - 1, most), (1, most)):
        with step(f"Read columns {first} to {until or '0, the highest'}: no others come"), profile.undisturbed():
            selection = profile.entries(last - 1, last, first, until)
            assert profile.rows(selection) == [row.of(selection.columns) for row in rows]
