"""Date-times as moments: the sign of the deviation, daylight saving, and what names no moment.

The reference is datetime of the standard library: local time plus deviation is
UTC, so that a zone east of Greenwich has a negative deviation.
"""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dlms.date_time import ClockStatus, DateTime
from tests.dlms.test_round_trips import REPRODUCIBLE

UTC = datetime.UTC


def nanoseconds(*moment: int) -> int:
    seconds = datetime.datetime(*moment, tzinfo=UTC).timestamp()  # type: ignore[arg-type, misc]
    return int(seconds) * 1_000_000_000


@pytest.mark.parametrize(
    ("octets", "moment"),
    [
        ("07E5 06 03 04 0E 09 17 00 FFC4 00", (2021, 6, 3, 13, 9, 23)),
        ("07E0 02 15 07 08 33 2A 00 00B4 00", (2016, 2, 21, 11, 51, 42)),
        ("07EA 07 13 07 17 3A 29 00 FF88 80", (2026, 7, 19, 21, 58, 41)),
        ("07EA 01 01 04 00 1E 00 00 FFC4 00", (2025, 12, 31, 23, 30, 0)),
        ("07EA 07 13 FF 17 3A 29 FF FF88 80", (2026, 7, 19, 21, 58, 41)),
    ],
)
def test_moment(octets: str, moment: tuple[int, ...]) -> None:
    assert DateTime.decode(bytes.fromhex(octets)).utc_ns() == nanoseconds(*moment)


def test_hundredths_count() -> None:
    told = DateTime.decode(bytes.fromhex("07E5 01 18 FF 0E 30 39 50 FFC4 00"))
    assert told.utc_ns() == nanoseconds(2021, 1, 24, 13, 48, 57) + 800_000_000


def test_time_as_a_meter_in_central_europe_tells_it_in_summer() -> None:
    moment = nanoseconds(2026, 7, 19, 21, 58, 41)
    told = DateTime.at(moment, deviation=-120, clock_status=ClockStatus.DAYLIGHT_SAVING_ACTIVE)
    assert told.encode().hex(" ", 1).upper() == "07 EA 07 13 07 17 3A 29 00 FF 88 80"


@pytest.mark.parametrize(
    "octets",
    [
        "FFFF 02 15 07 08 33 2A 00 00B4 00",
        "07E0 FF 15 07 08 33 2A 00 00B4 00",
        "07E0 FD 15 07 08 33 2A 00 00B4 00",
        "07E0 02 FE 07 08 33 2A 00 00B4 00",
        "07E0 02 1E 07 08 33 2A 00 00B4 00",
        "07E0 02 15 07 FF 33 2A 00 00B4 00",
        "07E0 02 15 07 08 3C 2A 00 00B4 00",
        "07E0 02 15 07 08 33 FF 00 00B4 00",
        "07E0 02 15 07 08 33 2A 64 00B4 00",
        "07E0 02 15 07 08 33 2A 00 8000 00",
        "0000 02 15 07 08 33 2A 00 0000 00",
    ],
)
def test_what_names_no_moment_is_refused(octets: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        DateTime.decode(bytes.fromhex(octets)).utc_ns()
    assert type(refused.value) is ValueError


@REPRODUCIBLE
@given(
    st.datetimes(datetime.datetime(1971, 1, 1), datetime.datetime(2999, 12, 31)),
    st.integers(-720, 840),
    st.integers(0, 255),
)
def test_there_and_back(moment: datetime.datetime, deviation: int, status: int) -> None:
    utc_ns = int((moment - datetime.datetime(1970, 1, 1)).total_seconds()) * 1_000_000_000 + moment.microsecond * 1000
    told = DateTime.decode(DateTime.at(utc_ns, deviation=deviation, clock_status=status).encode())
    assert utc_ns - 10_000_000 < told.utc_ns() <= utc_ns
    local = moment - datetime.timedelta(minutes=deviation)
    assert (told.year, told.month, told.day_of_month, told.hour, told.minute) == local.timetuple()[:5]
    assert (told.day_of_week, told.clock_status, told.deviation) == (local.isoweekday(), status, deviation)
