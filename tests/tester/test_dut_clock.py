"""How far a clock has moved, judged by the moments between which it was read."""

from dataclasses import replace

import pytest

from conformance.clock import NANOSECONDS
from conformance.dlms.data_types import DATE_TIME, OCTET_STRING, UNSIGNED, Data
from conformance.dlms.date_time import (
    UNSPECIFIED,
    UNSPECIFIED_DEVIATION,
    UNSPECIFIED_YEAR,
    ClockStatus,
    DateTime,
)
from conformance.errors import ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.dut_clock import ClockReading

NOON_NS = 1_767_268_800 * NANOSECONDS


def reading(after_s: float, shown: DateTime, took_s: float = 0.5) -> ClockReading:
    asked_ns = round(after_s * NANOSECONDS)
    return ClockReading.of(OCTET_STRING(shown.encode()), asked_ns, asked_ns + round(took_s * NANOSECONDS))


def test_bounds_grow_with_the_time_that_reading_took() -> None:
    first, second = reading(0, DateTime.at(NOON_NS)), reading(10, DateTime.at(NOON_NS + 10 * NANOSECONDS))
    assert second.since(first) == 10.0
    assert second.least_since(first) == 8.5
    assert second.most_since(first) == 11.5


@pytest.mark.parametrize("deviation", [0, -60, 330, UNSPECIFIED_DEVIATION])
@pytest.mark.parametrize("unspecified", [False, True])
def test_written_value_shows_what_was_wanted_and_keeps_what_is_unspecified(deviation: int, unspecified: bool) -> None:
    shown = replace(DateTime.at(NOON_NS), deviation=deviation)
    if unspecified:
        shown = replace(shown, hundredths=UNSPECIFIED, day_of_week=UNSPECIFIED)
    first = reading(0, shown)
    written = DateTime.decode(first.moved_by(90 * NANOSECONDS).value)
    assert reading(0, written).since(first) == 90.0
    assert (written.deviation, written.hundredths == UNSPECIFIED) == (deviation, unspecified)
    assert (written.day_of_week == UNSPECIFIED) is unspecified


def test_the_same_moment_in_another_zone() -> None:
    first = reading(0, DateTime.at(NOON_NS))
    written = DateTime.decode(first.moved_by(0, deviation=-60).value)
    assert (written.hour, written.deviation) == (13, -60)
    assert written.utc_ns() == NOON_NS


def test_restored_value_is_what_the_clock_would_show() -> None:
    exact = reading(0, DateTime.at(NOON_NS + NANOSECONDS // 4))
    assert DateTime.decode(exact.at(100 * NANOSECONDS).value).utc_ns() == NOON_NS + 100 * NANOSECONDS
    of_whole_seconds = reading(0, DateTime.at(NOON_NS))
    assert DateTime.decode(of_whole_seconds.at(100 * NANOSECONDS).value).utc_ns() == NOON_NS + 100 * NANOSECONDS


@pytest.mark.parametrize(
    "data",
    [
        UNSIGNED(1),
        OCTET_STRING(bytes(11)),
        DATE_TIME(bytes(12)),
        OCTET_STRING(replace(DateTime.at(0), month=0).encode()),
        OCTET_STRING(replace(DateTime.at(0), month=13).encode()),
    ],
)
def test_what_names_no_moment_is_a_violation(data: Data) -> None:
    with pytest.raises(ProtocolViolation):
        ClockReading.of(data, 0, 0)


@pytest.mark.parametrize(
    "shown",
    [
        DateTime.decode(b"\xff" * 12),
        *(replace(DateTime.at(0), **{part: UNSPECIFIED}) for part in ("month", "day_of_month", "hour", "minute")),
        replace(DateTime.at(0), second=UNSPECIFIED),
        replace(DateTime.at(0), year=UNSPECIFIED_YEAR),
        replace(DateTime.at(NOON_NS), clock_status=ClockStatus.INVALID_VALUE),
        replace(DateTime.at(NOON_NS), clock_status=ClockStatus.INVALID_VALUE | ClockStatus.DOUBTFUL_VALUE),
    ],
    ids=str,
)
def test_a_clock_that_does_not_know_its_time_decides_nothing(shown: DateTime) -> None:
    with pytest.raises(Inconclusive, match="does not know its time"):
        reading(0, shown)


@pytest.mark.parametrize("status", [ClockStatus.DOUBTFUL_VALUE, ClockStatus.DAYLIGHT_SAVING_ACTIVE, UNSPECIFIED])
def test_any_other_status_is_a_moment(status: int) -> None:
    assert reading(0, replace(DateTime.at(NOON_NS), clock_status=status)).shown_ns() == NOON_NS
