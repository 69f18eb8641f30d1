"""The rows of the load profile after a loss of power."""

from conformance.authoring import (
    LOAD_PROFILE,
    Association,
    Controls,
    Profile,
    Step,
    cut_power,
    moment_ns,
    testcase,
    time_of,
)

ROWS = 5


@testcase(
    "DLMS-RESTART-005",
    version=4,
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
        before = [(moment_ns(time_of(profile.time(row))), row.label) for row in profile.dated_sample(ROWS)]

    with step("The power goes, and the bench says when it is back; at these times there are the same rows"):
        cut_power(association, controls, step)
        association.reopen()
        again = Profile(association, LOAD_PROFILE)
        # A restart may add rows of its own, so more are read than were there.
        after = [(moment_ns(time_of(again.time(row))), row.label) for row in again.dated_sample(3 * ROWS)]
        moments = {moment for moment, _ in after}
        # One of them may bear the time of a row that was there, beside that row.
        changed = [label for moment, label in before if moment in moments and (moment, label) not in after]
        assert changed == []
        # No edition says that a buffer has to outlast a loss of power.
        gone = sum(moment not in moments for moment, _ in before)
        step.foreseen(not gone, f"{gone} of {len(before)} rows are gone")
