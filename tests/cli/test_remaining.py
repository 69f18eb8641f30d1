"""How long a run is said to take still: by the forecast of its cases, by how slow those before were, by neither."""

import pytest

from conformance.cli.remaining import Expected, Remaining

CASES = ["A-001", "A-002", "A-003", "B-001[one]", "B-001[two]", "B-001[three]"]
EXPECTED = {"A-001": 2.0, "A-002": 4.0, "A-003": 6.0, "B-001": 30.0}


def remaining(expected: Expected) -> Remaining:
    made = Remaining(lambda: expected)
    made.plan(CASES)
    return made


def test_by_the_forecast_before_anything_has_finished() -> None:
    assert remaining(EXPECTED).seconds == pytest.approx(42)


def test_instances_share_the_time_of_their_case() -> None:
    left = remaining(EXPECTED)
    left.finish("B-001[two]", 10.0)
    assert left.seconds == pytest.approx(32)


def test_a_device_that_is_slower_than_forecast() -> None:
    left = remaining(EXPECTED)
    for name, taken in (("A-001", 4.0), ("A-002", 8.0), ("A-003", 12.0)):
        left.finish(name, taken)
    assert left.seconds == pytest.approx(60)


def test_two_cases_say_nothing_of_the_others() -> None:
    left = remaining(EXPECTED)
    left.finish("A-001", 200.0)
    left.finish("A-002", 400.0)
    assert left.seconds == pytest.approx(36)


def test_cases_that_did_not_run_do_not_count() -> None:
    left = remaining(EXPECTED)
    for name, taken in (("A-001", 0.0), ("A-002", 4.0), ("A-003", 6.0), ("B-001[one]", 10.0)):
        left.finish(name, taken)
    assert left.seconds == pytest.approx(20)


@pytest.mark.parametrize("by_its_own_clock", [2.0, 120.0])
def test_without_forecast_as_long_as_those_before_whatever_the_clock_of_a_golden_unit_says(
    by_its_own_clock: float,
) -> None:
    moments = iter([0.0, 10.0, 12.0, 14.0, 16.0])  # made, planned, and three cases
    left = Remaining(dict, lambda: next(moments))
    left.plan(CASES)
    assert left.seconds is None
    for name in CASES[:3]:
        left.finish(name, by_its_own_clock)
    assert left.seconds == pytest.approx(6)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "about 1 s left"), (59, "about 59 s left"), (90, "about 2 min left"), (7190, "about 2.0 h left")],
)
def test_words(seconds: float, told: str) -> None:
    left = Remaining(lambda: {"A-001": seconds})
    left.plan(["A-001"])
    assert left.told == told


def test_nothing_is_said_at_the_end() -> None:
    left = remaining(EXPECTED)
    for name in CASES:
        left.finish(name, 1.0)
    assert left.told == ""
