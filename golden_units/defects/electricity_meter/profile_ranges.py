"""Faults in bringing rows by a range of times."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from conformance.dlms.data_types import Data, structure
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION, DateTime
from golden_units.cosem.profile import Column, Profile
from golden_units.defects.base import Defect
from golden_units.defects.electricity_meter.profiles import Entries, built_of

DAY_OCTETS = 4
"""Of a date-time: year, month, day."""


class IgnoresTheRestrictingObject(Profile[Any]):
    """Takes every range for one of times."""

    def by_range(self, entries: Entries, parameters: Data) -> Data:
        time = next(column for column in self.columns if column.is_time)
        return super().by_range(entries, structure(time.definition, *list(parameters)[1:]))


class OfRanges(Profile[Any]):
    """Alters which entries of a range come, by the place of the first and the one behind the last."""

    def entries_within(self, entries: Entries, restricting: Column[Any], first: Data, last: Data) -> Entries:
        chosen = super().entries_within(entries, restricting, first, last)
        if not chosen:
            return self.none_within(entries, restricting, first, last)
        begin = entries.index(chosen[0])
        return self.cut(entries, begin, begin + len(chosen))

    def none_within(self, entries: Entries, restricting: Column[Any], first: Data, last: Data) -> Entries:
        return []

    def cut(self, entries: Entries, begin: int, end: int) -> Entries:
        return entries[begin:end]


class LeavesTheLastOfARangeOut(OfRanges):
    def cut(self, entries: Entries, begin: int, end: int) -> Entries:
        return entries[begin : end - 1]


class LeavesTheFirstOfARangeOut(OfRanges):
    def cut(self, entries: Entries, begin: int, end: int) -> Entries:
        return entries[begin + 1 : end]


class BeginsOneRowTooSoon(OfRanges):
    """Takes the time of a row for the begin of its period, and brings the one that was under way."""

    def cut(self, entries: Entries, begin: int, end: int) -> Entries:
        return entries[max(0, begin - 1) : end]


class BringsTheNearest(OfRanges):
    """Has a row for every range."""

    def none_within(self, entries: Entries, restricting: Column[Any], first: Data, last: Data) -> Entries:
        return entries[-1:]


class TurnsRangesRound(OfRanges):
    """Swaps bounds that go backwards."""

    def none_within(self, entries: Entries, restricting: Column[Any], first: Data, last: Data) -> Entries:
        return super(OfRanges, self).entries_within(entries, restricting, last, first)


def with_bounds(change: Callable[[Data], Data]) -> type[Profile[Any]]:
    """Reads something else out of the bounds than what they say."""

    class Misreads(Profile[Any]):
        def entries_within(self, entries: Entries, restricting: Column[Any], first: Data, last: Data) -> Entries:
            return super().entries_within(entries, restricting, change(first), change(last))

    return Misreads


def without_deviation(bound: Data) -> Data:
    return Data(bound.type, replace(DateTime.decode(bound.value), deviation=UNSPECIFIED_DEVIATION).encode())


class ComparesOctets(Profile[Any]):
    """Compares times as strings of octets."""

    compared: int | None = None

    def entries_within(self, entries: Entries, restricting: Column[Any], first: Data, last: Data) -> Entries:
        super().entries_within([], restricting, first, last)
        begin, end = first.value[: self.compared], last.value[: self.compared]
        return [entry for entry in entries if begin <= restricting.value(entry)[: self.compared] <= end]


class LooksAtDates(ComparesOctets):
    compared = DAY_OCTETS


class BringsAllColumnsOfARange(Profile[Any]):
    def selected(self, definitions: Data) -> Sequence[Column[Any]]:
        super().selected(definitions)
        return self.columns


class TakesNoColumnForNone(Profile[Any]):
    """Brings the time alone if no column is selected."""

    def selected(self, definitions: Data) -> Sequence[Column[Any]]:
        return super().selected(definitions) if len(definitions) else self.columns[:1]


DEFECTS = (
    Defect(
        "range-without-the-last",
        "DLMS-PROFILE-RANGE",
        "The row at the end of a range is left out.",
        model=built_of(LeavesTheLastOfARangeOut),
    ),
    Defect(
        "range-without-the-first",
        "DLMS-PROFILE-RANGE",
        "The row at the begin of a range is left out.",
        model=built_of(LeavesTheFirstOfARangeOut),
    ),
    Defect(
        "range-begins-too-soon",
        "DLMS-PROFILE-RANGE",
        "A range begins with the row before it.",
        model=built_of(BeginsOneRowTooSoon),
    ),
    Defect(
        "range-of-whole-days",
        "DLMS-PROFILE-RANGE",
        "Of the bounds of a range the dates alone are looked at, its rows are those of the days.",
        model=built_of(LooksAtDates),
    ),
    Defect(
        "range-ignores-deviation",
        "DLMS-PROFILE-RANGE",
        "The deviation of the bounds of a range is not looked at.",
        model=built_of(with_bounds(without_deviation)),
    ),
    Defect(
        "range-compares-octets",
        "DLMS-PROFILE-RANGE",
        "Times are compared with the bounds of a range octet by octet.",
        model=built_of(ComparesOctets),
    ),
    Defect(
        "range-brings-the-nearest",
        "DLMS-PROFILE-RANGE",
        "A range in which there is no row brings the newest.",
        model=built_of(BringsTheNearest),
    ),
    Defect(
        "range-turned-round",
        "DLMS-PROFILE-RANGE",
        "The bounds of a range that go backwards are swapped.",
        model=built_of(TurnsRangesRound),
    ),
    Defect(
        "range-with-all-columns",
        "DLMS-PROFILE-RANGE",
        "A range comes with all columns, whichever are selected.",
        model=built_of(BringsAllColumnsOfARange),
    ),
    Defect(
        "range-without-columns",
        "DLMS-PROFILE-RANGE",
        "A range for which no column is selected brings the time alone.",
        model=built_of(TakesNoColumnForNone),
    ),
    Defect(
        "range-ignores-restricting-object",
        "DLMS-PROFILE-RANGE",
        "A range of something that the profile does not capture is served as if it were one of times.",
        model=built_of(IgnoresTheRestrictingObject),
    ),
)
