"""The number of rows in the load profile."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, testcase


@testcase(
    "DLMS-PROF-003",
    version=1,
    purpose="entries_in_use is no more than profile_entries, and the number of the last row that there is.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-PROFILE"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_entries_in_use(association: Association, step: Step) -> None:
    with step("Read entries_in_use and profile_entries"):
        profile = Profile(association, LOAD_PROFILE)
        in_use = profile.entries_in_use
        assert in_use <= profile.profile_entries

    if in_use:
        with step("From the entry of that number on there is one row"), profile.undisturbed():
            assert len(profile.rows(profile.entries(in_use, 0))) == 1

    with step("Behind it there is none"), profile.undisturbed():
        assert profile.served_rows(profile.entries(in_use + 1, 0)) == []

    if in_use <= profile.largest_buffer:
        with step("The whole buffer has so many rows"), profile.undisturbed():
            assert len(profile.rows(profile.everything)) == in_use

    with step("The DUT still serves; by entry it has served something"):
        association.read_logical_device_name()
        step.foreseen(in_use, "the load profile is empty")
