"""Faults of the clock."""

from dataclasses import replace

from conformance.clock import NANOSECONDS
from conformance.dlms.data_types import Data
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION, DateTime
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Point, replaced
from golden_units.defects.base import Defect
from golden_units.defects.models import point_of
from golden_units.electricity_meter.clock_object import moment_of
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState

CLOCK = "0-0:1.0.0.255"
MINUTE_NS = 60 * NANOSECONDS


class MonthFromZero(MeterState):
    """Counts months from zero, as the C library does."""

    def date_time(self, now: int) -> DateTime:
        shown = super().date_time(now)
        return replace(shown, month=shown.month - 1)


class WeekFromSunday(MeterState):
    """Counts the days of the week from Sunday, as the C library does, but from one."""

    def date_time(self, now: int) -> DateTime:
        shown = super().date_time(now)
        return replace(shown, day_of_week=shown.day_of_week % 7 + 1)


class DeviationInSeconds(MeterState):
    """Writes the deviation of Central European Time in seconds."""

    def date_time(self, now: int) -> DateTime:
        return replace(super().date_time(now), deviation=-3600)


class StandsStill(MeterState):
    """Shows what the clock was when the power came."""

    def date_time(self, now: int) -> DateTime:
        return super().date_time(0)


class RunsTooFast(MeterState):
    """Counts two seconds where one passes, as with a crystal of another frequency."""

    def true_utc_ns(self, now: int) -> int:
        return super().true_utc_ns(2 * now)


class CountsMainsOfSixtyHertz(MeterState):
    """Takes 60 periods of a mains of 50 Hz for a second."""

    def utc_ns(self, now: int) -> int:
        return super().utc_ns(now) - now // 6


class CountsMainsOfFiftyHertz(MeterState):
    """Takes 50 periods of a mains of 60 Hz for a second."""

    def utc_ns(self, now: int) -> int:
        return super().utc_ns(now) + now // 5


class KeepsItsTime(MeterState):
    """Takes a new time and goes on with its own."""

    def set_clock(self, utc_ns: int, now: int) -> None:
        """The time is not set."""


class RoundsToMinutes(MeterState):
    """Sets the clock to the minute that began last."""

    def set_clock(self, utc_ns: int, now: int) -> None:
        super().set_clock(utc_ns // MINUTE_NS * MINUTE_NS, now)


def with_negated_deviation(state: MeterState) -> list[Instance]:
    """A model that reads a written deviation as minutes to subtract."""

    def write(association: AssociationServer, data: Data) -> None:
        written = DateTime.decode(data.value)
        if written.deviation != UNSPECIFIED_DEVIATION:
            written.deviation = -written.deviation
        state.set_clock(moment_of(written.encode(), state.deviation), association.now)

    instances = objects(state)
    return replaced(instances, CLOCK, 2, Point(point_of(instances, CLOCK, 2).read, write))


DEFECTS = (
    Defect(
        "clock-month-from-zero",
        "DLMS-OBJECT-CLOCK",
        "The month is counted from 0.",
        state=MonthFromZero,
    ),
    Defect(
        "clock-week-from-sunday",
        "DLMS-OBJECT-CLOCK",
        "The days of the week are counted from Sunday.",
        state=WeekFromSunday,
    ),
    Defect(
        "clock-deviation-in-seconds",
        "DLMS-OBJECT-CLOCK",
        "The deviation is written in seconds.",
        state=DeviationInSeconds,
    ),
    Defect(
        "clock-stands-still",
        "DLMS-OBJECT-CLOCK",
        "The time that is read is always the same.",
        state=StandsStill,
    ),
    Defect(
        "clock-too-fast",
        "DLMS-OBJECT-CLOCK",
        "The clock runs at twice its speed.",
        state=RunsTooFast,
    ),
    Defect(
        "clock-of-60-hertz",
        "DLMS-OBJECT-CLOCK",
        "The clock counts a mains of 50 Hz as one of 60 Hz, and loses a second in six.",
        state=CountsMainsOfSixtyHertz,
    ),
    Defect(
        "clock-of-50-hertz",
        "DLMS-OBJECT-CLOCK",
        "The clock counts a mains of 60 Hz as one of 50 Hz, and gains a second in five.",
        state=CountsMainsOfFiftyHertz,
    ),
    Defect(
        "clock-not-set",
        "DLMS-OBJECT-CLOCK",
        "Writing the time succeeds but does not set the clock.",
        state=KeepsItsTime,
    ),
    Defect(
        "clock-set-to-minutes",
        "DLMS-OBJECT-CLOCK",
        "Writing the time sets the clock to the minute, seconds are lost.",
        state=RoundsToMinutes,
    ),
    Defect(
        "clock-deviation-negated",
        "DLMS-OBJECT-CLOCK",
        "The deviation of a time that is written is subtracted instead of added.",
        model=with_negated_deviation,
    ),
)
