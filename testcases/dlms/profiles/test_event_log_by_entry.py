"""Rows and columns of the event log by their numbers."""

from conformance.authoring import EVENT_LOG, Association, Profile, Step, testcase

FEW = 3


@testcase(
    "DLMS-PROF-016",
    version=2,
    purpose="Rows and columns of the event log by number are those of the whole log.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-PROFILE-ENTRY"],
    requires="DLMS.LN and DLMS.GET and DLMS.SELECTIVE_ACCESS and COSEM.EVENT_LOG",
)
def test_event_log_by_entry(association: Association, step: Step) -> None:
    with step("Read the whole event log; it has rows, and not too many"):
        profile = Profile(association, EVENT_LOG)
        last = profile.entries_in_use
        step.foreseen(0 < last <= profile.largest_buffer, f"the event log has {last} rows")
        rows = profile.rows(profile.everything)

    some = [(number, number) for number in (*range(1, min(FEW, last) + 1), last)]
    for first, until in (*some, (1, last), (1, 0), (last, 0)):
        with step(f"Read rows {first} to {until or '0, the highest'}: they are the same"), profile.undisturbed():
            assert profile.rows(profile.entries(first, until)) == rows[first - 1 : until or last]

    most = len(profile.columns)
    for first, until in ((1, 1), (most, most), (most, 0)):
        with step(f"Read columns {first} to {until or '0, the highest'} of all rows"), profile.undisturbed():
            selection = profile.entries(1, 0, first, until)
            assert profile.rows(selection) == [row.of(selection.columns) for row in rows]

    with step("The rows can be told from one another"):
        association.read_logical_device_name()
        is_told = last == 1 or any(row != rows[0] for row in rows)
        step.foreseen(is_told, "the rows are all alike, so that any would pass for another")
