"""Activity calendar, special days and the mask that they activate."""

import pytest

from conformance.clock import seconds_to_ns
from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    INTEGER,
    LONG_UNSIGNED,
    NULL_DATA,
    OCTET_STRING,
    UNSIGNED,
    Data,
    array,
    structure,
)
from conformance.dlms.date_time import DateTime
from conformance.dlms.get import DataAccessResult
from golden_units.electricity_meter import MeterSettings
from golden_units.electricity_meter.settings import START_OF_2026_NS
from tests.golden_units.reader import Reader

CALENDAR, SPECIAL_DAYS = ("0-0:13.0.0.255", 20), ("0-0:11.0.0.255", 11)
ACTIVATION, SCRIPTS = ("0-0:14.0.0.255", 6), ("0-0:10.0.100.255", 9)
NEVER = "FFFF FF FF FF FF FF FF FF 8000 FF"
HOUR_S = 3600
DAY_S = 24 * HOUR_S


def mask(reader: Reader) -> bytes:
    return bytes(reader.read(4, *ACTIVATION).value)


def day_profile(day_id: int, *actions: tuple[int, int], table: str = SCRIPTS[0]) -> Data:
    """A day on which scripts run at full hours."""
    schedule = [
        structure(OCTET_STRING(bytes((hour, 0, 0, 0))), OCTET_STRING(ObisCode(table)), LONG_UNSIGNED(selector))
        for hour, selector in actions
    ]
    return structure(UNSIGNED(day_id), array(*schedule))


def special_day(index: int, date: str, day_id: int) -> Data:
    return structure(LONG_UNSIGNED(index), OCTET_STRING(bytes.fromhex(date)), UNSIGNED(day_id))


def test_mask_follows_the_hours_of_the_rates() -> None:
    reader = Reader()
    shown = []
    for hour in range(24):
        reader.seconds = hour * HOUR_S
        shown.append(mask(reader))
    assert shown == [b"RATE2"] * 6 + [b"RATE1"] * 16 + [b"RATE2"] * 2


@pytest.mark.parametrize("deviation", [0, -60, 300])
def test_rate_that_is_active_is_the_one_that_counts(deviation: int) -> None:
    reader = Reader(MeterSettings(deviation=deviation))
    for hour in range(24):
        reader.seconds = hour * HOUR_S
        before = [reader.read(2, f"1-0:1.8.{rate}.255", 3).value for rate in (1, 2)]
        active = mask(reader)
        reader.seconds = hour * HOUR_S + 1800
        after = [reader.read(2, f"1-0:1.8.{rate}.255", 3).value for rate in (1, 2)]
        assert [late > early for early, late in zip(before, after, strict=True)] == [
            active == b"RATE1",
            active == b"RATE2",
        ]


def test_script_holds_until_the_calendar_runs_another() -> None:
    reader = Reader()
    reader.seconds = 12 * HOUR_S
    assert reader.act(1, *SCRIPTS, LONG_UNSIGNED(2)) is ActionResult.SUCCESS
    assert mask(reader) == b"RATE2"
    reader.seconds = 30 * HOUR_S
    assert mask(reader) == b"RATE1"


@pytest.mark.parametrize(
    ("data", "result"),
    [
        (OCTET_STRING(b"RATE1"), DataAccessResult.SUCCESS),
        (OCTET_STRING(b"RATE3"), DataAccessResult.OTHER_REASON),
        (UNSIGNED(1), DataAccessResult.TYPE_UNMATCHED),
    ],
)
def test_masks_that_are_written(data: Data, result: DataAccessResult) -> None:
    assert Reader().write(4, *ACTIVATION, data) is result


def test_passive_calendar_is_activated_by_its_method() -> None:
    reader = Reader()
    reader.seconds = 12 * HOUR_S
    assert reader.write(9, *CALENDAR, array(day_profile(1, (0, 2)))) is DataAccessResult.SUCCESS
    assert mask(reader) == b"RATE1"
    assert reader.read(2, *CALENDAR).value == b"ACTIVE"
    reader.act(1, *CALENDAR, INTEGER(0))
    assert mask(reader) == b"RATE2"
    assert reader.read(2, *CALENDAR).value == b"PASSIVE"
    assert [reader.read(number, *CALENDAR) for number in range(2, 6)] == [
        reader.read(number, *CALENDAR) for number in range(6, 10)
    ]


def test_passive_calendar_is_activated_at_its_time() -> None:
    reader = Reader()
    moment = DateTime.at(START_OF_2026_NS + seconds_to_ns(3 * DAY_S + 100)).encode()
    assert reader.write(10, *CALENDAR, OCTET_STRING(moment)) is DataAccessResult.SUCCESS
    reader.seconds = 3 * DAY_S + 99
    assert reader.read(2, *CALENDAR).value == b"ACTIVE"
    assert reader.meter.next_deadline() == seconds_to_ns(3 * DAY_S + 100)
    reader.seconds = 3 * DAY_S + 100
    assert reader.read(2, *CALENDAR).value == b"PASSIVE"
    assert reader.read(10, *CALENDAR).value == bytes.fromhex(NEVER)
    assert reader.meter.next_deadline() is None


@pytest.mark.parametrize(
    ("number", "data", "result"),
    [
        (6, OCTET_STRING(b"NEW"), DataAccessResult.SUCCESS),
        (6, UNSIGNED(1), DataAccessResult.TYPE_UNMATCHED),
        (9, array(day_profile(1, (0, 3))), DataAccessResult.OTHER_REASON),
        (9, array(day_profile(1, (0, 1), table="0-0:10.0.106.255")), DataAccessResult.OTHER_REASON),
        (9, array(structure(UNSIGNED(1))), DataAccessResult.TYPE_UNMATCHED),
        (9, array(*[day_profile(1, *[(0, 1)] * 24)] * 12), DataAccessResult.OTHER_REASON),
        (10, OCTET_STRING(bytes.fromhex(NEVER)), DataAccessResult.SUCCESS),
        (10, OCTET_STRING(bytes.fromhex("07EA FF 01 FF 00 00 00 00 8000 00")), DataAccessResult.OTHER_REASON),
    ],
)
def test_what_can_be_written_to_the_passive_calendar(number: int, data: Data, result: DataAccessResult) -> None:
    assert Reader().write(number, *CALENDAR, data) is result


def test_active_calendar_is_not_written() -> None:
    points = Reader().association.device.points
    assert {number for number in range(2, 11) if points[20, ObisCode(CALENDAR[0]), number].write} == {6, 7, 8, 9, 10}


def test_special_day_has_its_own_schedule() -> None:
    reader = Reader()
    reader.write(9, *CALENDAR, array(day_profile(1, (6, 1), (22, 2)), day_profile(2, (0, 2))))
    reader.act(1, *CALENDAR, INTEGER(0))
    assert reader.act(1, *SPECIAL_DAYS, special_day(7, "FFFF 01 02 FF", 2)) is ActionResult.SUCCESS
    shown = []
    for day in range(3):
        reader.seconds = day * DAY_S + 12 * HOUR_S
        shown.append(mask(reader))
    assert shown == [b"RATE1", b"RATE2", b"RATE1"]


def test_calendar_without_a_schedule_keeps_the_first_rate() -> None:
    reader = Reader()
    reader.write(9, *CALENDAR, array())
    reader.act(1, *CALENDAR, INTEGER(0))
    assert mask(reader) == b"RATE1"


def test_seasons_and_weeks() -> None:
    """From June on another week holds, whose Sundays have a day profile of their own."""
    reader = Reader()
    summer = structure(
        OCTET_STRING(b"SUMMER"), OCTET_STRING(bytes.fromhex("FFFF 06 01 FF 00 00 00 00 8000 FF")), OCTET_STRING(b"S")
    )
    winter = reader.read(3, *CALENDAR)[0]
    week = structure(OCTET_STRING(b"S"), *[UNSIGNED(1)] * 6, UNSIGNED(2))
    reader.write(7, *CALENDAR, array(summer, winter))
    reader.write(8, *CALENDAR, array(week, *reader.read(4, *CALENDAR)))
    reader.write(9, *CALENDAR, array(day_profile(1, (0, 1)), day_profile(2, (0, 2))))
    reader.act(1, *CALENDAR, INTEGER(0))
    shown = {}
    for month, day in ((1, 4), (5, 31), (6, 6), (6, 7), (12, 27), (12, 28)):
        noon = DateTime(2026, month, day, 1, 12, 0, 0, 0, 0, 0).utc_ns()
        reader.association.now = noon - START_OF_2026_NS
        shown[month, day] = mask(reader)
    rate_2 = [date for date, active in shown.items() if active == b"RATE2"]
    assert rate_2 == [(6, 7), (12, 27)], "Sundays from June to December"


def test_a_season_holds_until_the_next_even_beyond_the_end_of_the_year() -> None:
    reader = Reader()
    (season,) = reader.read(3, *CALENDAR)
    june = structure(season[0], OCTET_STRING(bytes.fromhex("FFFF 06 01 FF 00 00 00 00 8000 FF")), season[2])
    reader.write(7, *CALENDAR, array(june))
    reader.write(9, *CALENDAR, array(day_profile(1, (0, 2))))
    reader.act(1, *CALENDAR, INTEGER(0))
    reader.seconds = 12 * HOUR_S
    assert mask(reader) == b"RATE2"


def test_special_days_are_inserted_and_deleted() -> None:
    reader = Reader()
    first, second, third = (special_day(index, "07EA 0C 19 FF", index) for index in (2, 1, 2))
    for day in (first, second, third):
        assert reader.act(1, *SPECIAL_DAYS, day) is ActionResult.SUCCESS
    assert list(reader.read(2, *SPECIAL_DAYS)) == [second, third]
    assert reader.act(2, *SPECIAL_DAYS, LONG_UNSIGNED(1)) is ActionResult.SUCCESS
    assert reader.act(2, *SPECIAL_DAYS, LONG_UNSIGNED(1)) is ActionResult.OTHER_REASON
    assert list(reader.read(2, *SPECIAL_DAYS)) == [third]
    assert reader.act(1, *SPECIAL_DAYS, NULL_DATA()) is ActionResult.TYPE_UNMATCHED
    assert reader.act(2, *SPECIAL_DAYS, UNSIGNED(2)) is ActionResult.TYPE_UNMATCHED


def test_special_days_are_not_endless() -> None:
    reader = Reader()
    results = [reader.act(1, *SPECIAL_DAYS, special_day(index, "07EA 0C 19 FF", 1)) for index in range(51)]
    assert results == [ActionResult.SUCCESS] * 50 + [ActionResult.OTHER_REASON]
