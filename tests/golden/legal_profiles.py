"""Golden meters that use the freedom which the standards leave to profiles."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from conformance.clock import seconds_to_ns
from conformance.dlms.data_types import (
    DATE_TIME,
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    NULL_DATA,
    STRUCTURE,
    Data,
    array,
    compact_array,
    composite_type,
    structure,
)
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION, ClockStatus, DateTime
from conformance.dlms.get import DataAccessResult
from conformance.dlms.service import SelectiveAccess
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import AccessRefused, Instance, Point, constant, replaced
from golden_units.cosem.profile import BY_ENTRY, BY_RANGE, Column, Profile
from golden_units.electricity_meter import ElectricityMeter, MeterSettings, event_log, load_profile
from golden_units.electricity_meter.captures import CLOCK_ADJUSTED, PERIOD_S, Captures
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState

LOAD_PROFILE, EVENT_LOG = "1-0:99.1.0.255", "0-0:99.98.0.255"
LIFO, LARGEST = 2, 3
SETTINGS = MeterSettings()
HOUR_NS = seconds_to_ns(3600)

Columns = tuple[Column[Any], ...]
Entries = Sequence[Any]


def as_it_is(value: Any) -> Any:
    return value


def meter(
    kind: type[Profile[Any]] = Profile,
    *,
    column: Callable[[Column[Any]], Column[Any]] = as_it_is,
    choose: Callable[[Entries], Entries] = as_it_is,
    attributes: dict[int, Data] | None = None,
    state: type[MeterState] = MeterState,
    **settings: Any,
) -> Callable[[], ElectricityMeter]:
    """Meters whose load profile and event log are of some kind, with other columns or attributes."""

    def model(state: MeterState) -> list[Instance]:
        instances = objects(state)
        for name, columns, entries in (
            (LOAD_PROFILE, load_profile.columns(state), lambda asking: choose(state.captures.latest(asking.now))),
            (EVENT_LOG, event_log.COLUMNS, lambda asking: state.log),
        ):
            profile = kind(tuple(map(column, columns)), entries)
            instances = replaced(instances, name, 2, profile.point)
            instances = replaced(instances, name, 7, Point(profile.entries_in_use))
        for number, data in (attributes or {}).items():
            instances = replaced(instances, LOAD_PROFILE, number, constant(data))
        return instances

    return lambda: ElectricityMeter(MeterSettings(**settings), model=model, state=state)


# How rows are told.


class OfCompactArrays(Profile[Any]):
    def rows(self, entries: Entries, columns: Sequence[Column[Any]]) -> Data:
        row = composite_type(STRUCTURE, [column.type for column in columns])
        return compact_array(row, super().rows(entries, columns).value)


class Compressing(Profile[Any]):
    """Writes null-data for what repeats the row above, and for times that go on regularly."""

    seconds = PERIOD_S

    def rows(self, entries: Entries, columns: Sequence[Column[Any]]) -> Data:
        told: list[Data] = []
        above: list[Data] | None = None
        for row in super().rows(entries, columns):
            cells = list(row)
            known = self.before(cells) if above is None else above
            told.append(structure(*map(self.told, cells, known)))
            above = cells
        return array(*told)

    def before(self, first: list[Data]) -> list[Data]:
        """What stands above the first row: nothing that it could repeat."""
        return [NULL_DATA()] * len(first)

    def told(self, cell: Data, above: Data) -> Data:
        is_time = isinstance(above.value, bytes)
        return NULL_DATA() if cell.value == (later(above.value, self.seconds) if is_time else above.value) else cell


class CompressingBackwards(Compressing):
    seconds = -PERIOD_S


class CompressingTheFirst(Compressing):
    """Leaves out of the first row of an answer what the row before it told, which nobody asked for."""

    def before(self, first: list[Data]) -> list[Data]:
        return first


def later(time: bytes, seconds: int) -> bytes:
    shown = DateTime.decode(time)
    then_ns = shown.utc_ns() + seconds_to_ns(seconds)
    return DateTime.at(then_ns, deviation=shown.deviation, clock_status=shown.clock_status).encode()


class WithoutStatus(Profile[Any]):
    """Has no value for what is of class 1."""

    def rows(self, entries: Entries, columns: Sequence[Column[Any]]) -> Data:
        plain = super().rows(entries, columns)
        return array(
            *(
                structure(
                    *(NULL_DATA() if column.class_id == 1 else cell for cell, column in zip(row, columns, strict=True))
                )
                for row in plain
            )
        )


class OfNullData(Profile[Any]):
    """Has no value for anything."""

    def rows(self, entries: Entries, columns: Sequence[Column[Any]]) -> Data:
        return array(*(structure(*[NULL_DATA()] * len(columns)) for _ in entries))


class WithoutSelections(Profile[Any]):
    """Is read as a whole, or not at all."""

    def select(self, association: AssociationServer, selection: SelectiveAccess) -> Data:
        raise AccessRefused(DataAccessResult.OTHER_REASON)


def typed(column: Column[Any]) -> Column[Any]:
    return replace(column, type=DATE_TIME) if column.is_time else column


def in_local_time(column: Column[Any]) -> Column[Any]:
    def shown(entry: Any) -> bytes:
        return replace(DateTime.decode(column.value(entry)), deviation=UNSPECIFIED_DEVIATION).encode()

    return replace(column, value=shown) if column.is_time else column


def of_summer(column: Column[Any]) -> Column[Any]:
    """Daylight saving ended an hour ago, at -120 minutes; the clock shows it no more."""

    def shown(entry: Any) -> bytes:
        then = DateTime.decode(column.value(entry))
        is_summer = then.utc_ns() < SETTINGS.start_time_ns - HOUR_NS
        return (
            DateTime.at(then.utc_ns(), deviation=-60, clock_status=0).encode()
            if not is_summer
            else (DateTime.at(then.utc_ns(), deviation=-120, clock_status=ClockStatus.DAYLIGHT_SAVING_ACTIVE).encode())
        )

    return replace(column, value=shown) if column.is_time else column


# How many rows there are, and when they come.


def newest_first(entries: Entries) -> Entries:
    return entries[::-1]


def latest(count: int) -> Callable[[Entries], Entries]:
    return lambda entries: entries[len(entries) - count :]


class CapturingNow:
    """A row comes every so many times that somebody looks."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.looks = 0

    def __call__(self, entries: Entries) -> Entries:
        self.looks += 1
        return entries[max(0, len(entries) - 1000) + self.looks // self.times :][:500]


class SetBack(MeterState):
    """Six hours ago the clock was set back by three."""

    def __init__(self, settings: MeterSettings) -> None:
        super().__init__(settings)
        since = self.in_service_since_ns - settings.start_time_ns
        self.captures = Captures(since, self.local_ns(0) + 3 * HOUR_NS)
        self.captures.disturb(-6 * HOUR_NS, self.local_ns(0), CLOCK_ADJUSTED)


# What is served.


class Choosy(Profile[Any]):
    """Serves some selections only."""

    selectors: tuple[int, ...] = (BY_RANGE, BY_ENTRY)

    def serves(self, deviation: int) -> bool:
        return True

    def select(self, association: AssociationServer, selection: SelectiveAccess) -> Data:
        if selection.access_selector not in self.selectors:
            raise AccessRefused(DataAccessResult.OTHER_REASON)
        return super().select(association, selection)

    def entries_within(self, entries: Entries, restricting: Column[Any], first: Data, last: Data) -> Entries:
        chosen = super().entries_within(entries, restricting, first, last)
        if not self.serves(DateTime.decode(first.value).deviation):
            raise AccessRefused(DataAccessResult.OTHER_REASON)
        return chosen


class ByEntryAlone(Choosy):
    selectors = (BY_ENTRY,)


class ByRangeAlone(Choosy):
    selectors = (BY_RANGE,)


class WithDeviation(Choosy):
    def serves(self, deviation: int) -> bool:
        return deviation != UNSPECIFIED_DEVIATION


class WithoutDeviation(Choosy):
    def serves(self, deviation: int) -> bool:
        return deviation == UNSPECIFIED_DEVIATION


class ByRangeWithDeviation(WithDeviation):
    selectors = (BY_RANGE,)


class ByRangeWithoutDeviation(WithoutDeviation):
    selectors = (BY_RANGE,)


class Strict(Profile[Any]):
    """Refuses what there is not: numbers beyond the last, and ranges without a row."""

    def entries_numbered(self, entries: Entries, first: int, last: int) -> Entries:
        if not first <= (last or len(entries)) <= len(entries):
            raise AccessRefused(DataAccessResult.OTHER_REASON)
        return super().entries_numbered(entries, first, last)

    def entries_within(self, entries: Entries, restricting: Column[Any], first: Data, last: Data) -> Entries:
        chosen = super().entries_within(entries, restricting, first, last)
        if not chosen:
            raise AccessRefused(DataAccessResult.OTHER_REASON)
        return chosen


class Lenient(Profile[Any]):
    """Takes numbers of other types, and structures that end too soon."""

    def by_entry(self, entries: Entries, parameters: Data) -> Data:
        numbers = [member.value for member in parameters] if parameters.is_composite else []
        usual = [1, 1, 1, 0]
        first, last, from_column, to_column = numbers + usual[len(numbers) :]
        columns = self.columns_numbered(from_column, to_column)
        return self.rows(self.entries_numbered(entries, first, last), columns)


LEGAL_PROFILES: dict[str, Callable[[], ElectricityMeter]] = {
    "compact-array": meter(OfCompactArrays),
    "null-compressed": meter(Compressing),
    "null-compressed, newest first": meter(CompressingBackwards, choose=newest_first, attributes={5: ENUM(LIFO)}),
    "null in the first row": meter(CompressingTheFirst),
    "status without value": meter(WithoutStatus),
    "times as date-time": meter(column=typed),
    "times without deviation": meter(column=in_local_time),
    "Central European Time": meter(deviation=-60),
    "end of daylight saving": meter(column=of_summer),
    "newest first": meter(choose=newest_first, attributes={5: ENUM(LIFO)}),
    "sorted": meter(choose=newest_first, attributes={5: ENUM(LARGEST)}),
    "empty": meter(choose=latest(0)),
    "one row": meter(choose=latest(1)),
    "three rows": meter(choose=latest(3)),
    "1,000 rows": meter(choose=latest(1000)),
    "1,001 rows": meter(choose=latest(1001)),
    "captures by event": meter(attributes={4: DOUBLE_LONG_UNSIGNED(0)}),
    "clock set back": meter(state=SetBack),
    "only by entry": meter(ByEntryAlone),
    "only by range": meter(ByRangeAlone),
    "only by range with deviation": meter(ByRangeWithDeviation),
    "only by range in local time": meter(ByRangeWithoutDeviation),
    "ranges with deviation": meter(WithDeviation),
    "ranges in local time": meter(WithoutDeviation),
    "three rows, only by range": meter(ByRangeAlone, choose=latest(3)),
    "strict": meter(Strict),
    "lenient": meter(Lenient),
}

UNTELLING = {
    "selections refused": (meter(WithoutSelections, choose=latest(20)), ("011", "012", "015")),
    "null-data alone": (meter(OfNullData), ("002", "004")),
}
"""Meters that show too little for some cases to judge, with the numbers of these."""

CAPTURING = {
    f"captures at every look but {times - 1}": lambda times=times: meter(choose=CapturingNow(times))()
    for times in (1, 2, 5, 17)
}
"""Meters that capture while a case runs."""
