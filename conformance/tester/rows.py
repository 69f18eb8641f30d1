"""Rows of a profile as a case compares them: cells told by null-data are filled in (IEC 62056-6-2, class 7).

A cell that is null-data repeats the one above it; a clock's is the one above
moved on by the capture period. What a server leaves out in one answer and tells
in another is thus the same row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conformance.clock import NANOSECONDS
from conformance.dlms.data_types import ARRAY, COMPACT_ARRAY, DATE_TIME, NULL_DATA, OCTET_STRING, STRUCTURE, Data
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, DateTime
from conformance.dlms.interface_classes import INTERFACE_CLASSES
from conformance.errors import ProtocolViolation

DATE_TIME_OCTETS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one entry, in the order of their columns."""

    cells: tuple[Data, ...]

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, number: int) -> Data:
        return self.cells[number]

    def of(self, columns: Sequence[int]) -> "Row":
        """The same row with some of its columns alone, numbered from 1."""
        return Row(tuple(self.cells[number - 1] for number in columns))

    @property
    def label(self) -> str:
        return " | ".join(str(time_of(cell)) if is_time(cell) else cell.label for cell in self.cells) or "no cells"


def rows_of(buffer: Data, *, clocks: Sequence[int] = (), step_s: int = 0) -> list[Row]:
    """The rows of a buffer; `clocks` are the cells (from 0) that a null-data moves on by `step_s`.

    Null-data in the first row stays what it is: there is nothing above it.
    """
    if buffer.type.tag not in (ARRAY, COMPACT_ARRAY):
        raise ProtocolViolation(buffer.type.name, "array or compact-array", field="buffer")
    rows: list[Row] = []
    for number, entry in enumerate(buffer):
        if entry.type.tag != STRUCTURE:
            raise ProtocolViolation(entry.type.name, "structure", field=f"buffer[{number}]")
        cells = list(entry)
        above = rows[-1].cells if rows else ()
        for at, (cell, known) in enumerate(zip(cells, above, strict=False)):
            if cell.type is NULL_DATA:
                cells[at] = moved(known, step_s) if at in clocks and is_time(known) else known
        rows.append(Row(tuple(cells)))
    return rows


def begins_with_null(rows: Sequence[Row]) -> bool:
    """True if a cell of the first row is null-data, which may repeat a row that was not asked for, or mean no value."""
    return bool(rows) and any(cell.type is NULL_DATA for cell in rows[0].cells)


def is_time(cell: Data) -> bool:
    """True if a cell shows a date-time that names a moment."""
    if cell.type is not DATE_TIME and (cell.type is not OCTET_STRING or len(cell) != DATE_TIME_OCTETS):
        return False
    try:
        moment_ns(DateTime.decode(cell.value))
    except (ValueError, OverflowError):
        return False
    return True


def time_of(cell: Data) -> DateTime:
    return DateTime.decode(cell.value)


def moment_ns(shown: DateTime, *, is_local: bool = False) -> int:
    """Nanoseconds since 1970: UTC, or local time if the deviation is not specified or not to be looked at."""
    is_unspecified = shown.deviation == UNSPECIFIED_DEVIATION
    known = replace(
        shown,
        deviation=0 if is_local or is_unspecified else shown.deviation,
        second=0 if shown.second == UNSPECIFIED else shown.second,
    )
    return known.utc_ns()


def moved(cell: Data, by_s: int = 0, *, deviation: int | None = None) -> Data:
    """A cell that shows so many seconds more, or the same moment at another deviation; the unspecified stays so."""
    shown = time_of(cell)
    is_unspecified = shown.deviation == UNSPECIFIED_DEVIATION
    chosen = (0 if is_unspecified else shown.deviation) if deviation is None else deviation
    then = DateTime.at(moment_ns(shown) + by_s * NANOSECONDS, deviation=chosen, clock_status=shown.clock_status)
    if is_unspecified:
        then.deviation = UNSPECIFIED_DEVIATION
    for name in ("day_of_week", "second", "hundredths"):
        if getattr(shown, name) == UNSPECIFIED:
            setattr(then, name, UNSPECIFIED)
    return Data(cell.type, then.encode())


def in_local_time(cell: Data) -> Data:
    """The time of a cell without its deviation."""
    return Data(cell.type, replace(time_of(cell), deviation=UNSPECIFIED_DEVIATION).encode())


def fits(cell: Data, definition: Data) -> bool:
    """True if a cell may stand in the column of a capture object.

    Null-data may stand anywhere; what an unknown class, a part of an attribute or all attributes look like is free.
    """
    class_id, _, number, data_index = definition.value
    if cell.type is NULL_DATA or data_index or number <= 0:
        return True
    versions = [known for (known_id, _), known in INTERFACE_CLASSES.items() if known_id == class_id]
    attributes = [attribute for known in versions if (attribute := known.attribute(number))]
    return not versions or any(not attribute.check(cell) for attribute in attributes)
