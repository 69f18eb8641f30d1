"""A live port: a transport, served by the pump."""

import random
from collections.abc import Callable
from typing import Any

from conformance.bench.exchange import PortExchange
from conformance.errors import BenchError
from conformance.evidence.record import Recorder
from conformance.tester.exchange import Timing
from conformance.transport.base import Closed
from conformance.transport.pump import Pump


class ReconnectDelay:
    """How long a DUT wants to be left alone between two connections; outlives the exchanges of a session."""

    def __init__(self, delay_ns: int = 0) -> None:
        self.delay_ns = delay_ns
        self._closed_at_ns: int | None = None

    def closed(self, now: int) -> None:
        self._closed_at_ns = now

    def earliest_ns(self) -> int:
        """When the next connection may be opened."""
        return 0 if self._closed_at_ns is None else self._closed_at_ns + self.delay_ns


class LiveExchange(PortExchange):
    """Joins a transport with the tester's receiver; a source of the pump while it is open."""

    is_timed = True

    def __init__(
        self,
        port: str,
        transport: Any,
        pump: Pump,
        recorder: Recorder,
        timing: Timing,
        rng: random.Random,
        *,
        controller: Callable[[str], str],
        reconnect: ReconnectDelay | None = None,
    ) -> None:
        super().__init__(port, recorder, timing, rng)
        self._controller = controller
        self._reconnect = reconnect or ReconnectDelay()
        self.transport = transport
        self.pump = pump
        self.now = pump.clock.now()
        if transport.is_open:
            self.adopt()

    # What the tester does.

    def open(self) -> None:
        if self.is_open:
            return
        self.pump.run(lambda: False, self._reconnect.earliest_ns())
        try:
            self.transport.open()
        except BenchError as trouble:
            raise self.not_opened(self.pump.clock.now(), trouble) from None
        self.pump.add(self)
        self.opened(self.pump.clock.now())

    def adopt(self) -> None:
        """Take over a transport that an earlier case left open and quiet."""
        self.pump.add(self)
        self.opened(self.now, kept=True)

    def close(self) -> None:
        if self.is_open:
            self.release()
            self.transport.close()
            self.is_open = False
            self.now = self.pump.clock.now()
            self._reconnect.closed(self.now)
            self.recorder.note("close", self.now, port=self.port)

    def release(self) -> None:
        """Stop serving the transport without closing it."""
        self.pump.remove(self)

    def send(self, octets: bytes) -> None:
        self.now = self.pump.clock.now()
        self.handed_over(octets)
        try:
            self.transport.send(octets, self.now)
        except Closed as closed:
            self._end(str(closed), self.now)

    def control(self, name: str) -> str:
        self.asked(name, self.pump.clock.now())
        try:
            observed = self._controller(name)
        except BenchError as trouble:
            raise self.not_controlled(name, self.pump.clock.now(), trouble) from None
        return self.controlled(name, observed, self.pump.clock.now())

    def run(self, until: Callable[[], bool], bound_ns: int) -> bool:
        self.ticked("wait", self.pump.clock.now())
        if self.pump.run(until, self.now + bound_ns):
            return True
        self.ticked("bound", self.pump.clock.now())
        return until()

    # What the pump asks for.

    def fileno(self) -> int:
        return int(self.transport.fileno())

    def due(self) -> int | None:
        return self.transport.due() if self.is_open else None

    def ready(self, now: int) -> None:
        try:
            octets = self.transport.receive(now)
        except Closed as closed:
            self._end(str(closed), now)
            return
        if octets:
            self.arrived(octets, now)

    def next_deadline(self) -> int | None:
        return None if self._receiver is None else self._receiver.next_deadline()

    def tick(self, now: int) -> None:
        self.ticked("tick", now)

    def _end(self, why: str, now: int) -> None:
        self.release()
        self.transport.close()
        self._reconnect.closed(now)
        if self.is_open:
            self.ended(why, now)
