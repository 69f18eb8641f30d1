"""Dates with wildcards, as schedules and calendars hold them (IEC 62056-6-2 4.1.6.1)."""

import calendar
import datetime

from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_YEAR

LAST_DAY, LAST_DAY_BUT_ONE = 0xFE, 0xFD


def matches(date: bytes, day: datetime.date) -> bool:
    """True if a day is one that five octets name; with a day of the week, "last" means the last such one."""
    year, month, day_of_month, day_of_week = int.from_bytes(date[:2], "big"), *date[2:5]
    if year not in (UNSPECIFIED_YEAR, day.year) or month not in (UNSPECIFIED, day.month):
        return False
    if day_of_week not in (UNSPECIFIED, day.isoweekday()):
        return False
    left = calendar.monthrange(day.year, day.month)[1] - day.day
    if day_of_month == LAST_DAY:
        return left == 0 if day_of_week == UNSPECIFIED else left < 7
    if day_of_month == LAST_DAY_BUT_ONE:
        return left == 1 if day_of_week == UNSPECIFIED else 7 <= left < 14
    return day_of_month in (UNSPECIFIED, day.day)
