"""Adjusting the clock to the nearest quarter of an hour, and to the nearest minute."""

from conformance.authoring import CLOCK, NANOSECONDS, Association, AttributeDescriptor, DutClock, Step, testcase
from conformance.dlms.data_types import INTEGER, Data
from conformance.dlms.date_time import DateTime

QUARTER_S, MINUTE_S = 900, 60
METHODS = {"adjust_to_quarter": (1, QUARTER_S), "adjust_to_minute": (3, MINUTE_S)}


@testcase(
    "DLMS-OBJ-022",
    version=1,
    purpose="adjust_to_quarter and adjust_to_minute move the clock to the nearest full one, back as well as on.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-CLOCK-ADJUST"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and COSEM.CLOCK",
    association="writing",
)
def test_clock_is_adjusted(association: Association, step: Step) -> None:
    clock, refusals = DutClock(association), []
    with step("Read the clock"):
        reading = clock.preserve()
        hour_ns = reading.shown_ns() // (3600 * NANOSECONDS) * 3600 * NANOSECONDS

    for name, (number, period_s) in METHODS.items():
        for off_s in (period_s // 5, -period_s // 5):
            full_ns = hour_ns + 2 * period_s * NANOSECONDS
            with step(f"Set the clock {abs(off_s)} s {'behind' if off_s > 0 else 'before'} a full one"):
                moment = DateTime.at(full_ns + off_s * NANOSECONDS, deviation=reading.deviation)
                response, _ = clock.write(Data(reading.type, moment.encode()))
                step.foreseen(not response.refused, f"setting the clock is refused with {response.result.label}")

            with step(f"Invoke {name}, where it is there: the clock shows the full one, and runs on from there"):
                asked_ns = association.link.exchange.now
                result = association.action(AttributeDescriptor(8, CLOCK, number), INTEGER(0))
                if result.refused:
                    refusals.append(f"{name}: {result.result.label}")
                    continue
                shown = clock.read()
                since_s = (shown.shown_ns() - full_ns) / NANOSECONDS
                assert since_s >= 0
                assert since_s <= (shown.answered_ns - asked_ns) / NANOSECONDS + 1

    with step("The methods are there"):
        clock.read()
        step.foreseen(not refusals, f"refused: {', '.join(dict.fromkeys(refusals))}; they are optional")
