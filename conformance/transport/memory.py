"""Links in memory, on a virtual clock, with seeded impairments.

A link has a capacity and a delay like a real line, and can lose, duplicate,
reorder, corrupt or delay what it carries. All its chances come from the random
generator it is given, so a run with the same seed carries the same octets.
"""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from conformance.clock import NANOSECONDS
from conformance.transport.base import Closed, Medium


@dataclass(frozen=True, slots=True)
class Impairments:
    """Chances from 0 to 1 for each hand-over of octets, and how late a late one comes.

    What is delayed holds up all behind it; what is reordered is overtaken.
    """

    loss: float = 0.0
    duplication: float = 0.0
    reordering: float = 0.0
    corruption: float = 0.0
    delay: float = 0.0
    delay_ns: int = 200_000_000


PERFECT = Impairments()

DELAY_NS = 100_000


@dataclass(slots=True)
class Carried:
    """What becomes of some octets that were sent."""

    arrivals: list[tuple[int, bytes]]
    """When, and as what, they arrive; nothing arrives if they are lost."""

    latest: int
    """The new latest arrival of this direction."""

    impaired: list[str] = field(default_factory=list)
    """What the link did to them, in words."""


class MemoryEnd:
    """One end of a link in memory."""

    medium = Medium.MEMORY

    def __init__(self, url: str, link: "MemoryLink") -> None:
        self.url = url
        self.octets_per_second = link.octets_per_second
        self._link = link
        self._inbox: list[tuple[int, int, bytes | None]] = []
        self._far: MemoryEnd = self
        self._free_at = 0
        self._latest_arrival = 0
        """When the far end has got all that has been sent, but for what was reordered."""

        self.is_open = False
        self.tell_impaired: Callable[[str], None] = lambda what: None
        """Told what the link did to what this end has just sent."""

    def join(self, far: "MemoryEnd") -> None:
        self._far, far._far = far, self

    def open(self) -> None:
        if not self.is_open:
            self.is_open = True
            self._inbox.clear()  # what was meant for an earlier connection is lost with it
            self._link.end_opened(self)

    def send(self, octets: bytes, now: int) -> None:
        if not self.is_open:
            raise Closed("this end of the link is closed")
        duration = round(len(octets) * NANOSECONDS / self._link.octets_per_second)
        self._free_at = max(now, self._free_at) + duration
        carried = self._link.carry(octets, self._free_at, self._latest_arrival)
        self._latest_arrival = carried.latest
        if carried.impaired:
            self.tell_impaired(", ".join(carried.impaired))
        for arrival, arriving in carried.arrivals:
            self._far.put(arrival, arriving)

    def put(self, arrival: int, octets: bytes | None) -> None:
        """Place octets in the inbox of this end, None for the far end's closing."""
        heapq.heappush(self._inbox, (arrival, self._link.next_number(), octets))

    def fileno(self) -> int:
        return -1

    def due(self) -> int | None:
        return self._inbox[0][0] if self._inbox and self.is_open else None

    def receive(self, now: int) -> bytes:
        if not self._inbox or self._inbox[0][0] > now:
            return b""
        _, _, octets = heapq.heappop(self._inbox)
        if octets is None:
            self.is_open = False
            raise Closed("the other end closed the link")
        return octets

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self._inbox.clear()
            self._far.put(max(self._link.delay_ns + self._free_at, self._latest_arrival), None)


class MemoryLink:
    """Two joined ends, `near` and `far`."""

    def __init__(
        self,
        name: str,
        rng: random.Random,
        *,
        octets_per_second: float = 1_000_000.0,
        delay_ns: int = DELAY_NS,
        impairments: Impairments = PERFECT,
    ) -> None:
        self.octets_per_second = octets_per_second
        self.delay_ns = delay_ns
        self.impairments = impairments
        self._rng = rng
        self._carried = 0
        self.near = MemoryEnd(f"memory:{name}", self)
        self.far = MemoryEnd(f"memory:{name}", self)
        self.near.join(self.far)
        self.near_opened: Callable[[], None] = lambda: None
        """Called when the near end is opened, as a listener at the far end would notice."""

    def end_opened(self, end: MemoryEnd) -> None:
        if end is self.near:
            self.near_opened()

    def next_number(self) -> int:
        """Breaks ties: what was handed over first arrives first."""
        self._carried += 1
        return self._carried

    def carry(self, octets: bytes, sent_at: int, latest: int) -> Carried:
        """What becomes of octets that have left at `sent_at`, behind all that arrives up to `latest`."""
        arrival = max(sent_at + self.delay_ns, latest)
        chances = self.impairments
        if chances is PERFECT:
            return Carried([(arrival, octets)], arrival)
        chance = self._rng.random
        if chance() < chances.loss:
            return Carried([], latest, ["lost"])
        impaired = []
        if octets and chance() < chances.corruption:
            position = self._rng.randrange(len(octets))
            spoilt = bytes((octets[position] ^ 1 << self._rng.randrange(8),))
            octets = octets[:position] + spoilt + octets[position + 1 :]
            impaired.append(f"octet {position} changed")
        if chance() < chances.reordering:
            arrival += chances.delay_ns
            impaired.append("may be overtaken")
        else:
            is_late = chance() < chances.delay
            arrival += chances.delay_ns if is_late else 0
            impaired += ["late"] if is_late else []
            latest = arrival
        copies = 2 if chance() < chances.duplication else 1
        impaired += ["sent twice"] if copies > 1 else []
        return Carried([(arrival, octets)] * copies, latest, impaired)
