"""Both ends of an HDLC connection, joined by a link in memory that may lose, repeat, overtake and spoil."""

import random
from collections.abc import Callable

from conformance.clock import NANOSECONDS, VirtualClock
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.primary import HdlcPrimary
from conformance.dlms.hdlc.secondary import HdlcSecondary
from conformance.transport.memory import Impairments, MemoryEnd, MemoryLink
from conformance.transport.pump import VirtualPump

CLIENT, SERVER = HdlcAddress(16), HdlcAddress(1)
RATE = 960.0
"""Octets a second, as at 9600 baud: what comes late comes within a few frames, as on any line."""

LONGEST_WAIT_NS = 1000 * NANOSECONDS
"""Longer than all repetitions of a poll together."""

MOST_FRAMES = 2000
"""More frames than this for one data unit are an endless conversation."""


def chance(*names: object) -> random.Random:
    """The generator that belongs to some names: the same names, the same chances."""
    return random.Random("/".join(map(str, names)))  # noqa: S311 - reproducible on purpose


class End:
    """One end of the line as a source of the pump: a receiver and a machine."""

    is_timed = True

    def __init__(self, end: MemoryEnd, machine: HdlcPrimary | HdlcSecondary, act: Callable[[HdlcFrame, int], None]):
        self.end = end
        self.machine = machine
        self.receiver = HdlcReceiver(NANOSECONDS // 5)
        self.act = act

    def fileno(self) -> int:
        return -1

    def due(self) -> int | None:
        return self.end.due()

    def ready(self, now: int) -> None:
        for arrival in self.receiver.feed(self.end.receive(now), now):
            if arrival.frame is not None:
                self.act(arrival.frame, now)

    def next_deadline(self) -> int | None:
        deadlines = (self.receiver.next_deadline(), self.machine.next_deadline())
        return min((moment for moment in deadlines if moment is not None), default=None)

    def tick(self, now: int) -> None:
        self.receiver.tick(now)
        self.machine.tick(now)


class Line:
    """A client that asks, a server that answers, and what each of them has heard."""

    def __init__(
        self,
        rng: random.Random,
        impairments: Impairments,
        *,
        answer: Callable[[bytes], bytes],
        client: HdlcParameters | None = None,
        server: HdlcParameters | None = None,
        retries: int = 5,
    ) -> None:
        self.clock = VirtualClock()
        self.pump = VirtualPump(self.clock)
        link = MemoryLink("line", rng, octets_per_second=RATE, impairments=impairments)
        link.near.open()
        link.far.open()
        self.primary = HdlcPrimary(
            CLIENT,
            SERVER,
            client or HdlcParameters(),
            lambda frame: self._carry(link.near, frame),
            response_timeout_ns=20 * NANOSECONDS,
            retries=retries,
        )
        self.secondary = HdlcSecondary(
            SERVER, CLIENT, server or HdlcParameters(), lambda frame: self._carry(link.far, frame)
        )
        self.served: list[bytes] = []
        self.frames_carried = 0
        self._answer = answer
        self.pump.add(End(link.near, self.primary, self.primary.receive))
        self.pump.add(End(link.far, self.secondary, self._serve))

    def _carry(self, end: MemoryEnd, frame: HdlcFrame) -> None:
        self.frames_carried += 1
        end.send(frame.encode(), self.clock.now())

    def _serve(self, frame: HdlcFrame, now: int) -> None:
        self.secondary.receive(frame, now)
        while self.secondary.received_data:
            data = self.secondary.received_data.popleft()
            self.served.append(data)
            self.secondary.queue_data(self._answer(data))
        self.secondary.respond()

    def run(self, until: Callable[[], bool]) -> bool:
        """Let time pass until something holds; False if it never will. The two may not talk on for ever meanwhile."""
        before = self.frames_carried
        has_come = self.pump.run(until, self.clock.now() + LONGEST_WAIT_NS)
        assert self.frames_carried - before < MOST_FRAMES
        return has_come

    def connect(self) -> bool:
        self.primary.connect(self.clock.now())
        return self.run(lambda: self.primary.is_connected)

    def ask(self, data: bytes) -> bytes | None:
        """Send a data unit and take the next one that comes; None if none ever does."""
        self.primary.send_data(data, self.clock.now())
        if not self.run(lambda: bool(self.primary.received_data)):
            return None
        return self.primary.received_data.popleft()
