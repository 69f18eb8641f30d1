"""The clock of the meter beside that of this host: evidence carries the times of both."""

from conformance.bench.doctor.row import Row, Whose, fault, note, ok
from conformance.clock import NANOSECONDS
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION
from conformance.errors import NoAnswer, ProtocolViolation
from conformance.printable import printable
from conformance.steps import Inconclusive
from conformance.tester.association import Association
from conformance.tester.dut_clock import ClockReading, DutClock

BEARABLE_S = 60
"""A clock that is further off than this spoils every profile and every time stamp that is compared."""

MINUTE_S = 60
ZONE_S = 15 * MINUTE_S
"""Local times differ from UTC by multiples of this."""

FURTHEST_ZONE_S = 14 * 3600


def judge_clock(association: Association, wall_origin_ns: int) -> Row | None:
    """None if this client is not shown the clock; another one may be."""
    if not wall_origin_ns:
        return note("clock", "the bench is on a virtual clock")
    try:
        reading = DutClock(association).read()
    except NoAnswer:
        raise
    except Inconclusive as silent:
        return note("clock", printable(str(silent))) if silent.reason_code == "clock-not-set" else None
    except ProtocolViolation as violation:
        remedy = "the device shows what is no time; `goldenbench run` judges it"
        return fault("clock", "clock-malformed", Whose.DUT, printable(str(violation)), remedy)
    return _compared(reading, wall_origin_ns + (reading.asked_ns + reading.answered_ns) // 2)


def _compared(reading: ClockReading, host_ns: int) -> Row:
    off_s = (reading.shown_ns() - host_ns) / NANOSECONDS
    shown = f"the meter shows {reading.date_time}"
    if abs(off_s) <= BEARABLE_S:
        return ok("clock", f"{shown}, {_apart(off_s)}")
    if reading.date_time.deviation == UNSPECIFIED_DEVIATION and _is_zone(off_s):
        return ok("clock", f"{shown} without a deviation: local time, {_apart(off_s - _zone_s(off_s))}")
    if abs(off_s - 2 * reading.deviation * MINUTE_S) <= BEARABLE_S:
        found = f"{shown}: the deviation {reading.deviation} has the wrong sign; it counts from local time to UTC"
        return fault("clock", "deviation-sign", Whose.DUT, found, "the manufacturer has to mend this")
    remedy = "set whichever is wrong: the clock of the meter, or that of this host (timedatectl)"
    return fault("clock", "clock-off", Whose.DUT, f"{shown}, {_apart(off_s)}", remedy)


def _is_zone(off_s: float) -> bool:
    return abs(off_s) <= FURTHEST_ZONE_S and abs(off_s - _zone_s(off_s)) <= BEARABLE_S


def _zone_s(off_s: float) -> int:
    return round(off_s / ZONE_S) * ZONE_S


def _apart(off_s: float) -> str:
    way = "ahead of" if off_s > 0 else "behind"
    days, rest = divmod(round(abs(off_s)), 86_400)
    amount = f"{days} days" if days > 1 else f"{days * 86_400 + rest} s"
    return f"{amount} {way} this host"
