"""Daylight saving: from when to when local time deviates from normal time, and by how much (class 8)."""

import datetime
import functools

from conformance.clock import NANOSECONDS
from conformance.dlms.data_types import BOOLEAN, INTEGER, OCTET_STRING
from conformance.dlms.date_time import UNSPECIFIED
from conformance.dlms.interface_classes.clock import CLOCK
from golden_units.cosem.schema_cell import SchemaCell
from golden_units.cosem.wildcards import matches

LAST_SUNDAY_OF_MARCH = bytes.fromhex("FFFF 03 FE 07 02 00 00 00 8000 00")
LAST_SUNDAY_OF_OCTOBER = bytes.fromhex("FFFF 0A FE 07 03 00 00 00 8000 80")

MINUTE_NS = 60 * NANOSECONDS
_EPOCH = datetime.datetime(1970, 1, 1)


class DaylightSaving:
    """Begins at a time of normal time, ends at a time of summer time; off until a client enables it."""

    def __init__(self) -> None:
        self.begin = SchemaCell(CLOCK, 5, OCTET_STRING(LAST_SUNDAY_OF_MARCH))
        self.end = SchemaCell(CLOCK, 6, OCTET_STRING(LAST_SUNDAY_OF_OCTOBER))
        self.deviation = SchemaCell(CLOCK, 7, INTEGER(-60))
        self.enabled = SchemaCell(CLOCK, 8, BOOLEAN(False))

    def minutes_at(self, normal_ns: int) -> int:
        """What is added to the deviation at a moment that is told by its normal time since 1970; 0 in winter."""
        minutes: int = self.deviation.data.value
        return minutes if self.enabled.data.value and self.is_summer(normal_ns) else 0

    def is_summer(self, normal_ns: int) -> bool:
        year = (_EPOCH + datetime.timedelta(seconds=normal_ns // NANOSECONDS)).year
        begin, end = self.switch(self.begin, year), self.switch(self.end, year)
        if begin is None or end is None:
            return False
        minutes: int = self.deviation.data.value
        end += minutes * MINUTE_NS
        if begin < end:
            return begin <= normal_ns < end
        return not end <= normal_ns < begin

    def switch(self, cell: SchemaCell, year: int) -> int | None:
        return switch_ns(bytes(cell.data.value), year)


@functools.lru_cache(maxsize=256)
def switch_ns(date_time: bytes, year: int) -> int | None:
    """When in a year a date-time with wildcards comes first, as local time since 1970; None if it does not."""
    day, hour = datetime.date(year, 1, 1), datetime.timedelta(0)
    for octet, unit in zip(date_time[5:8], ("hours", "minutes", "seconds"), strict=True):
        hour += datetime.timedelta(**{unit: 0 if octet == UNSPECIFIED else octet})
    while day.year == year:
        if matches(date_time[:5], day):
            elapsed = datetime.datetime.combine(day, datetime.time()) + hour - _EPOCH
            return elapsed // datetime.timedelta(seconds=1) * NANOSECONDS
        if day == datetime.date.max:
            return None
        day += datetime.timedelta(days=1)
    return None
