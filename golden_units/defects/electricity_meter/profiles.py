"""Faults of profiles: how many rows, in which order, with which cells, and by which numbers."""

from collections.abc import Sequence
from typing import Any

from conformance.dlms.data_types import DOUBLE_LONG_UNSIGNED, Data, array
from golden_units.cosem.object_model import Instance, replaced
from golden_units.cosem.profile import Column, Profile
from golden_units.defects.base import Defect
from golden_units.defects.models import Model, rewritten
from golden_units.electricity_meter import event_log, load_profile
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState

LOAD_PROFILE, EVENT_LOG = "1-0:99.1.0.255", "0-0:99.98.0.255"

Entries = Sequence[Any]


def built_of(kind: type[Profile[Any]]) -> Model:
    """A model whose load profile and event log are of a faulty kind."""

    def model(state: MeterState) -> list[Instance]:
        rows = kind(load_profile.columns(state), lambda association: state.captures.latest(association.now))
        log = kind(event_log.COLUMNS, lambda association: state.log)
        return replaced(replaced(objects(state), LOAD_PROFILE, 2, rows.point), EVENT_LOG, 2, log.point)

    return model


class NewestFirst(Profile[Any]):
    """Hands out its ring buffer from the newest row backwards."""

    def rows(self, entries: Entries, columns: Sequence[Column[Any]]) -> Data:
        return super().rows(entries[::-1], columns)


class LacksAColumn(Profile[Any]):
    """Captures one object less than it says."""

    def rows(self, entries: Entries, columns: Sequence[Column[Any]]) -> Data:
        return super().rows(entries, columns[:-1] or columns)


class NumbersFromZero(Profile[Any]):
    def entries_numbered(self, entries: Entries, first: int, last: int) -> Entries:
        return entries[first : last + 1 if last else len(entries)]


class TakesZeroLiterally(Profile[Any]):
    def entries_numbered(self, entries: Entries, first: int, last: int) -> Entries:
        return entries[first - 1 : last]


class LeavesTheLastEntryOut(Profile[Any]):
    def entries_numbered(self, entries: Entries, first: int, last: int) -> Entries:
        return entries[first - 1 : last - 1 if last else len(entries)]


class CountsFromTheFirst(Profile[Any]):
    """Takes to_entry for the number of rows."""

    def entries_numbered(self, entries: Entries, first: int, last: int) -> Entries:
        return entries[first - 1 : first - 1 + last if last else len(entries)]


class GoesRoundTheRing(Profile[Any]):
    """Goes on with the oldest row behind the newest."""

    def entries_numbered(self, entries: Entries, first: int, last: int) -> Entries:
        if first <= len(entries) or not entries:
            return super().entries_numbered(entries, first, last)
        return [entries[(first - 1) % len(entries)]]


class TurnsEntriesRound(Profile[Any]):
    """Swaps numbers that go backwards."""

    def entries_numbered(self, entries: Entries, first: int, last: int) -> Entries:
        return super().entries_numbered(entries, min(first, last or first), max(first, last) if last else 0)


class BringsAllColumnsByEntry(Profile[Any]):
    def columns_numbered(self, first: int, last: int) -> Sequence[Column[Any]]:
        return self.columns


class CountsColumnsFromTheFirst(Profile[Any]):
    """Takes to_selected_value for the number of columns."""

    def columns_numbered(self, first: int, last: int) -> Sequence[Column[Any]]:
        return self.columns[first - 1 : first - 1 + last if last else len(self.columns)]


DEFECTS = (
    Defect(
        "profile-newest-first",
        "DLMS-PROFILE-ORDER",
        "The newest row comes first, although sort_method is FIFO.",
        model=built_of(NewestFirst),
    ),
    Defect(
        "profile-period-in-minutes",
        "DLMS-PROFILE-ORDER",
        "capture_period counts minutes instead of seconds.",
        model=rewritten(LOAD_PROFILE, 4, lambda period: DOUBLE_LONG_UNSIGNED(period.value // 60)),
    ),
    Defect(
        "profile-lacks-a-column",
        "DLMS-OBJECT-PROFILE",
        "Rows lack the cell of the last capture object.",
        model=built_of(LacksAColumn),
    ),
    Defect(
        "profile-columns-in-another-order",
        "DLMS-OBJECT-PROFILE",
        "The cells of the load profile stand in another order than the capture objects.",
        model=rewritten(LOAD_PROFILE, 3, lambda objects: array(*list(objects)[::-1])),
    ),
    Defect(
        "profile-counts-all-captures",
        "DLMS-OBJECT-PROFILE",
        "entries_in_use counts all captures there have been, and not the rows that are left.",
        model=rewritten(LOAD_PROFILE, 7, lambda entries: DOUBLE_LONG_UNSIGNED(entries.value * 8)),
    ),
    Defect(
        "profile-counts-one-too-few",
        "DLMS-OBJECT-PROFILE",
        "entries_in_use is the index of the last row, from 0.",
        model=rewritten(LOAD_PROFILE, 7, lambda entries: DOUBLE_LONG_UNSIGNED(entries.value - 1)),
    ),
    Defect(
        "entries-from-0",
        "DLMS-PROFILE-ENTRY",
        "Rows are numbered from 0.",
        model=built_of(NumbersFromZero),
    ),
    Defect(
        "entries-to-0-taken-literally",
        "DLMS-PROFILE-ENTRY",
        "0 as the last row brings none.",
        model=built_of(TakesZeroLiterally),
    ),
    Defect(
        "entries-without-the-last",
        "DLMS-PROFILE-ENTRY",
        "The last of the rows asked for by number is left out.",
        model=built_of(LeavesTheLastEntryOut),
    ),
    Defect(
        "entries-counted-from-the-first",
        "DLMS-PROFILE-ENTRY",
        "The number of the last row is taken for the number of rows.",
        model=built_of(CountsFromTheFirst),
    ),
    Defect(
        "entries-round-the-ring",
        "DLMS-PROFILE-ENTRY",
        "Behind the last row the numbers go on with the first.",
        model=built_of(GoesRoundTheRing),
    ),
    Defect(
        "entries-turned-round",
        "DLMS-PROFILE-ENTRY",
        "Numbers that go backwards are swapped.",
        model=built_of(TurnsEntriesRound),
    ),
    Defect(
        "entries-with-all-columns",
        "DLMS-PROFILE-ENTRY",
        "Rows by number come with all columns, whichever are asked for.",
        model=built_of(BringsAllColumnsByEntry),
    ),
    Defect(
        "entries-columns-counted",
        "DLMS-PROFILE-ENTRY",
        "The number of the last column is taken for the number of columns.",
        model=built_of(CountsColumnsFromTheFirst),
    ),
)
