"""Daylight saving of the golden meter's clock: when it begins and ends, in both hemispheres, and when it cannot."""

import datetime
import zoneinfo

import pytest

from conformance.clock import NANOSECONDS
from conformance.dlms.data_types import BOOLEAN, INTEGER, OCTET_STRING
from golden_units.electricity_meter.daylight_saving import DaylightSaving
from golden_units.electricity_meter.settings import MeterSettings
from golden_units.electricity_meter.state import MeterState

HOUR = datetime.timedelta(hours=1)
UTC = datetime.UTC


def enabled(begin: str = "", end: str = "", minutes: int = -60) -> DaylightSaving:
    saving = DaylightSaving()
    if begin and end:
        saving.begin.data, saving.end.data = OCTET_STRING(bytes.fromhex(begin)), OCTET_STRING(bytes.fromhex(end))
    saving.deviation.data, saving.enabled.data = INTEGER(minutes), BOOLEAN(True)
    return saving


def ns(moment: datetime.datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp()) * NANOSECONDS


SOUTH = ("FFFF 0A 01 FF 02 00 00 00 8000 00", "FFFF 04 01 FF 03 00 00 00 8000 80")


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2037])
def test_europe_is_as_the_time_zone_database_has_it(year: int) -> None:
    try:
        zone, saving = zoneinfo.ZoneInfo("Europe/Berlin"), enabled()
    except zoneinfo.ZoneInfoNotFoundError:
        pytest.skip("this host has no time zone database")
    moment = datetime.datetime(year, 1, 1, 0, 30, tzinfo=UTC)
    while moment.year == year:
        summer = moment.astimezone(zone).dst() != datetime.timedelta(0)
        normal = moment.replace(tzinfo=None) + HOUR
        assert (saving.minutes_at(ns(normal)) == -60) is summer, moment
        moment += HOUR


def test_in_the_south_summer_goes_over_the_end_of_the_year() -> None:
    saving = enabled(*SOUTH)
    for month, day, hour, minutes in ((1, 1, 0, -60), (3, 31, 23, -60), (4, 1, 1, -60), (4, 1, 2, 0), (7, 1, 0, 0)):
        assert saving.minutes_at(ns(datetime.datetime(2026, month, day, hour))) == minutes
    assert saving.minutes_at(ns(datetime.datetime(2026, 10, 1, 1, 59))) == 0
    assert saving.minutes_at(ns(datetime.datetime(2026, 10, 1, 2, 0))) == -60


@pytest.mark.parametrize("begin", ["FFFF 0D 01 FF 02 00 00 00 8000 00", "07D0 03 01 FF 02 00 00 00 8000 00"])
def test_a_switch_that_never_comes_makes_no_summer(begin: str) -> None:
    assert enabled(begin, SOUTH[1]).minutes_at(ns(datetime.datetime(2026, 7, 1))) == 0


def test_nothing_happens_until_it_is_enabled() -> None:
    state = MeterState(MeterSettings(start_time_ns=ns(datetime.datetime(2026, 7, 1)), deviation=-60))
    assert (state.date_time(0).hour, state.date_time(0).deviation, state.date_time(0).clock_status) == (1, -60, 0)
    state.daylight_saving.enabled.data = BOOLEAN(True)
    assert (state.date_time(0).hour, state.date_time(0).deviation, state.date_time(0).clock_status) == (2, -120, 0x80)
    assert state.date_time(0).utc_ns() == state.utc_ns(0)
