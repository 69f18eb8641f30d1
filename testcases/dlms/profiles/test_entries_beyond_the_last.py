"""Rows by numbers that no row has."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, testcase

HIGHEST = 0xFFFFFFFF


@testcase(
    "DLMS-PROF-006",
    version=1,
    purpose="Where rows are asked for beyond the last one or backwards, no row comes that was not asked for.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-ENTRY"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_entries_beyond_the_last(association: Association, step: Step) -> None:
    with step("Read the last two rows of the load profile"):
        profile = Profile(association, LOAD_PROFILE)
        last = profile.entries_in_use
        step.foreseen(last >= 2, f"the load profile has {last} rows")
        rows = profile.rows(profile.entries(last - 1, last))

    refusals = []
    for until in (last + 1, last + 10, HIGHEST):
        with step(f"Read rows {last - 1} to {until}, where the last is {last}"), profile.undisturbed():
            found = profile.try_rows(profile.entries(last - 1, until))
            if isinstance(found, str):
                refusals.append(found)
            else:
                assert found == rows

    for first, until in ((last + 1, last + 1), (last + 1, 0), (last + 10, HIGHEST), (last, last - 1), (2, 1)):
        with step(f"Read rows {first} to {until}, where the last is {last}: none comes"), profile.undisturbed():
            assert profile.served_rows(profile.entries(first, until)) == []

    with step("The last two rows are served as before"), profile.undisturbed():
        assert profile.rows(profile.entries(last - 1, last)) == rows
        step.foreseen(not refusals, f"rows up to a number beyond the last are refused: {', '.join(refusals)}")
