"""Time as integer nanoseconds since the start of a run.

Protocol machines and golden units never hold a clock: they are told the time.
The pump holds one, and which one decides whether a run takes milliseconds
(`VirtualClock`) or follows real equipment (`WallClock`).
"""

import time
from typing import Protocol

NANOSECONDS = 1_000_000_000
"""Nanoseconds in one second."""


def seconds_to_ns(seconds: float) -> int:
    """Convert a duration a person wrote in seconds to nanoseconds."""
    return round(seconds * NANOSECONDS)


class Clock(Protocol):
    """Anything that knows how many nanoseconds of the run have passed."""

    def now(self) -> int: ...


class VirtualClock:
    """Stands still until it is told to jump, and never runs backwards."""

    def __init__(self, start_ns: int = 0) -> None:
        self._now = start_ns

    def now(self) -> int:
        return self._now

    def advance_to(self, moment_ns: int) -> None:
        if moment_ns < self._now:
            raise ValueError(f"time would run backwards: from {self._now} ns to {moment_ns} ns")
        self._now = moment_ns


class WallClock:
    """The host's monotonic clock, counted from the moment of construction."""

    def __init__(self) -> None:
        self._origin = time.monotonic_ns()
        self.wall_origin_ns = time.time_ns()
        """UTC of moment zero, in nanoseconds since 1970, for captures; nothing is measured with it."""

    def now(self) -> int:
        return time.monotonic_ns() - self._origin
