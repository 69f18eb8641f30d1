"""Profile generic (class 7) of a golden server: columns over entries, read whole or in part (IEC 62056-6-2).

A row is made when it is read: an entry is whatever the device keeps about a
capture, and a column says what to make of it. Selector 1 is
`range_descriptor`, selector 2 `entry_descriptor`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    ARRAY,
    DATE_TIME,
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    OCTET_STRING,
    STRUCTURE,
    Data,
    DataType,
    array,
    composite_type,
    structure,
)
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, DateTime
from conformance.dlms.get import DataAccessResult
from conformance.dlms.interface_classes.profile_generic import PROFILE_GENERIC
from conformance.dlms.interface_classes.register import NUMBERS
from conformance.errors import ProtocolViolation
from golden_units.cosem.object_model import AccessRefused, Instance, Point, constant

if TYPE_CHECKING:
    from conformance.dlms.service import SelectiveAccess
    from golden_units.cosem.association_server import AssociationServer

BY_RANGE, BY_ENTRY = 1, 2
"""Selectors."""

CLOCK_CLASS = 8

FIFO = 1
"""sort_method: the oldest row comes first, and is the first to go."""

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Column(Generic[Entry]):
    """One capture object, and what stands in its cells."""

    class_id: int
    instance_id: str
    type: DataType
    value: Callable[[Entry], Any]
    attribute_id: int = 2
    data_index: int = 0

    @property
    def definition(self) -> Data:
        """capture_object_definition."""
        return structure(
            LONG_UNSIGNED(self.class_id),
            OCTET_STRING(ObisCode(self.instance_id)),
            INTEGER(self.attribute_id),
            LONG_UNSIGNED(self.data_index),
        )

    @property
    def is_time(self) -> bool:
        return self.class_id == CLOCK_CLASS


@dataclass(frozen=True, slots=True)
class Profile(Generic[Entry]):
    """The buffer of a profile: entries are asked for anew whenever it is read."""

    columns: tuple[Column[Entry], ...]
    entries: Callable[[AssociationServer], Sequence[Entry]]

    @property
    def capture_objects(self) -> Data:
        return array(*(column.definition for column in self.columns))

    @property
    def point(self) -> Point:
        """The attribute buffer."""
        return Point(lambda association: self.rows(self.entries(association), self.columns), select=self.select)

    def entries_in_use(self, association: AssociationServer) -> Data:
        return DOUBLE_LONG_UNSIGNED(len(self.entries(association)))

    def rows(self, entries: Sequence[Entry], columns: Sequence[Column[Entry]]) -> Data:
        row = composite_type(STRUCTURE, [column.type for column in columns])
        cells = [column.value for column in columns]
        values = [[cell(entry) for cell in cells] for entry in entries]
        return Data(composite_type(ARRAY, [row] * len(values)), values)

    def select(self, association: AssociationServer, selection: SelectiveAccess) -> Data:
        selectors = {BY_RANGE: self.by_range, BY_ENTRY: self.by_entry}
        chosen = selectors.get(selection.access_selector)
        if chosen is None:
            raise AccessRefused(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED)
        return chosen(self.entries(association), selection.access_parameters)

    # Selector 1: rows in which the restricting object is within two values, both included.

    def by_range(self, entries: Sequence[Entry], parameters: Data) -> Data:
        definition, first, last, selected = members(parameters, 4)
        restricting = self.column(definition)
        columns = self.selected(selected)
        return self.rows(self.entries_within(entries, restricting, first, last), columns)

    def entries_within(
        self, entries: Sequence[Entry], restricting: Column[Entry], first: Data, last: Data
    ) -> Sequence[Entry]:
        is_within = within(restricting, first, last)
        return [entry for entry in entries if is_within(entry)]

    def selected(self, definitions: Data) -> Sequence[Column[Entry]]:
        """The columns in an array of capture object definitions; all if it is empty."""
        if definitions.type.tag != ARRAY:
            raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
        return [self.column(definition) for definition in definitions] or self.columns

    def column(self, definition: Data) -> Column[Entry]:
        members(definition, 4)
        for column in self.columns:
            if column.definition == definition:
                return column
        raise AccessRefused(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED)

    # Selector 2: entries and columns by number from 1; 0 as the last one is the highest possible.

    def by_entry(self, entries: Sequence[Entry], parameters: Data) -> Data:
        numbers = members(parameters, 4)
        if [number.type for number in numbers] != [DOUBLE_LONG_UNSIGNED] * 2 + [LONG_UNSIGNED] * 2:
            raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
        from_entry, to_entry, from_column, to_column = (number.value for number in numbers)
        columns = self.columns_numbered(from_column, to_column)
        if not columns:
            raise AccessRefused(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED)
        return self.rows(self.entries_numbered(entries, from_entry, to_entry), columns)

    def entries_numbered(self, entries: Sequence[Entry], first: int, last: int) -> Sequence[Entry]:
        return numbered(entries, first, last)

    def columns_numbered(self, first: int, last: int) -> Sequence[Column[Entry]]:
        return numbered(self.columns, first, last)


def profile_generic(
    instance_id: str,
    profile: Profile[Any],
    reset: Callable[[int], None],
    *,
    capture_period: int,
    profile_entries: int,
) -> Instance:
    """The object around a buffer, sorted by its first column; `reset` is told the moment at which it is to empty it."""

    def invoke_reset(association: AssociationServer, parameters: Data | None) -> ActionResult:
        reset(association.now)
        return ActionResult.SUCCESS

    attributes = {
        2: profile.point,
        3: constant(profile.capture_objects),
        4: constant(DOUBLE_LONG_UNSIGNED(capture_period)),
        5: constant(ENUM(FIFO)),
        6: constant(profile.columns[0].definition),
        7: Point(profile.entries_in_use),
        8: constant(DOUBLE_LONG_UNSIGNED(profile_entries)),
    }
    return Instance(PROFILE_GENERIC, ObisCode(instance_id), attributes, {1: invoke_reset})


T = TypeVar("T")


def numbered(items: Sequence[T], first: int, last: int) -> Sequence[T]:
    """Items from one number to another, both included; none if the last is before the first."""
    if first == 0:
        raise AccessRefused(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED)
    return items[first - 1 : last or len(items)]


def members(data: Data, count: int) -> list[Data]:
    """The members of a structure of so many."""
    if data.type.tag != STRUCTURE or len(data) != count:
        raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
    return list(data)


def within(column: Column[Entry], first: Data, last: Data) -> Callable[[Entry], bool]:
    """Whether the cell of an entry lies between two values, both included."""
    if column.is_time:
        not_before, not_after = time_order(first), time_order(last)
        return lambda entry: not_before(column.value(entry)) >= 0 >= not_after(column.value(entry))
    if column.type not in NUMBERS or not {first.type, last.type} <= set(NUMBERS):
        raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
    return lambda entry: bool(first.value <= column.value(entry) <= last.value)


def time_order(bound: Data) -> Callable[[bytes], int]:
    """How far a date-time is behind a bound; one without deviation is local time, as the meter shows it."""
    if bound.type not in (OCTET_STRING, DATE_TIME):
        raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
    try:
        date_time = DateTime.decode(bound.value)
        is_local = date_time.deviation == UNSPECIFIED_DEVIATION
        if date_time.second == UNSPECIFIED:
            date_time.second = 0
        bound_ns = moment(date_time, is_local=is_local)
    except (ProtocolViolation, ValueError, OverflowError):
        raise AccessRefused(DataAccessResult.OTHER_REASON) from None
    return lambda octets: shown_ns(octets, is_local=is_local) - bound_ns


@functools.lru_cache(maxsize=8192)  # of thousands of rows that are compared again and again
def shown_ns(octets: bytes, *, is_local: bool) -> int:
    return moment(DateTime.decode(octets), is_local=is_local)


def moment(date_time: DateTime, *, is_local: bool) -> int:
    return (replace(date_time, deviation=0) if is_local else date_time).utc_ns()
