"""COSEM date-time (Blue Book 4.1.6.1): twelve octets, any of which may be unspecified.

The deviation counts minutes from local time to UTC: local + deviation = UTC,
so that Central European Time has -60. The field reads its sign both ways,
which is why a case of its own tests it.
"""

import datetime
from enum import IntFlag

from conformance.clock import NANOSECONDS
from conformance.codec.kinds import I16, U8, U16
from conformance.codec.message import Message, message, wire

UNSPECIFIED = 0xFF
UNSPECIFIED_YEAR = 0xFFFF
UNSPECIFIED_DEVIATION = -0x8000


class ClockStatus(IntFlag):
    """Bits of the last octet; FF as a whole means that the status is not specified."""

    INVALID_VALUE = 0x01
    DOUBTFUL_VALUE = 0x02
    DIFFERENT_CLOCK_BASE = 0x04
    INVALID_CLOCK_STATUS = 0x08
    DAYLIGHT_SAVING_ACTIVE = 0x80


@message()
class DateTime(Message):
    """A moment as a meter tells it; every field as received."""

    year: int = wire(U16)
    month: int = wire(U8)
    day_of_month: int = wire(U8)
    day_of_week: int = wire(U8)
    hour: int = wire(U8)
    minute: int = wire(U8)
    second: int = wire(U8)
    hundredths: int = wire(U8)
    deviation: int = wire(I16)
    clock_status: int = wire(U8)

    @classmethod
    def at(cls, utc_ns: int, *, deviation: int = 0, clock_status: int = 0) -> "DateTime":
        """The local time of a moment, in nanoseconds of UTC since 1970, at a deviation in minutes."""
        seconds, rest = divmod(utc_ns, NANOSECONDS)
        local = _EPOCH + datetime.timedelta(seconds=seconds, minutes=-deviation)
        return cls(
            local.year,
            local.month,
            local.day,
            local.isoweekday(),
            local.hour,
            local.minute,
            local.second,
            rest // (NANOSECONDS // 100),
            deviation,
            clock_status,
        )

    def utc_ns(self) -> int:
        """The moment in nanoseconds of UTC since 1970; unspecified parts of a second count as zero.

        Raises ValueError if the date-time does not name one moment.
        """
        if self.deviation == UNSPECIFIED_DEVIATION:
            raise ValueError(f"{self}: the deviation is not specified")
        hundredths = 0 if self.hundredths == UNSPECIFIED else self.hundredths
        local = datetime.datetime(
            self.year, self.month, self.day_of_month, self.hour, self.minute, self.second, hundredths * 10_000
        )
        elapsed = local - _EPOCH + datetime.timedelta(minutes=self.deviation)
        return (elapsed // datetime.timedelta(microseconds=1)) * 1000

    def __str__(self) -> str:
        deviation = "unspecified" if self.deviation == UNSPECIFIED_DEVIATION else f"{self.deviation:+d} min"
        return (
            f"{self.year:04d}-{self.month:02d}-{self.day_of_month:02d} "
            f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}, deviation {deviation}, "
            f"status {self.clock_status:02X}"
        )


# naive on purpose: a meter's local time, whose deviation stands beside it
_EPOCH = datetime.datetime(1970, 1, 1)
