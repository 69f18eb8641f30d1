"""A profile of the DUT: how rows are asked for, what comes where that is refused, and captures in between."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.clock import seconds_to_ns
from conformance.dlms.cosem import AttributeDescriptor
from conformance.dlms.data_types import (
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    NULL_DATA,
    OCTET_STRING,
    UNSIGNED,
    Data,
    array,
    structure,
)
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION, DateTime
from conformance.dlms.get import DataAccessResult, GetResponseNormal
from conformance.dlms.service import SelectiveAccess
from conformance.errors import NoAnswer, ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.profile import LARGEST_BUFFER, LOAD_PROFILE, Profile
from golden_units.cosem.object_model import AccessRefused
from golden_units.cosem.profile import Column
from golden_units.cosem.profile import Profile as Server

PERIOD_S = 900
START_NS = 1_782_000_000 * 10**9
SECOND_CLOCK = "0-0:1.0.1.255"


def time_at(number: int) -> bytes:
    return DateTime.at(START_NS + number * seconds_to_ns(PERIOD_S), deviation=-60).encode()


COLUMNS: tuple[Column[int], ...] = (
    Column(1, "0-0:96.10.1.255", UNSIGNED, lambda number: 0),
    Column(8, "0-0:1.0.0.255", OCTET_STRING, time_at),
    Column(3, "1-0:1.8.0.255", DOUBLE_LONG_UNSIGNED, lambda number: 1000 + number),
)


class ToldBy:
    """Answers what it was made with, whatever is asked."""

    capture_objects = Server(COLUMNS, lambda association: []).capture_objects

    def __init__(self, *rows: Data) -> None:
        self.told = rows

    def select(self, association: object, selection: SelectiveAccess) -> Data:
        return array(*self.told)


class Dut:
    """An association with a device that holds the rows of some numbers."""

    def __init__(self, numbers: Sequence[int], refused: Sequence[int | None] = ()) -> None:
        self.numbers = list(numbers)
        self.refused = refused
        """Selectors that are refused; None: reading the whole."""

        self.server: Any = Server(COLUMNS, lambda association: self.numbers)
        self.link = SimpleNamespace(exchange=SimpleNamespace(now=0))
        self.sort_method = 1
        self.asked: list[SelectiveAccess | None] = []
        self.sort_object = COLUMNS[1].definition
        self.clock = time_at(max(numbers, default=0))
        self.attributes: dict[int, Data] = {}
        self.takes = (True, True)
        """Bounds with a deviation, and without."""

    def read_permitted(self, attribute: AttributeDescriptor) -> Data:
        if attribute[0] == 8:
            return OCTET_STRING(self.clock)
        assert attribute[:2] == (7, LOAD_PROFILE)
        known: dict[int, Data] = {
            3: self.server.capture_objects,
            4: DOUBLE_LONG_UNSIGNED(PERIOD_S),
            5: ENUM(self.sort_method),
            6: self.sort_object,
            7: DOUBLE_LONG_UNSIGNED(len(self.numbers)),
            8: DOUBLE_LONG_UNSIGNED(5000),
        }
        return (known | self.attributes)[attribute[2]]

    def try_read(self, attribute: AttributeDescriptor, selection: SelectiveAccess | None = None) -> Any:
        assert attribute == (7, LOAD_PROFILE, 2)
        self.asked.append(selection)
        refusal = GetResponseNormal(0, DataAccessResult.OTHER_REASON)
        selector = selection.access_selector if selection else None
        if selector in self.refused:
            return refusal
        if selection is None:
            return self.server.rows(self.numbers, COLUMNS)
        if selector == 1:
            deviation = DateTime.decode(selection.access_parameters[1].value).deviation
            if not self.takes[deviation == UNSPECIFIED_DEVIATION]:
                return refusal
        try:
            return self.server.select(None, selection)
        except AccessRefused:
            return refusal

    def ensure_open(self) -> None: ...


def profile_of(dut: Dut) -> Profile:
    association: Any = dut
    return Profile(association, LOAD_PROFILE)


def numbers(rows: Sequence[Any]) -> list[int]:
    return [row[2].value - 1000 for row in rows]


def test_a_sample_is_what_was_captured_last() -> None:
    dut = Dut(range(10))
    assert numbers(profile_of(dut).sample(3)) == [7, 8, 9]
    assert numbers(profile_of(Dut(range(2))).sample(3)) == [0, 1]
    dut.sort_method, dut.numbers = 2, dut.numbers[::-1]
    assert numbers(profile_of(dut).sample(3)) == [9, 8, 7]


def test_where_rows_are_not_served_by_number_the_buffer_is_read_if_it_is_short() -> None:
    dut = Dut(range(LARGEST_BUFFER), refused=[2, 1])
    assert numbers(profile_of(dut).sample(2)) == [LARGEST_BUFFER - 2, LARGEST_BUFFER - 1]
    dut = Dut(range(LARGEST_BUFFER + 1), refused=[2])
    assert numbers(profile_of(dut).sample(2)) == [LARGEST_BUFFER - 1, LARGEST_BUFFER]
    assert None not in dut.asked


@pytest.mark.parametrize("takes", [(True, False), (False, True)])
def test_a_long_buffer_is_asked_for_by_the_clock_with_the_bounds_that_the_dut_takes(takes: tuple[bool, bool]) -> None:
    dut = Dut(range(LARGEST_BUFFER + 1), refused=[2, None])
    dut.takes = takes
    assert numbers(profile_of(dut).timed_sample(3)) == [LARGEST_BUFFER - 2, LARGEST_BUFFER - 1, LARGEST_BUFFER]


def test_without_any_access_nothing_is_decided() -> None:
    profile = profile_of(Dut(range(LARGEST_BUFFER + 1), refused=[1, 2]))
    with pytest.raises(Inconclusive, match=r"serves no range of times: get-response-normal other-reason"):
        profile.sample(1)
    with pytest.raises(Inconclusive, match="is empty"):
        profile_of(Dut([])).sample(1)
    with pytest.raises(Inconclusive, match="does not serve this selection"):
        profile.rows(profile.entries(1, 1))


def test_selections_say_which_columns_come() -> None:
    profile = profile_of(Dut(range(10)))
    assert numbers(profile.rows(profile.entries(2, 4))) == [1, 2, 3]
    for selection, columns in (
        (profile.entries(1, 0), (1, 2, 3)),
        (profile.entries(1, 0, 2, 3), (2, 3)),
        (profile.entries(1, 0, 3, 9), (3,)),
        (profile.between(OCTET_STRING(time_at(2)), OCTET_STRING(time_at(3))), (1, 2, 3)),
        (profile.between(OCTET_STRING(time_at(2)), OCTET_STRING(time_at(3)), [3]), (3,)),
    ):
        assert selection.columns == columns
        assert {len(row) for row in profile.rows(selection)} == {len(columns)}


def test_a_null_clock_goes_on_by_the_period_wherever_the_column_stands() -> None:
    dut = Dut(range(3))
    full = profile_of(dut).rows(profile_of(dut).entries(1, 0, 2, 3))
    first, *others = ([row[0], row[1]] for row in full)
    dut.server = ToldBy(structure(*first), *(structure(NULL_DATA(), cell) for _, cell in others))
    assert profile_of(dut).rows(profile_of(dut).entries(1, 0, 2, 3)) == full


def test_the_clock_column_is_the_sort_object_if_there_are_several() -> None:
    dut = Dut(range(3))
    second = replace(COLUMNS[1], instance_id=SECOND_CLOCK)
    dut.server = Server((*COLUMNS, second), lambda association: dut.numbers)
    assert profile_of(dut).clock_columns == [2, 4]
    assert profile_of(dut).clock_column == 2
    dut.sort_object = second.definition
    assert profile_of(dut).clock_column == 4
    dut.server = Server(COLUMNS[:1], lambda association: dut.numbers)
    with pytest.raises(Inconclusive, match="captures no time"):
        _ = profile_of(dut).clock_column


@pytest.mark.parametrize("count", range(1, 14))
def test_inner_bounds_leave_rows_outside(count: int) -> None:
    profile = profile_of(Dut(range(count)))
    for rows in (profile.sample(count), profile.sample(count)[::-1]):
        start, end = profile.inner_bounds(rows)
        inside = profile.within(rows, start, end)
        assert start.value <= end.value
        assert 1 <= len(inside) <= max(3, count - 2)
        assert sorted(numbers(inside + profile.outside(rows, start, end))) == list(range(count))


def test_a_profile_of_other_types_decides_nothing() -> None:
    dut = Dut(range(3))
    dut.attributes[7] = UNSIGNED(3)
    with pytest.raises(
        Inconclusive, match=r"1-0:99\.1\.0\.255: entries_in_use: unsigned 3, wanted double-long-unsigned"
    ):
        profile_of(dut)


def test_what_fails_while_nothing_changes_is_a_failure() -> None:
    profile = profile_of(Dut(range(3)))
    with pytest.raises(AssertionError), profile.undisturbed():
        raise AssertionError
    with pytest.raises(ProtocolViolation), profile.undisturbed():
        raise ProtocolViolation("this", "that")


@pytest.mark.parametrize("now", [range(4), range(1, 4), range(0)])
@pytest.mark.parametrize("failure", [AssertionError("found 1"), ProtocolViolation("found 1", "that")])
def test_what_fails_after_a_capture_decides_nothing(now: range, failure: Exception) -> None:
    dut = Dut(range(3))
    profile = profile_of(dut)
    dut.numbers = list(now)
    with pytest.raises(Inconclusive, match=r"captured meanwhile: .*found 1"), profile.undisturbed():
        raise failure


def test_silence_is_no_capture() -> None:
    dut = Dut(range(3))
    profile = profile_of(dut)
    dut.numbers = []
    with pytest.raises(NoAnswer), profile.undisturbed():
        raise NoAnswer("silence", "an answer")


def test_an_answer_that_begins_with_null_may_be_right() -> None:
    dut = Dut(range(3))
    profile = profile_of(dut)
    dut.server = ToldBy(structure(NULL_DATA(), NULL_DATA(), DOUBLE_LONG_UNSIGNED(1)))
    profile.rows(profile.entries(1, 1))
    profile._has_changed = lambda: False  # type: ignore[method-assign]
    with pytest.raises(Inconclusive, match="begins with null-data"), profile.undisturbed():
        raise AssertionError


def profile_with(deviations: dict[int, int], *, count: int = 40, is_lifo: bool = False) -> tuple[Profile, Dut]:
    """A profile in which some rows were captured while the clock had another deviation than 60 minutes."""

    def time(number: int) -> bytes:
        deviation = deviations.get(number, -60)
        if deviation == UNSPECIFIED_DEVIATION:
            return replace(DateTime.decode(time_at(number)), deviation=deviation).encode()
        return DateTime.at(START_NS + number * seconds_to_ns(PERIOD_S), deviation=deviation).encode()

    columns = (COLUMNS[0], replace(COLUMNS[1], value=time), COLUMNS[2])
    dut = Dut(range(count))
    dut.server = Server(columns, lambda association: dut.numbers)
    if is_lifo:
        dut.sort_method, dut.numbers = 2, dut.numbers[::-1]
    return profile_of(dut), dut


@pytest.mark.parametrize("is_lifo", [False, True])
def test_rows_at_one_deviation_are_taken_from_before_what_a_clock_case_left(is_lifo: bool) -> None:
    profile, _ = profile_with({36: 0, 37: 0, 38: 120}, is_lifo=is_lifo)
    order = -1 if is_lifo else 1
    assert numbers(profile.timed_sample(5)) == [31, 32, 33, 34, 35][::order]
    assert numbers(profile.timed_sample(1)) == [39]
    assert numbers(profile.dated_sample(5)) == [35, 36, 37, 38, 39][::order]


def test_where_every_stretch_is_too_short_the_reason_names_what_may_have_left_it() -> None:
    profile, _ = profile_with(dict.fromkeys(range(0, 40, 3), 0))
    with pytest.raises(Inconclusive, match=r"every 5 of the last 40 rows; cases that set the clock, of an earlier run"):
        profile.timed_sample(5)


def test_rows_of_several_deviations_need_bounds_with_one() -> None:
    profile, dut = profile_with({38: 0})
    rows = profile.dated_sample(5)
    bounds = profile.time(rows[0]), profile.time(rows[-1])
    assert profile.form_of_bounds_of(rows, *bounds)(bounds[0]) is bounds[0]
    dut.takes = (False, True)
    assert profile.form_of_bounds_of(rows[-1:], *bounds)(bounds[0]) != bounds[0]
    with pytest.raises(Inconclusive, match="bounds may have none; cases that set the clock"):
        profile.form_of_bounds_of(rows, *bounds)


def test_rows_with_a_deviation_beside_rows_without_are_no_moments() -> None:
    profile, _ = profile_with({38: UNSPECIFIED_DEVIATION})
    assert numbers(profile.timed_sample(5)) == [33, 34, 35, 36, 37]
    with pytest.raises(Inconclusive, match="some of the last 5 rows have a deviation, and some have none"):
        profile.dated_sample(5)
