"""The rows of the load profile after a loss of power."""

from conformance.authoring import LOAD_PROFILE, Association, Controls, Profile, Step, moment_ns, testcase, time_of

ROWS = 5


@testcase(
    "DLMS-RESTART-005",
    version=1,
    purpose="After a power cycle the load profile shows the rows that were there, as they were.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="power",
    controls=["power_cycle"],
    covers=["DLMS-PROFILE-RESTART"],
    requires="DLMS.LN and DLMS.GET and COSEM.LOAD_PROFILE",
)
def test_load_profile_outlasts_the_power(association: Association, controls: Controls, step: Step) -> None:
    with step(f"Read the latest {ROWS} rows by their times"):
        profile = Profile(association, LOAD_PROFILE)
        labels = {moment_ns(time_of(profile.time(row))): row.label for row in profile.timed_sample(ROWS)}

    with step("The power goes, and the bench says when it is back; at these times there are the same rows"):
        controls.power_cycle()
        association.reopen()
        again = Profile(association, LOAD_PROFILE)
        # A restart may add rows of its own, so more are read than were there.
        after = {moment_ns(time_of(again.time(row))): row.label for row in again.timed_sample(3 * ROWS)}
        kept = {moment: label for moment, label in labels.items() if moment in after}
        assert [after[moment] for moment in kept] == list(kept.values())
        # No edition says that a buffer has to outlast a loss of power.
        step.foreseen(len(kept) == len(labels), f"{len(labels) - len(kept)} of {len(labels)} rows are gone")
