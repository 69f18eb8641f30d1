"""A port of a golden unit on a line that takes its time: a paced pseudo-terminal."""

from collections import deque
from typing import Any

from conformance.bench.unit_port import UnitHost, UnitPort
from conformance.clock import NANOSECONDS
from conformance.transport.base import Closed


class PacedPort(UnitPort):
    """Octets reach the unit when a line would have carried the last of them, and leave it one by one."""

    is_timed = True

    def __init__(self, host: UnitHost, name: str, framing: str, transport: Any, octets_per_second: float) -> None:
        super().__init__(host, name, framing, transport)
        self._octet_ns = round(NANOSECONDS / octets_per_second)
        self._arriving: deque[tuple[int, bytes]] = deque()
        self._leaving: deque[tuple[int, bytes]] = deque()
        self._in_free_at = self._out_free_at = 0
        """When each direction of the line has carried all that it was given."""

    def ready(self, now: int) -> None:
        try:
            octets = self.transport.receive(now)
        except Closed:
            self.end(now)
            return
        if octets:
            self._in_free_at = max(self._in_free_at, now) + len(octets) * self._octet_ns
            self._arriving.append((self._in_free_at, octets))

    def send(self, octets: bytes | None, now: int) -> None:
        if octets is None:
            super().send(None, now)
            return
        for octet in octets:
            self._out_free_at = max(self._out_free_at, now) + self._octet_ns
            self._leaving.append((self._out_free_at, bytes((octet,))))

    def next_deadline(self) -> int | None:
        return min((line[0][0] for line in (self._arriving, self._leaving) if line), default=None)

    def tick(self, now: int) -> None:
        while self._leaving and self._leaving[0][0] <= now:
            super().send(self._leaving.popleft()[1], now)
        while self._arriving and self._arriving[0][0] <= now:
            octets = self._arriving.popleft()[1]
            self.host.deliver(self.host.unit.receive(self.name, octets, now), now)
