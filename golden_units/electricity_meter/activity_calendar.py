"""The activity calendar 0-0:13.0.0.255 (class 20) and its special days 0-0:11.0.0.255 (class 11).

A day's schedule may name the tariff scripts only; `Calendar.rate` says which of
them ran last.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import LONG_UNSIGNED, OCTET_STRING, UNSIGNED, Data, array, structure
from conformance.dlms.interface_classes.activity_calendar import ACTIVITY_CALENDAR
from conformance.dlms.interface_classes.special_days_table import SPECIAL_DAY, SPECIAL_DAYS_TABLE
from golden_units.cosem.object_model import Instance, Point
from golden_units.cosem.schema_cell import SchemaCell
from golden_units.cosem.wildcards import matches
from golden_units.electricity_meter.clock_object import moment_of
from golden_units.electricity_meter.scripts import RATES, TARIFF_SCRIPTS
from golden_units.electricity_meter.state import MINUTE_NS, MeterState
from golden_units.electricity_meter.timers import day_of, local_ns_of

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

NEVER = bytes.fromhex("FFFF FF FF FF FF FF FF FF 8000 FF")
"""activate_passive_calendar_time that activates nothing."""

FROM_NEW_YEAR = bytes.fromhex("FFFF 01 01 FF 00 00 00 00 8000 FF")
DAY_BEGINS, NIGHT_BEGINS = bytes((6, 0, 0, 0)), bytes((22, 0, 0, 0))

MOST_SPECIAL_DAYS = 50
DAYS_LOOKED_BACK = 8
"""For the script that ran last: a week, and the day that has begun."""

SEASONS, WEEKS, DAYS = 1, 2, 3
"""Parts of a calendar, behind its name."""


def season_order(season: Data) -> bytes:
    """Month and day of its start."""
    return bytes(season[1].value[2:4])


class Calendar:
    """Both calendars, the special days, and the timer that activates the passive one."""

    def __init__(self, state: MeterState) -> None:
        self.state = state
        parts = (seasons(), weeks(), days())
        names = (OCTET_STRING(b"ACTIVE"), OCTET_STRING(b"PASSIVE"))
        self.active, self.passive = (
            [
                SchemaCell(ACTIVITY_CALENDAR, number, data, self.names_known_scripts)
                for number, data in enumerate((name, *parts), start=first)
            ]
            for name, first in zip(names, (2, 6), strict=True)
        )
        self.time = SchemaCell(ACTIVITY_CALENDAR, 10, OCTET_STRING(NEVER), self.is_never_or_a_moment)
        self.special_days = SchemaCell(
            SPECIAL_DAYS_TABLE, 2, array(), lambda entries: len(entries) <= MOST_SPECIAL_DAYS
        )

    def names_known_scripts(self, part: Data) -> bool:
        """True for what is no day profile table, and for one whose scripts there are."""
        if not part.is_composite or not all(len(row) == 2 for row in part):
            return True
        known = [(bytes(ObisCode(TARIFF_SCRIPTS)), number) for number in range(1, len(RATES) + 1)]
        return all((bytes(one[1].value), one[2].value) in known for _, schedule in part for one in schedule)

    def is_never_or_a_moment(self, time: Data) -> bool:
        """Refuses what names no moment as the clock does."""
        if bytes(time.value) != NEVER:
            moment_of(time.value, self.state.deviation)
        return True

    def activate(self) -> None:
        for active, passive in zip(self.active, self.passive, strict=True):
            active.data = passive.data

    # What holds.

    def rate(self, local_ns: int) -> tuple[int, int] | None:
        """The script that ran last by the time the clock shows, and when; None if there is none in a week."""
        today = day_of(local_ns)
        for back in range(DAYS_LOOKED_BACK):
            day = today - datetime.timedelta(days=back)
            ran = [(local_ns_of(day, one[0].value), one[2].value) for one in self.schedule(day)]
            past = [known for known in ran if known[0] <= local_ns]
            if past:
                at, selector = max(past, key=lambda known: known[0])
                return selector, at
        return None

    def schedule(self, day: datetime.date) -> list[Data]:
        """The actions of a day."""
        day_id = self.day_id(day)
        return [one for known, actions in self.active[DAYS].data if known.value == day_id for one in actions]

    def day_id(self, day: datetime.date) -> int | None:
        for _, date, day_id in self.special_days.data:
            if matches(date.value, day):
                return int(day_id.value)
        seasons_by_start = sorted(self.active[SEASONS].data, key=season_order)
        begun = [season for season in seasons_by_start if season_order(season) <= bytes((day.month, day.day))]
        season = (begun or seasons_by_start)[-1:]
        for week in self.active[WEEKS].data:
            if season and week[0].value == season[0][2].value:
                return int(week[day.isoweekday()].value)
        return None

    # The timer.

    def is_armed(self) -> bool:
        return bool(self.time.data.value != NEVER)

    def due_on(self, day: datetime.date) -> list[int]:
        utc_ns = moment_of(self.time.data.value, self.state.deviation)
        return [utc_ns - self.state.deviation * MINUTE_NS]

    def act(self, association: AssociationServer) -> None:
        self.activate()
        self.time.data = OCTET_STRING(NEVER)


def seasons() -> Data:
    return array(structure(OCTET_STRING(b"YEAR"), OCTET_STRING(FROM_NEW_YEAR), OCTET_STRING(b"WEEK")))


def weeks() -> Data:
    return array(structure(OCTET_STRING(b"WEEK"), *[UNSIGNED(1)] * 7))


def days() -> Data:
    table = OCTET_STRING(ObisCode(TARIFF_SCRIPTS))
    actions = [
        structure(OCTET_STRING(start), table, LONG_UNSIGNED(selector))
        for selector, start in enumerate((DAY_BEGINS, NIGHT_BEGINS), start=1)
    ]
    return array(structure(UNSIGNED(1), array(*actions)))


def activity_calendar(calendar: Calendar) -> Instance:
    def activate(association: AssociationServer, parameters: Data | None) -> ActionResult:
        calendar.activate()
        return ActionResult.SUCCESS

    points = {cell.attribute.number: Point(cell.read) for cell in calendar.active}
    points |= {cell.attribute.number: cell.point for cell in (*calendar.passive, calendar.time)}
    return Instance(ACTIVITY_CALENDAR, ObisCode("0-0:13.0.0.255"), points, {1: activate})


def special_days_table(calendar: Calendar) -> Instance:
    cell = calendar.special_days

    def insert(association: AssociationServer, parameters: Data | None) -> ActionResult:
        """A day, in the place of one of the same index."""
        if parameters is None or SPECIAL_DAY.check(parameters):
            return ActionResult.TYPE_UNMATCHED
        others = [known for known in cell.data if known[0] != parameters[0]]
        return kept([*others, parameters])

    def delete(association: AssociationServer, parameters: Data | None) -> ActionResult:
        if parameters is None or parameters.type is not LONG_UNSIGNED:
            return ActionResult.TYPE_UNMATCHED
        others = [known for known in cell.data if known[0] != parameters]
        return ActionResult.OTHER_REASON if len(others) == len(cell.data) else kept(others)

    def kept(entries: list[Data]) -> ActionResult:
        if len(entries) > MOST_SPECIAL_DAYS:
            return ActionResult.OTHER_REASON
        cell.data = array(*sorted(entries, key=lambda known: int(known[0].value)))
        return ActionResult.SUCCESS

    return Instance(SPECIAL_DAYS_TABLE, ObisCode("0-0:11.0.0.255"), {2: cell.point}, {1: insert, 2: delete})
