"""What the meter measures: a load that follows the hours of the day, and the energy that results.

All in integers, and a function of civil time alone, so that two readings of the
same moment agree and energy never runs backwards.
"""

import functools
import itertools

from conformance.clock import NANOSECONDS

HOUR_S = 3600
DAY_S = 24 * HOUR_S

LOAD_PERCENT = (
    60, 55, 50, 50, 55, 70, 100, 130, 120, 100, 95, 100,
    115, 105, 95, 95, 110, 140, 160, 155, 145, 130, 105, 60,
)  # fmt: skip
"""Power drawn in each hour of the day, in percent of the mean."""

NIGHT_HOURS = frozenset({0, 1, 2, 3, 4, 5, 22, 23})
"""Hours of tariff 2; all others are tariff 1."""

VOLTAGE_DECIVOLTS = 2300


def hour_of_day(local_ns: int) -> int:
    return local_ns // NANOSECONDS % DAY_S // HOUR_S


def power_watts(load_watts: int, local_ns: int) -> int:
    return load_watts * LOAD_PERCENT[hour_of_day(local_ns)] // 100


def energy_watt_seconds(load_watts: int, start_ns: int, end_ns: int, hours: frozenset[int]) -> int:
    """Energy drawn from start to end in the given hours of the day."""
    return _until(load_watts, end_ns // NANOSECONDS, hours) - _until(load_watts, start_ns // NANOSECONDS, hours)


def _until(load_watts: int, local_s: int, hours: frozenset[int]) -> int:
    """Energy drawn in the given hours since 1970; all times are local."""
    days, second = divmod(local_s, DAY_S)
    hour, rest = divmod(second, HOUR_S)
    begun = _percent_until(hours)
    percent_seconds = HOUR_S * (days * begun[24] + begun[hour]) + rest * (begun[hour + 1] - begun[hour])
    return load_watts * percent_seconds // 100


@functools.cache
def _percent_until(hours: frozenset[int]) -> tuple[int, ...]:
    """The percent of the given hours, summed up to each hour of the day; the last is that of the whole day."""
    each = (LOAD_PERCENT[hour] if hour in hours else 0 for hour in range(24))
    return tuple(itertools.accumulate(each, initial=0))


ALL_HOURS = frozenset(range(24))
DAY_HOURS = ALL_HOURS - NIGHT_HOURS
