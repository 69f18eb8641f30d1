"""What the meter does by itself when its clock shows a certain time."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from conformance.clock import NANOSECONDS
from golden_units.electricity_meter.measurement import DAY_S

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

DAY_NS = DAY_S * NANOSECONDS
_DAY_0 = datetime.date(1970, 1, 1)


class Timer(Protocol):
    """Times are those that the clock shows, local, in nanoseconds since 1970."""

    def is_armed(self) -> bool:
        """True if it may ever act."""

    def due_on(self, day: datetime.date) -> Iterable[int]:
        """When on a day it acts."""

    def act(self, association: AssociationServer) -> None: ...


class Timers:
    """Runs what is due, in order of time.

    Times that the clock skips because it is set pass unused; of a time in which
    the meter was not asked to tick, the latest day is made up for.
    """

    def __init__(self, local_ns: Callable[[int], int]) -> None:
        self.local_ns = local_ns
        """What the clock shows at a moment of the run."""

        self.timers: list[Timer] = []

    def next_deadline(self, now: int) -> int | None:
        """The moment of the run at which something is due, or midnight, as far as dates are looked at ahead."""
        if not any(timer.is_armed() for timer in self.timers):
            return None
        shown = self.local_ns(now)
        midnight = (shown // DAY_NS + 1) * DAY_NS
        due = [at for at, _ in self._due(shown, midnight)]
        return now + min([*due, midnight]) - shown

    def run(self, since: int, association: AssociationServer) -> None:
        """Do what has become due since a moment; the association serves as the meter's own hand."""
        now = association.now
        armed = [timer for timer in self.timers if timer.is_armed()]
        if not armed or now <= since:
            return
        shown = self.local_ns(now)
        begin = shown - min(now - since, DAY_NS)
        for at, timer in self._due(begin, shown):
            association.now = now - (shown - at)
            timer.act(association)
        association.now = now

    def _due(self, after: int, until: int) -> list[tuple[int, Timer]]:
        """What is due later than one time and not later than another."""
        found: list[tuple[int, Timer]] = []
        for number in range(after // DAY_NS, until // DAY_NS + 1):
            day = day_of(number * DAY_NS)
            for timer in self.timers:
                if timer.is_armed():
                    found += [(at, timer) for at in timer.due_on(day) if after < at <= until]
        return sorted(found, key=lambda one: one[0])


def day_of(local_ns: int) -> datetime.date:
    """The day on which a clock shows a time."""
    return _DAY_0 + datetime.timedelta(days=local_ns // DAY_NS)


def local_ns_of(day: datetime.date, time: bytes) -> int:
    """The time on a day that four octets name; unspecified hundredths and seconds are zero."""
    hour, minute, second, hundredths = (0 if octet == 0xFF else octet for octet in time)
    seconds = (day - _DAY_0).days * DAY_S + hour * 3600 + minute * 60 + second
    return seconds * NANOSECONDS + hundredths * (NANOSECONDS // 100)
