"""The tester's view of the world: one port to the DUT, and time that passes while it waits.

The bench implements it, live or as a replay; nothing here knows of transports.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from conformance.clock import NANOSECONDS


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the DUT may take, in nanoseconds, and how fast its line is, in octets a second."""

    response_timeout_ns: int = 5 * NANOSECONDS
    """Longest silence before, and within, an answer."""

    turnaround_ns: int = 0
    """What the DUT declares to need before it starts to answer, on top."""

    octets_per_second: float | None = None

    def transmission_ns(self, octets: int) -> int:
        """How long some octets are on the line; next to nothing where no rate is known."""
        return 0 if self.octets_per_second is None else round(octets * NANOSECONDS / self.octets_per_second)

    def silence_bound_ns(self, octets_sent: int) -> int:
        """How long nothing at all may come after so many octets were sent."""
        return self.transmission_ns(octets_sent) + self.turnaround_ns + self.response_timeout_ns


class Receiver(Protocol):
    """Takes what the port delivers: a link of the tester."""

    def receive(self, octets: bytes, now: int) -> None: ...

    def closed(self, why: str, now: int) -> None: ...

    def next_deadline(self) -> int | None: ...

    def tick(self, now: int) -> None: ...


class Exchange(Protocol):
    """A port to the DUT."""

    timing: Timing
    random: random.Random
    """The only source of chance in a run."""

    @property
    def now(self) -> int:
        """The moment of the latest input or output, in nanoseconds of the run."""

    @property
    def is_open(self) -> bool: ...

    @property
    def octets_received(self) -> int:
        """All octets the DUT has sent in this case."""

    @property
    def latest_frame(self) -> int | None:
        """The number of the frame of the DUT that was recorded last; None before the first."""

    @property
    def impairments(self) -> int:
        """How often in this case a link spoilt something because it was told to; 0 on any real one."""

    def attach(self, receiver: Receiver) -> None:
        """Give everything that arrives from now on to `receiver`."""

    def open(self) -> None:
        """Reach the DUT; BenchError if that fails. An open port stays as it is."""

    def close(self) -> None: ...

    def send(self, octets: bytes) -> None:
        """Hand octets over; the DUT's hanging up shows in `Receiver.closed`."""

    def control(self, name: str) -> str:
        """Make the DUT do something by other means than messages; answers what was observed."""

    def run(self, until: Callable[[], bool], bound_ns: int) -> bool:
        """Let time pass until something holds, at most so long; answers whether it does."""

    def note(self, kind: str, **details: Any) -> None:
        """Leave an annotation in the journal."""
