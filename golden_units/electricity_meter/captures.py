"""When the load profile captured: at every half hour that the meter's clock showed.

Nothing is kept but where the clock was set and the meter restarted; the
captures between follow from that, so 90 days of them need no memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conformance.clock import NANOSECONDS

PERIOD_S = 1800
PERIOD_NS = PERIOD_S * NANOSECONDS
ENTRIES = 90 * 48

CLOCK_ADJUSTED, POWER_DOWN = 0x20, 0x80
"""Bits of the status of a row: what happened since the row before."""


@dataclass(frozen=True, slots=True)
class Capture:
    moment: int
    """Of the run."""

    local_ns: int
    """What the clock showed."""

    status: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which the clock ran on undisturbed; a half hour at its very begin is of the stretch before."""

    begin: int
    offset_ns: int
    """What the local time of the clock is ahead of the moments of the run."""

    status: int
    """Of the first capture in it."""

    end: int | None = None

    def half_hours(self, now: int) -> range:
        """Those that the clock showed in it until now, counted from 1970."""
        end = now if self.end is None else self.end
        return range((self.begin + self.offset_ns) // PERIOD_NS + 1, (end + self.offset_ns) // PERIOD_NS + 1)

    def latest(self, now: int, most: int) -> list[Capture]:
        half_hours = self.half_hours(now)
        chosen = half_hours[max(0, len(half_hours) - most) :]
        return [self.capture(number, self.status if number == half_hours[0] else 0) for number in chosen]

    def capture(self, half_hour: int, status: int) -> Capture:
        local_ns = half_hour * PERIOD_NS
        return Capture(local_ns - self.offset_ns, local_ns, status)


class Captures:
    def __init__(self, since: int, offset_ns: int) -> None:
        self._stretches = [Stretch(since, offset_ns, 0)]
        self._told: tuple[tuple[object, ...], Sequence[Capture]] = ((), ())
        """The latest answer, and what it depended on: it is asked for more often than it changes."""

    def latest(self, now: int, most: int = ENTRIES) -> Sequence[Capture]:
        """The latest captures until now, oldest first."""
        depends_on = (*self._stretches, self._stretches[-1].half_hours(now).stop, most)
        if depends_on != self._told[0]:
            self._told = depends_on, self._latest(now, most)
        return self._told[1]

    def _latest(self, now: int, most: int) -> Sequence[Capture]:
        parts: list[list[Capture]] = []
        for stretch in reversed(self._stretches):
            parts.append(stretch.latest(now, most))
            most -= len(parts[-1])
            if not most:
                break
        return [capture for part in reversed(parts) for capture in part]

    def disturb(self, now: int, offset_ns: int, status: int) -> None:
        """The clock was set, or the meter restarted."""
        last = self._stretches.pop()
        if last.half_hours(now):
            self._stretches.append(replace(last, end=now))
        else:
            status |= last.status
        self._stretches.append(Stretch(now, offset_ns, status))
        del self._stretches[: -ENTRIES - 1]

    def clear(self, now: int) -> None:
        """Forget all captures; the next is at the next half hour."""
        self._stretches = [Stretch(now, self._stretches[-1].offset_ns, 0)]
