"""Demand and its maximum."""

from conformance.clock import NANOSECONDS
from conformance.dlms.action import ActionResult
from conformance.dlms.data_types import INTEGER
from conformance.dlms.date_time import DateTime
from golden_units.electricity_meter import MeterSettings
from golden_units.electricity_meter.settings import START_OF_2026_NS
from tests.golden_units.reader import Reader

DEMAND, MAXIMUM = ("1-0:1.4.0.255", 5), ("1-0:1.6.0.255", 4)
HOUR_S = 3600


def seconds_of(octets: bytes) -> int:
    """From the start of the run."""
    return (DateTime.decode(octets).utc_ns() - START_OF_2026_NS) // NANOSECONDS


def test_running_demand_rises_from_zero_to_the_mean_of_its_period() -> None:
    reader = Reader()
    shown = []
    for seconds in (0, 900, 1799.999):
        reader.seconds = seconds
        shown.append(reader.read(2, *DEMAND).value)
    assert shown == [0, 360, 719], "the mean of the first hour is 720 W"
    reader.seconds = 1800
    assert [reader.read(number, *DEMAND).value for number in (2, 3)] == [0, 720]


def test_demand_is_the_energy_of_its_period() -> None:
    reader = Reader()
    before = reader.read(2, "1-0:1.8.0.255", 3).value
    for half_hour in range(1, 49):
        reader.seconds = half_hour * 1800
        after = reader.read(2, "1-0:1.8.0.255", 3).value
        assert abs(reader.read(3, *DEMAND).value - 2 * (after - before)) <= 4, "both are whole numbers"
        before = after


def test_moments_of_the_demand() -> None:
    reader = Reader()
    reader.seconds = 5000
    assert [seconds_of(reader.read(number, *DEMAND).value) for number in (6, 7)] == [3600, 3600]
    assert [reader.read(number, *DEMAND).value for number in (8, 9)] == [1800, 1]


def test_maximum_is_that_of_the_evening_of_the_first_day() -> None:
    reader = Reader()
    assert reader.read(2, *MAXIMUM).value == 1920
    assert seconds_of(reader.read(5, *MAXIMUM).value) == -30 * 24 * HOUR_S + 18 * HOUR_S + 1800


def test_maximum_after_a_reset() -> None:
    reader = Reader()
    reader.seconds = 7 * HOUR_S + 10
    assert reader.act(1, *MAXIMUM, INTEGER(0)) is ActionResult.SUCCESS
    assert reader.read(2, *MAXIMUM).value == 0
    assert seconds_of(reader.read(5, *MAXIMUM).value) == 7 * HOUR_S + 10
    reader.seconds = 7 * HOUR_S + 1800
    assert reader.read(2, *MAXIMUM).value == 1560
    reader.seconds = 10 * HOUR_S
    assert reader.read(2, *MAXIMUM).value == 1560, "the mean falls after eight o'clock"
    assert seconds_of(reader.read(5, *MAXIMUM).value) == 7 * HOUR_S + 1800
    reader.seconds = 1000 * 24 * HOUR_S
    assert reader.read(2, *MAXIMUM).value == 1920


def test_maximum_of_a_meter_that_is_new() -> None:
    reader = Reader(MeterSettings(in_service_days=0))
    assert reader.read(2, *MAXIMUM).value == 0
    assert seconds_of(reader.read(5, *MAXIMUM).value) == 0
