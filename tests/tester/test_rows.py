"""Rows of a profile: what null-data stands for, times, and which cells fit which capture objects."""

from dataclasses import replace

import pytest

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    BOOLEAN,
    DATE_TIME,
    DOUBLE_LONG_UNSIGNED,
    INTEGER,
    LONG_UNSIGNED,
    NULL_DATA,
    OCTET_STRING,
    STRUCTURE,
    UNSIGNED,
    Data,
    array,
    compact_array,
    composite_type,
    structure,
)
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, DateTime
from conformance.errors import ProtocolViolation
from conformance.tester.rows import (
    Row,
    begins_with_null,
    fits,
    in_local_time,
    is_time,
    moment_ns,
    moved,
    rows_of,
    time_of,
)

NOON = DateTime(2026, 7, 1, 3, 12, 0, 0, 0, -60, 0)


def at(minute: int, **changes: int) -> Data:
    return OCTET_STRING(replace(NOON, minute=minute, **changes).encode())


def test_null_repeats_the_cell_above_and_moves_a_clock_on() -> None:
    buffer = array(
        structure(at(0), UNSIGNED(1), DOUBLE_LONG_UNSIGNED(5)),
        structure(NULL_DATA(), NULL_DATA(), DOUBLE_LONG_UNSIGNED(6)),
        structure(NULL_DATA(), UNSIGNED(2), NULL_DATA()),
    )
    assert rows_of(buffer, clocks=[0], step_s=900) == [
        Row((at(0), UNSIGNED(1), DOUBLE_LONG_UNSIGNED(5))),
        Row((at(15), UNSIGNED(1), DOUBLE_LONG_UNSIGNED(6))),
        Row((at(30), UNSIGNED(2), DOUBLE_LONG_UNSIGNED(6))),
    ]
    backwards = rows_of(buffer, clocks=[0], step_s=-900)
    assert [time_of(row[0]).minute for row in backwards] == [0, 45, 30]
    assert [row[0] for row in rows_of(buffer)] == [at(0)] * 3


def test_null_in_the_first_row_stays_and_is_told() -> None:
    rows = rows_of(array(structure(at(0), NULL_DATA()), structure(at(15), NULL_DATA())), clocks=[0], step_s=900)
    assert [row[1] for row in rows] == [NULL_DATA()] * 2
    assert begins_with_null(rows)
    assert not begins_with_null(rows_of(array(structure(at(0)), structure(NULL_DATA()))))
    assert not begins_with_null([])


def test_a_compact_array_has_the_same_rows() -> None:
    kind = composite_type(STRUCTURE, [OCTET_STRING, UNSIGNED])
    compact = compact_array(kind, [[at(0).value, 1], [at(15).value, 2]])
    assert rows_of(compact) == rows_of(array(structure(at(0), UNSIGNED(1)), structure(at(15), UNSIGNED(2))))


@pytest.mark.parametrize("buffer", [NULL_DATA(), structure(), array(UNSIGNED(1)), array(structure(), array())])
def test_what_is_no_buffer_is_a_violation(buffer: Data) -> None:
    with pytest.raises(ProtocolViolation, match="buffer"):
        rows_of(buffer)


def test_rows_of_unequal_length_are_kept() -> None:
    rows = rows_of(array(structure(UNSIGNED(1)), structure(NULL_DATA(), NULL_DATA()), structure()))
    assert [row.cells for row in rows] == [(UNSIGNED(1),), (UNSIGNED(1), NULL_DATA()), ()]


def test_columns_of_a_row_and_what_a_report_says() -> None:
    row = Row((at(0), UNSIGNED(7), DOUBLE_LONG_UNSIGNED(5)))
    assert row.of([3, 1]).cells == (DOUBLE_LONG_UNSIGNED(5), at(0))
    assert row.label == "2026-07-01 12:00:00, deviation -60 min, status 00 | unsigned 7 | double-long-unsigned 5"
    assert Row(()).label == "no cells"


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        (at(0), True),
        (DATE_TIME(NOON.encode()), True),
        (at(0, second=UNSPECIFIED, hundredths=UNSPECIFIED, deviation=UNSPECIFIED_DEVIATION), True),
        (at(0, month=13), False),
        (at(0, month=UNSPECIFIED), False),
        (at(0, year=0), False),
        (OCTET_STRING(NOON.encode()[:11]), False),
        (OCTET_STRING(b""), False),
        (UNSIGNED(1), False),
        (NULL_DATA(), False),
    ],
)
def test_times(cell: Data, is_one: bool) -> None:
    assert is_time(cell) is is_one


def test_moments_are_utc_unless_the_deviation_is_not_looked_at() -> None:
    hour_ns = 3600 * 10**9
    noon = moment_ns(replace(NOON, deviation=0))
    assert moment_ns(NOON) == noon - hour_ns
    assert moment_ns(NOON, is_local=True) == noon
    assert moment_ns(replace(NOON, deviation=UNSPECIFIED_DEVIATION)) == noon


def test_moving_keeps_what_is_unspecified() -> None:
    bare = at(59, day_of_week=UNSPECIFIED, hundredths=UNSPECIFIED, deviation=UNSPECIFIED_DEVIATION)
    assert moved(bare, 120) == at(
        1, hour=13, day_of_week=UNSPECIFIED, hundredths=UNSPECIFIED, deviation=UNSPECIFIED_DEVIATION
    )
    assert moved(at(0), deviation=300) == at(0, hour=6, deviation=300)
    assert moved(DATE_TIME(NOON.encode()), 60) == DATE_TIME(replace(NOON, minute=1).encode())
    assert in_local_time(at(0)) == at(0, deviation=UNSPECIFIED_DEVIATION)


def definition(class_id: int, number: int, data_index: int = 0) -> Data:
    name = OCTET_STRING(ObisCode("1-0:1.8.0.255"))
    return structure(LONG_UNSIGNED(class_id), name, INTEGER(number), LONG_UNSIGNED(data_index))


@pytest.mark.parametrize(
    ("cell", "column", "fitting"),
    [
        (at(0), definition(8, 2), True),
        (DATE_TIME(NOON.encode()), definition(8, 2), True),
        (at(0, month=13), definition(8, 2), False),
        (DOUBLE_LONG_UNSIGNED(1), definition(8, 2), False),
        (DOUBLE_LONG_UNSIGNED(1), definition(3, 2), True),
        (structure(), definition(3, 2), False),
        (DOUBLE_LONG_UNSIGNED(1), definition(3, 9), False),
        (NULL_DATA(), definition(8, 2), True),
        (BOOLEAN(True), definition(8, 2, data_index=1), True),
        (structure(), definition(3, 0), True),
        (BOOLEAN(True), definition(8192, 2), True),
    ],
)
def test_cells_fit_the_attributes_of_known_classes(cell: Data, column: Data, fitting: bool) -> None:
    assert fits(cell, column) is fitting
