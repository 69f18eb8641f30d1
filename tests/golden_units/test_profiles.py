"""Rows of the load profile, and selective access to them."""

from dataclasses import replace

import pytest

from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data import decode_data, encode_data
from conformance.dlms.data_types import (
    DATE_TIME,
    DOUBLE_LONG_UNSIGNED,
    INTEGER,
    LONG_UNSIGNED,
    NULL_DATA,
    OCTET_STRING,
    UNSIGNED,
    Data,
    array,
    structure,
)
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, DateTime
from conformance.dlms.get import DataAccessResult
from conformance.dlms.service import SelectiveAccess
from golden_units.cosem.object_model import AccessRefused
from golden_units.electricity_meter import MeterSettings
from golden_units.electricity_meter.settings import START_OF_2026_NS
from tests.golden_units.reader import Reader

LOAD_PROFILE = "1-0:99.1.0.255"
HALF_HOUR_S = 1800
ROWS = 90 * 48


class ProfileReader(Reader):
    """Reads the load profile."""

    def of_profile(self, number: int) -> Data:
        return self.read(number, LOAD_PROFILE, 7)

    def select(self, selector: int, parameters: Data, name: str = LOAD_PROFILE) -> Data:
        select = self.association.device.points[7, ObisCode(name), 2].select
        assert select is not None
        return select(self.association, SelectiveAccess(selector, parameters))

    def by_range(self, first: Data, last: Data, *columns: Data, restricting: Data | None = None) -> Data:
        return self.select(1, structure(restricting or TIME, first, last, array(*columns)))

    def by_entry(self, *numbers: int) -> Data:
        return self.select(2, entries(*numbers))


def column(class_id: int, name: str, attribute_id: int = 2, data_index: int = 0) -> Data:
    return structure(
        LONG_UNSIGNED(class_id), OCTET_STRING(ObisCode(name)), INTEGER(attribute_id), LONG_UNSIGNED(data_index)
    )


def entries(*numbers: int) -> Data:
    types = (DOUBLE_LONG_UNSIGNED, DOUBLE_LONG_UNSIGNED, LONG_UNSIGNED, LONG_UNSIGNED)
    return structure(*(kind(number) for kind, number in zip(types, numbers, strict=True)))


TIME, STATUS = column(8, "0-0:1.0.0.255"), column(1, "0-0:96.10.1.255")
IMPORTED, EXPORTED = column(3, "1-0:1.8.0.255"), column(3, "1-0:2.8.0.255")


def at(seconds: int, **changes: int) -> Data:
    return OCTET_STRING(replace(DateTime.at(START_OF_2026_NS + seconds_to_ns(seconds)), **changes).encode())


def times(rows: Data) -> list[int]:
    """Seconds from the start of the run to each row."""
    return [(DateTime.decode(row[0].value).utc_ns() - START_OF_2026_NS) // NANOSECONDS for row in rows]


def statuses(rows: Data) -> list[int]:
    return [row[1].value for row in rows]


def test_buffer_holds_ninety_days_of_half_hours() -> None:
    reader = ProfileReader()
    rows = reader.of_profile(2)
    assert times(rows) == [HALF_HOUR_S * number for number in range(1 - ROWS, 1)]
    assert len(rows) == reader.of_profile(7).value == reader.of_profile(8).value == ROWS
    assert list(reader.of_profile(3)) == [TIME, STATUS, IMPORTED, EXPORTED]
    assert reader.of_profile(4).value == HALF_HOUR_S
    assert reader.of_profile(6) == TIME
    assert decode_data(encode_data(rows)) == rows


def test_rows_hold_what_the_registers_showed() -> None:
    reader = ProfileReader()
    shown: list[list[int]] = []
    for half_hour in range(48):
        reader.seconds = half_hour * HALF_HOUR_S
        shown.append([reader.read(2, f"1-0:{group}.8.0.255", 3).value for group in (1, 2)])
    reader.seconds += HALF_HOUR_S - 1
    rows = reader.by_entry(ROWS - 47, 0, 3, 4)
    assert rows.value == shown
    assert shown == sorted(shown)


def test_half_hours_are_those_of_local_time() -> None:
    """In Nepal they begin at the quarters of UTC."""
    reader = ProfileReader(MeterSettings(deviation=-345))
    shown = [DateTime.decode(row[0].value) for row in reader.by_entry(ROWS - 1, 0, 1, 1)]
    assert [(known.hour, known.minute, known.deviation) for known in shown] == [(5, 0, -345), (5, 30, -345)]
    assert times(reader.by_entry(ROWS, 0, 1, 1)) == [-900]


def test_a_row_is_added_at_the_half_hour() -> None:
    reader = ProfileReader()
    reader.seconds = HALF_HOUR_S - 1
    assert times(reader.by_entry(ROWS, 0, 1, 1)) == [0]
    reader.seconds = HALF_HOUR_S
    assert times(reader.by_entry(ROWS - 1, 0, 1, 1)) == [0, HALF_HOUR_S]


def test_a_meter_that_is_new_has_few_rows() -> None:
    reader = ProfileReader(MeterSettings(in_service_days=1))
    assert len(reader.of_profile(2)) == reader.of_profile(7).value == 48


def test_clock_that_is_set_back_captures_the_same_half_hours_again() -> None:
    reader = ProfileReader()
    reader.seconds = 2 * HALF_HOUR_S + 600
    reader.meter.state.set_clock(START_OF_2026_NS + seconds_to_ns(HALF_HOUR_S - 60), reader.association.now)
    reader.seconds += 120
    rows = reader.by_entry(ROWS - 2, 0, 1, 0)
    assert times(rows) == [HALF_HOUR_S, 2 * HALF_HOUR_S, HALF_HOUR_S]
    assert statuses(rows) == [0, 0, 0x20]
    assert rows[2][2].value > rows[1][2].value, "energy is counted on"


def test_clock_that_is_set_forward_leaves_a_gap() -> None:
    reader = ProfileReader()
    reader.seconds = 60
    reader.meter.state.set_clock(START_OF_2026_NS + seconds_to_ns(10 * HALF_HOUR_S), reader.association.now)
    reader.seconds += 2 * HALF_HOUR_S
    rows = reader.by_entry(ROWS - 2, 0, 1, 2)
    assert times(rows) == [0, 11 * HALF_HOUR_S, 12 * HALF_HOUR_S]
    assert statuses(rows) == [0, 0x20, 0]


def test_what_happens_twice_between_two_rows_is_in_the_status_of_the_next() -> None:
    reader = ProfileReader()
    reader.seconds = 60
    reader.meter.state.set_clock(START_OF_2026_NS + seconds_to_ns(40 * HALF_HOUR_S), reader.association.now)
    reader.seconds = 120
    reader.meter.control("power_cycle", reader.association.now)
    reader.seconds = 180
    reader.meter.state.set_clock(START_OF_2026_NS + seconds_to_ns(180), reader.association.now)
    reader.seconds = 2 * HALF_HOUR_S
    rows = reader.by_entry(ROWS - 2, 0, 1, 2)
    assert times(rows) == [0, HALF_HOUR_S, 2 * HALF_HOUR_S]
    assert statuses(rows) == [0, 0xA0, 0]
    assert len(reader.of_profile(2)) == ROWS


def test_clock_that_is_set_a_hundred_thousand_times_is_forgotten() -> None:
    reader = ProfileReader()
    captures = reader.meter.state.captures
    for number in range(100_000):
        captures.disturb(number * HALF_HOUR_S * NANOSECONDS, START_OF_2026_NS, 0x20)
    assert len(captures._stretches) <= ROWS + 1
    assert len(captures.latest(100_000 * HALF_HOUR_S * NANOSECONDS)) == ROWS


def test_reset_empties_the_buffer() -> None:
    reader = ProfileReader()
    reader.seconds = 60
    reader.act(1, LOAD_PROFILE, 7, INTEGER(0))
    assert reader.of_profile(2).value == []
    assert reader.of_profile(7).value == 0
    assert reader.by_entry(1, 0, 1, 0).value == []
    reader.seconds = HALF_HOUR_S
    assert times(reader.of_profile(2)) == [HALF_HOUR_S]


@pytest.mark.parametrize("kind", [OCTET_STRING, DATE_TIME])
@pytest.mark.parametrize(
    "changes", [{}, {"deviation": UNSPECIFIED_DEVIATION}, {"hundredths": UNSPECIFIED, "second": UNSPECIFIED}]
)
def test_range_includes_both_ends(kind: object, changes: dict[str, int]) -> None:
    first, last = (Data(kind, at(-number * HALF_HOUR_S, **changes).value) for number in (5, 2))  # type: ignore[arg-type]
    assert times(ProfileReader().by_range(first, last)) == [-number * HALF_HOUR_S for number in (5, 4, 3, 2)]


def test_range_between_two_rows_is_empty() -> None:
    assert ProfileReader().by_range(at(-1700), at(-100)).value == []


def test_reversed_range_is_empty() -> None:
    assert ProfileReader().by_range(at(0), at(-7200)).value == []


def test_deviation_of_a_range_counts() -> None:
    """A range in Central European Time names the same moments as one in UTC; without deviation it is local time."""
    reader = ProfileReader(MeterSettings(deviation=-60))
    utc = reader.by_range(at(-3600), at(0))
    local = DateTime.at(START_OF_2026_NS, deviation=-60)
    first = DateTime.at(START_OF_2026_NS - seconds_to_ns(3600), deviation=-60)
    assert (first.hour, local.hour) == (0, 1)
    bounds = [replace(known, deviation=UNSPECIFIED_DEVIATION) for known in (first, local)]
    assert reader.by_range(*(OCTET_STRING(known.encode()) for known in bounds)) == utc
    assert len(utc) == 3


def test_range_of_some_columns_in_the_order_asked_for() -> None:
    rows = ProfileReader().by_range(at(0), at(0), EXPORTED, TIME)
    assert rows.value == [[2_628_000, at(0).value]]


def test_range_of_a_number() -> None:
    reader = ProfileReader()
    last = reader.by_entry(ROWS - 1, 0, 3, 3)
    (least,), (most,) = last.value
    rows = reader.by_range(DOUBLE_LONG_UNSIGNED(least), DOUBLE_LONG_UNSIGNED(most), IMPORTED, restricting=IMPORTED)
    assert rows == last


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((1, 2, 1, 1), [1 - ROWS, 2 - ROWS]),
        ((ROWS, ROWS, 1, 0), [0]),
        ((ROWS - 1, 0, 1, 2), [-1, 0]),
        ((ROWS - 1, ROWS + 100, 1, 9), [-1, 0]),
        ((ROWS + 1, 0, 1, 0), []),
        ((5, 4, 1, 0), []),
    ],
)
def test_entries_by_number(numbers: tuple[int, ...], expected: list[int]) -> None:
    rows = ProfileReader().by_entry(*numbers)
    assert times(rows) == [HALF_HOUR_S * number for number in expected]


def test_columns_by_number() -> None:
    rows = ProfileReader().by_entry(ROWS, 0, 2, 3)
    assert rows.value == [[0, 21_024_000]]


def test_selection_of_the_event_log() -> None:
    reader = ProfileReader()
    reader.seconds = 10
    reader.meter.state.switch(0, reader.association.now)
    rows = reader.select(1, structure(TIME, at(10), at(10), array()), "0-0:99.98.0.255")
    assert [row[1].value for row in rows] == [60]


TYPE, SCOPE, OTHER = (
    DataAccessResult.TYPE_UNMATCHED,
    DataAccessResult.SCOPE_OF_ACCESS_VIOLATED,
    DataAccessResult.OTHER_REASON,
)


@pytest.mark.parametrize(
    ("selector", "parameters", "reason"),
    [
        (0, NULL_DATA(), SCOPE),
        (3, entries(1, 0, 1, 0), SCOPE),
        (1, NULL_DATA(), TYPE),
        (1, entries(1, 0, 1, 0), TYPE),
        (1, structure(TIME, at(0), at(0)), TYPE),
        (1, structure(NULL_DATA(), at(0), at(0), array()), TYPE),
        (1, structure(column(8, "0-0:1.0.1.255"), at(0), at(0), array()), SCOPE),
        (1, structure(column(8, "0-0:1.0.0.255", 3), at(0), at(0), array()), SCOPE),
        (1, structure(TIME, at(0), at(0), array(column(3, "1-0:1.8.1.255"))), SCOPE),
        (1, structure(TIME, at(0), at(0), NULL_DATA()), TYPE),
        (1, structure(TIME, DOUBLE_LONG_UNSIGNED(0), at(0), array()), TYPE),
        (1, structure(TIME, at(0), NULL_DATA(), array()), TYPE),
        (1, structure(TIME, OCTET_STRING(bytes(11)), at(0), array()), OTHER),
        (1, structure(TIME, at(0), OCTET_STRING(bytes(12)), array()), OTHER),
        (1, structure(TIME, at(0), at(0, month=UNSPECIFIED), array()), OTHER),
        (1, structure(IMPORTED, at(0), at(0), array()), TYPE),
        (2, NULL_DATA(), TYPE),
        (2, structure(*([UNSIGNED(1)] * 4)), TYPE),
        (2, entries(0, 0, 1, 0), SCOPE),
        (2, entries(1, 0, 0, 0), SCOPE),
        (2, entries(1, 0, 5, 0), SCOPE),
    ],
)
def test_selection_at_fault_is_refused(selector: int, parameters: Data, reason: DataAccessResult) -> None:
    with pytest.raises(AccessRefused) as refused:
        ProfileReader().select(selector, parameters)
    assert refused.value.result is reason
