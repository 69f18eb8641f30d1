"""Rows and columns of the event log from one time to another."""

from conformance.authoring import EVENT_LOG, Association, Profile, Step, moment_ns, testcase, time_of


@testcase(
    "DLMS-PROF-017",
    version=3,
    purpose="The range from the first to the last time in the event log brings the whole of it, or its columns.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-RANGE"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.EVENT_LOG",
)
def test_event_log_by_range(association: Association, step: Step) -> None:
    with step("Read the whole event log; it has rows with times, and not too many"):
        profile = Profile(association, EVENT_LOG)
        last = profile.entries_in_use
        step.foreseen(0 < last <= profile.largest_buffer, f"the event log has {last} rows")
        rows = profile.dated_sample(last)
        times = sorted((profile.time(row) for row in rows), key=lambda cell: moment_ns(time_of(cell)))
        form = profile.form_of_bounds_of(rows, times[0], times[-1])

    with step("The range from the first time to the last brings them all"), profile.undisturbed():
        assert profile.rows(profile.between(form(times[0]), form(times[-1]))) == rows

    for time in (times[0], times[-1]):
        with step(f"The range from {time_of(time)} to the same time brings its rows"), profile.undisturbed():
            assert profile.rows(profile.between(form(time), form(time))) == profile.within(rows, time, time)

    refusals = []
    for column in (1, len(profile.columns)):
        with step(f"Column {column} of the whole range comes alone"), profile.undisturbed():
            found = profile.try_rows(profile.between(form(times[0]), form(times[-1]), [column]))
            if isinstance(found, str):
                refusals.append(found)
            else:
                assert found == [row.of([column]) for row in rows]

    with step("The DUT still serves; selections of columns were served"):
        association.read_logical_device_name()
        step.foreseen(not refusals, f"columns are refused: {', '.join(refusals)}")
