"""A profile of the DUT (class 7): what it says about itself, and rows of it, selected by entry or by range.

A meter captures while it is tested, every quarter of an hour or at any event.
So a comparison of two answers stands inside `undisturbed`, which turns a
failure into INCONCLUSIVE if rows have come or gone since the profile was read.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from conformance.dlms.apdu import summary
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import DOUBLE_LONG_UNSIGNED, LONG_UNSIGNED, Data, array, structure
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.interface_classes.profile_generic import BY_ENTRY, BY_RANGE, PROFILE_GENERIC
from conformance.dlms.service import SelectiveAccess
from conformance.errors import NoAnswer, ProtocolViolation
from conformance.reason_codes import SPECIFICATION_UNCLEAR
from conformance.steps import Inconclusive
from conformance.tester.association import Association
from conformance.tester.dut_clock import DutClock
from conformance.tester.rows import Row, begins_with_null, in_local_time, is_time, moment_ns, moved, rows_of, time_of

LARGEST_BUFFER = 1000
"""Rows of a buffer that is still read as a whole."""

FARTHER_BACK = 8
"""So many times the rows that a case wants are looked through for some without disturbance."""

FIFO, LIFO = 1, 2
"""sort_method: the oldest row first, or the newest."""

CLOCK_CLASS, TIME = 8, 2

LOAD_PROFILE, EVENT_LOG = ObisCode("1-0:99.1.0.255"), ObisCode("0-0:99.98.0.255")


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of a buffer: how it is asked for, and which columns come, numbered from 1."""

    access: SelectiveAccess | None
    columns: tuple[int, ...]


def as_shown(cell: Data) -> Data:
    return cell


class Profile:
    """One profile over an association."""

    largest_buffer = LARGEST_BUFFER

    def __init__(self, association: Association, name: ObisCode) -> None:
        """Read what the profile says about itself; INCONCLUSIVE where that may not be read, or is of other types."""
        self.association = association
        self.name = name
        self.columns: list[Data] = list(self._read(3))
        """capture_object_definitions."""

        self.capture_period_s: int = self._read(4).value
        self.sort_method: int = self._read(5).value
        self.entries_in_use: int = self._read(7).value
        self.profile_entries: int = self._read(8).value
        self._is_ambiguous = False
        self._last_row = self._read_last_row()

    def attribute(self, number: int) -> AttributeDescriptor:
        return AttributeDescriptor(PROFILE_GENERIC.class_id, self.name, number)

    def _read(self, number: int) -> Data:
        known = PROFILE_GENERIC.attribute(number)
        data = self.association.read_permitted(self.attribute(number))
        if known is not None and (faults := known.check(data)):
            raise Inconclusive("malformed-profile", f"{self.name}: {faults[0]}")
        return data

    @property
    def clock_columns(self) -> list[int]:
        """Columns that show the time of the clock, numbered from 1."""
        return [
            number
            for number, definition in enumerate(self.columns, start=1)
            if (definition[0].value, definition[2].value) == (CLOCK_CLASS, TIME)
        ]

    @property
    def clock_column(self) -> int:
        """The column by whose time rows are asked for: the sort_object if that is a clock, else the first clock."""
        clocks = self.clock_columns
        if not clocks:
            raise Inconclusive("no-clock-column", f"{self.name} captures no time of a clock")
        if len(clocks) == 1:
            return clocks[0]
        sort_object = self._read(6)
        return next((number for number in clocks if self.columns[number - 1] == sort_object), clocks[0])

    def captured(self, number: int) -> AttributeDescriptor:
        """What a column captures, numbered from 1."""
        class_id, name, attribute_id, _ = self.columns[number - 1].value
        return AttributeDescriptor(class_id, name, attribute_id)

    # Selections.

    @property
    def everything(self) -> Selection:
        return Selection(None, tuple(range(1, len(self.columns) + 1)))

    def entries(self, first: int, last: int, from_column: int = 1, to_column: int = 0) -> Selection:
        """Rows and columns by number from 1; 0 as the last one stands for the highest there is."""
        parameters = structure(
            DOUBLE_LONG_UNSIGNED(first),
            DOUBLE_LONG_UNSIGNED(last),
            LONG_UNSIGNED(from_column),
            LONG_UNSIGNED(to_column),
        )
        columns = range(from_column, min(to_column or len(self.columns), len(self.columns)) + 1)
        return Selection(SelectiveAccess(BY_ENTRY, parameters), tuple(columns))

    def between(
        self, start: Data, end: Data, columns: Sequence[int] = (), *, restricting: Data | None = None
    ) -> Selection:
        """Rows whose time is within two bounds, both included; of all columns, or of some by number from 1.

        `restricting` names something else than the time.
        """
        definitions = array(*(self.columns[number - 1] for number in columns))
        parameters = structure(restricting or self.columns[self.clock_column - 1], start, end, definitions)
        return Selection(SelectiveAccess(BY_RANGE, parameters), tuple(columns) or self.everything.columns)

    def request(self, access: SelectiveAccess | None) -> GetRequestNormal:
        """The GET of the buffer, for cases that send it themselves."""
        invoke = self.association.next_invoke_id()
        return GetRequestNormal(invoke, *self.attribute(2), access_selection=access)

    # Rows.

    def try_rows(self, selection: Selection) -> list[Row] | str:
        """The rows that come, or in words what refused them."""
        answer = self.association.try_read(self.attribute(2), selection.access)
        if not isinstance(answer, Data):
            return summary(answer)
        step_s = self.capture_period_s * (-1 if self.sort_method == LIFO else 1)
        clocks = [at for at, number in enumerate(selection.columns) if number in self.clock_columns]
        rows = rows_of(answer, clocks=clocks, step_s=step_s)
        self._is_ambiguous |= begins_with_null(rows)
        return rows

    def rows(self, selection: Selection) -> list[Row]:
        """The rows that come; a refusal ends the case INCONCLUSIVE, as no profile has to serve every selection."""
        rows = self.try_rows(selection)
        if isinstance(rows, str):
            raise Inconclusive("no-access", f"{self.name} does not serve this selection: {rows}")
        return rows

    def served_rows(self, selection: Selection) -> list[Row]:
        """The rows that come; none if they are refused, where that is right too."""
        rows = self.try_rows(selection)
        return [] if isinstance(rows, str) else rows

    def sample(self, count: int) -> list[Row]:
        """So many of the rows captured last (fewer if there are fewer), by whichever way the DUT serves.

        If the profile is sorted by a value, those at its end.
        """
        in_use = self.entries_in_use
        if not in_use:
            raise Inconclusive("no-rows", f"{self.name} is empty")
        is_lifo = self.sort_method == LIFO
        first = 1 if is_lifo else max(1, in_use - count + 1)
        rows = self.try_rows(self.entries(first, min(first + count - 1, in_use)))
        if isinstance(rows, str) and in_use <= LARGEST_BUFFER:
            rows = self.try_rows(self.everything)
        if isinstance(rows, str):
            rows = self._rows_until_now(count)
        return rows[:count] if is_lifo else rows[-count:]

    def _rows_until_now(self, count: int) -> list[Row]:
        """The rows that the clock says have been captured of late, by range."""
        if not self.capture_period_s:
            raise Inconclusive("no-access", f"{self.name} is not served by entry, and captures at no fixed period")
        reading = DutClock(self.association).read()
        now = Data(reading.type, reading.date_time.encode())
        start = moved(now, -count * self.capture_period_s)
        form = self.form_of_bounds(start, now)
        return self.rows(self.between(form(start), form(now)))

    def form_of_bounds(self, start: Data, end: Data) -> Callable[[Data], Data]:
        """What to make of the times of rows so that the DUT takes them as bounds: nothing, or local time.

        Some servers refuse bounds with a deviation, and some refuse those without.
        """
        refusals = []
        for form in (as_shown, in_local_time):
            rows = self.try_rows(self.between(form(start), form(end)))
            if not isinstance(rows, str):
                return form
            refusals.append(rows)
        raise Inconclusive("no-access", f"{self.name} serves no range of times: {', '.join(refusals)}")

    def need_selections(self) -> None:
        """INCONCLUSIVE unless the last row comes by its number, or the newest one by its time.

        Where no selection at all is served, the refusal of one says nothing.
        """
        if isinstance(self.try_rows(self.entries(self.entries_in_use, 0)), str):
            newest = self.time(self.timed_sample(1)[-1])
            self.form_of_bounds(newest, newest)

    def timed_sample(self, count: int) -> list[Row]:
        """Rows that all show a moment, at one deviation: an hour that comes twice would decide nothing.

        They are those captured last, or where the deviation changes in between the latest before or after that: the
        traces of a set clock or of daylight saving stay in a profile for long.
        """
        if len(self._deviations(rows := self._sample_with_times(count))) == 1:
            return rows
        more = self._sample_with_times(count * FARTHER_BACK)
        stretches = [list(rows) for _, rows in itertools.groupby(more, self._deviation)]
        if stretch := next((rows for rows in self._latest_first(stretches) if len(rows) >= count), []):
            return stretch[:count] if self.sort_method == LIFO else stretch[-count:]
        raise self._disturbed(f"the deviation changes within every {count} of the last {len(more)} rows")

    def dated_sample(self, count: int) -> list[Row]:
        """The rows captured last, which all show a moment, at whatever deviation."""
        rows = self._sample_with_times(count)
        deviations = self._deviations(rows)
        if len(deviations) > 1 and UNSPECIFIED_DEVIATION in deviations:
            raise self._disturbed(f"some of the last {len(rows)} rows have a deviation, and some have none")
        return rows

    def _sample_with_times(self, count: int) -> list[Row]:
        rows, column = self.sample(count), self.clock_column
        if not rows or not all(len(row) >= column and is_time(row[column - 1]) for row in rows):
            raise Inconclusive("no-times", f"{self.name} has no rows, or rows without a time")
        return rows

    def form_of_bounds_of(self, rows: Sequence[Row], start: Data, end: Data) -> Callable[[Data], Data]:
        """The same for rows of several deviations, whose local times would not tell moments; INCONCLUSIVE then."""
        form = self.form_of_bounds(start, end)
        if len(self._deviations(rows)) > 1 and form is not as_shown:
            raise self._disturbed(f"the deviation changes within the last {len(rows)} rows, and bounds may have none")
        return form

    def _deviations(self, rows: Sequence[Row]) -> set[int]:
        return {self._deviation(row) for row in rows}

    def _deviation(self, row: Row) -> int:
        return time_of(self.time(row)).deviation

    def _latest_first(self, stretches: list[list[Row]]) -> list[list[Row]]:
        return stretches if self.sort_method == LIFO else stretches[::-1]

    def _disturbed(self, what: str) -> Inconclusive:
        why = "cases that set the clock, of an earlier run too, may have left such rows, and so may daylight saving"
        return Inconclusive("deviation-changes", f"{self.name}: {what}; {why}")

    def time(self, row: Row) -> Data:
        """The cell by which the row is found in a range."""
        return row[self.clock_column - 1]

    def inner_bounds(self, rows: Sequence[Row]) -> tuple[Data, Data]:
        """Times of two rows from the middle of a sample, the earlier first; they may be one row."""
        margin = (len(rows) - 1) // 3
        times = (self.time(rows[margin]), self.time(rows[-1 - margin]))
        first, last = sorted(times, key=lambda cell: moment_ns(time_of(cell)))
        return first, last

    def within(self, rows: Sequence[Row], start: Data, end: Data, *, is_local: bool = False) -> list[Row]:
        """Those of some rows, with all their columns, whose time is within two bounds."""
        first, last = (moment_ns(time_of(bound), is_local=is_local) for bound in (start, end))
        column = self.clock_column - 1
        return [
            row
            for row in rows
            if len(row) > column and is_time(row[column])
            if first <= moment_ns(time_of(row[column]), is_local=is_local) <= last
        ]

    def outside(self, rows: Sequence[Row], start: Data, end: Data, *, is_local: bool = False) -> list[Row]:
        """The others of them."""
        inside = self.within(rows, start, end, is_local=is_local)
        return [row for row in rows if row not in inside]

    # Captures in between.

    def _read_last_row(self) -> list[Row] | None:
        try:
            return self.sample(1)
        except Inconclusive:
            return None

    @contextlib.contextmanager
    def undisturbed(self) -> Iterator[None]:
        """What fails inside decides nothing if the profile has changed since it was read.

        Nor if an answer began with null-data, which may stand for a row that was not asked for.
        """
        try:
            yield
        except NoAnswer:
            raise
        except (AssertionError, ProtocolViolation) as failure:
            if self._has_changed():
                raise Inconclusive("captured", f"a row was captured meanwhile: {failure}") from failure
            if self._is_ambiguous and isinstance(failure, AssertionError):
                text = f"an answer begins with null-data, be it no value or that of a row before: {failure}"
                raise Inconclusive(SPECIFICATION_UNCLEAR, text) from failure
            raise

    def _has_changed(self) -> bool:
        """True if there are more rows or fewer, or the newest is another: a capture does one or the other."""
        try:
            self.association.ensure_open()
            return self._read(7).value != self.entries_in_use or self._read_last_row() != self._last_row
        except (ProtocolViolation, Inconclusive):
            return False
