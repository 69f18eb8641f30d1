"""The clock runs."""

from conformance.authoring import Association, DutClock, Step, testcase

# A clock that counts 60 periods of the mains where there are 50 has lost 3 s by then, more than it can hide.
PAUSE_S = 15.0

QUARTER_S = 900.0


@testcase(
    "DLMS-OBJ-007",
    version=3,
    purpose="Between two readings the clock advances by the time that passes between them.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-CLOCK"],
    requires="DLMS.LN and DLMS.GET and COSEM.CLOCK",
)
def test_clock_advances(association: Association, step: Step) -> None:
    clock = DutClock(association)

    with step("Read the clock"):
        first = clock.read()

    with step("Read it again some seconds later: it has advanced by as much, within its resolution and the line's"):
        association.let_pass(PAUSE_S)
        second = clock.read()
        if second.since(first) == 0 and second.shows_full_minute:
            # No standard wants a clock to show seconds; one that stands still does so for longer.
            association.let_pass(QUARTER_S)
            step.foreseen(clock.read().since(first) == 0, "the clock runs, but shows no seconds")
        assert second.since(first) >= second.least_since(first)
        assert second.since(first) <= second.most_since(first)
