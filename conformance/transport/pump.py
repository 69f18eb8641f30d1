"""The pump: the only loop. It takes arrivals and deadlines in order of time, one by one.

After each it asks whether what is waited for has happened, so that a replay of
the same inputs stops at the same one. Nothing waits without a bound.
"""

import selectors
from collections.abc import Callable
from typing import Protocol

from conformance.clock import NANOSECONDS, Clock, VirtualClock
from conformance.errors import HarnessError
from conformance.transport.base import Source


class Pump(Protocol):
    """Serves its sources until a predicate holds or a moment has come."""

    @property
    def clock(self) -> Clock: ...

    def add(self, source: Source) -> None: ...

    def remove(self, source: Source) -> None: ...

    def run(self, until: Callable[[], bool], deadline_ns: int) -> bool:
        """True as soon as `until` holds; False once the clock has reached the deadline."""


MOST_AT_ONE_MOMENT = 100_000
"""Acts without any progress of the virtual clock, after which one of them is taken to be stuck."""


class VirtualPump:
    """Jumps from one moment to the next; among equals, sources act in the order in which they were added."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self._sources: list[Source] = []

    def add(self, source: Source) -> None:
        self._sources.append(source)

    def remove(self, source: Source) -> None:
        if source in self._sources:
            self._sources.remove(source)

    def run(self, until: Callable[[], bool], deadline_ns: int) -> bool:
        at_this_moment = 0
        while not until():
            moment, act = self._next()
            if act is None or moment > deadline_ns:
                self.clock.advance_to(max(deadline_ns, self.clock.now()))
                return until()
            at_this_moment = 0 if moment > self.clock.now() else at_this_moment + 1
            if at_this_moment > MOST_AT_ONE_MOMENT:
                who = getattr(act, "__qualname__", act)
                raise HarnessError(f"time stands still at {self.clock.now()} ns: {who} is due again and again")
            self.clock.advance_to(max(moment, self.clock.now()))
            act(self.clock.now())
        return True

    def _next(self) -> tuple[int, Callable[[int], None] | None]:
        """The earliest thing to do: arrivals before deadlines of the same moment."""
        arrivals = [(source.due(), source.ready) for source in self._sources]
        deadlines = [(source.next_deadline(), source.tick) for source in self._sources]
        earliest: tuple[int, Callable[[int], None] | None] = (0, None)
        for moment, act in arrivals + deadlines:
            if moment is not None and (earliest[1] is None or moment < earliest[0]):
                earliest = (moment, act)
        return earliest


class WallPump:
    """Waits for real descriptors and real time."""

    LONGEST_WAIT_NS = NANOSECONDS
    """How long one wait of the operating system lasts at the most, so that a signal is noticed."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._sources: set[Source] = set()
        self._timed: list[Source] = []
        self._selector = selectors.DefaultSelector()

    def add(self, source: Source) -> None:
        self._sources.add(source)
        if source.is_timed:
            self._timed.append(source)
        if source.fileno() >= 0:
            self._selector.register(source.fileno(), selectors.EVENT_READ, source)

    def remove(self, source: Source) -> None:
        if source in self._sources:
            self._sources.remove(source)
            if source.is_timed:
                self._timed.remove(source)
            for key in [key for key in self._selector.get_map().values() if key.data is source]:
                self._selector.unregister(key.fileobj)

    def run(self, until: Callable[[], bool], deadline_ns: int) -> bool:
        while not until():
            now = self.clock.now()
            if now >= deadline_ns:
                return False
            for key, _ in self._selector.select(self._patience_s(now, deadline_ns)):
                if key.data in self._sources:  # an earlier one of this round may have removed it
                    key.data.ready(self.clock.now())
                    if until():
                        return True
            timer = self._earliest_timer()
            if timer is not None and timer[0] <= self.clock.now():
                timer[1].tick(self.clock.now())
        return True

    def _patience_s(self, now: int, deadline_ns: int) -> float:
        """How long the operating system may wait for an arrival, in seconds."""
        timer = self._earliest_timer()
        moment = min(deadline_ns, now + self.LONGEST_WAIT_NS)
        if timer is not None:
            moment = min(moment, timer[0])
        return max(moment - now, 0) / NANOSECONDS

    def _earliest_timer(self) -> tuple[int, Source] | None:
        earliest: tuple[int, Source] | None = None
        for source in self._timed:
            moment = source.next_deadline()
            if moment is not None and (earliest is None or moment < earliest[0]):
                earliest = (moment, source)
        return earliest
