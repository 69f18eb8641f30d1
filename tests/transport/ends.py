"""One end of a transport as a source of a pump: keeps what came, when, and why it ended."""

from collections.abc import Callable
from typing import Any

from conformance.clock import NANOSECONDS
from conformance.transport.base import Closed
from conformance.transport.pump import Pump

LONG_NS = 20 * NANOSECONDS
"""More than any of these tests needs; reaching it is a failure."""


class End:
    """Serves a transport from construction until it ends or is dropped."""

    is_timed = False

    def __init__(self, transport: Any, pump: Pump) -> None:
        self.transport = transport
        self.pump = pump
        self.arrivals: list[tuple[int, bytes]] = []
        self.ended = ""
        self.on_octets: Callable[[bytes, int], None] = lambda octets, now: None
        pump.add(self)

    @property
    def octets(self) -> bytes:
        return b"".join(octets for _, octets in self.arrivals)

    def fileno(self) -> int:
        return int(self.transport.fileno())

    def due(self) -> int | None:
        moment: int | None = self.transport.due()
        return moment

    def ready(self, now: int) -> None:
        try:
            octets = self.transport.receive(now)
        except Closed as closed:
            self.ended = str(closed)
            self.drop()
            return
        if octets:
            self.arrivals.append((now, octets))
            self.on_octets(octets, now)

    def next_deadline(self) -> int | None:
        return None

    def tick(self, now: int) -> None:
        raise AssertionError("an end without deadlines was ticked")

    def drop(self) -> None:
        self.pump.remove(self)

    def until(self, predicate: Callable[[], object]) -> None:
        """Pump until something holds, which it has to."""
        assert self.pump.run(lambda: bool(predicate()), self.pump.clock.now() + LONG_NS), self.arrivals
