"""Setting the clock."""

from conformance.authoring import NANOSECONDS, Association, DutClock, Step, testcase

BY_S = 90


@testcase(
    "DLMS-OBJ-008",
    version=1,
    purpose="The clock takes the time that is written to it, runs on from there, and can be set back.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-OBJECT-CLOCK"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and COSEM.CLOCK",
    association="writing",
)
def test_clock_can_be_set(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock"):
        before = clock.preserve()

    for by_s in (BY_S, 0):
        with step(f"Set it to {by_s} s ahead of where it would be; that is accepted where the client has the right"):
            now_ns = association.link.exchange.now
            response, written = clock.write(before.moved_by(by_s * NANOSECONDS + now_ns - before.asked_ns))
            step.foreseen(not response.refused, f"setting the clock is refused with {response.result.label}")

        with step("Read it: it shows what was written, and has run on from there"):
            shown = clock.read()
            assert shown.since(written) >= shown.least_since(written)
            assert shown.since(written) <= shown.most_since(written)
