"""Listens to a line without knowing what is spoken there: frames, PDUs, echoes, noise. It judges nothing."""

import contextlib
from collections import deque

from conformance.bench.exchange import PortExchange
from conformance.clock import NANOSECONDS
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.wrapper import WRAPPER_VERSION, WrapperPdu, WrapperStream
from conformance.errors import ProtocolViolation

INTER_OCTET_TIMEOUT_NS = NANOSECONDS // 2
KEPT = 64
"""So many of the first octets are kept, to see what they look like."""

TO_SNRM = (FrameKind.UA, FrameKind.DM, FrameKind.FRMR)


class Ear:
    """A receiver of the exchange; `expect` begins to listen for the answer to one question."""

    def __init__(self, exchange: PortExchange, framing: str) -> None:
        self.exchange = exchange
        self.framing = framing
        self.closed_because = ""
        self.first_octets = b""
        """The beginning of what came that is no echo."""

        self.echoes = 0
        self.spoilt = 0
        """Frames with a wrong check sequence."""

        self.frames: list[HdlcFrame] = []
        self.pdus: list[WrapperPdu] = []
        self._receiver = HdlcReceiver(INTER_OCTET_TIMEOUT_NS)
        self._stream = WrapperStream()
        self._questions: deque[bytes] = deque()
        """What was asked and has not come back; an echo may be late."""

        self._matched = 0
        """So many octets of the first of them have come."""

        exchange.attach(self)

    def ask(self, octets: bytes) -> None:
        self.frames.clear()
        self.pdus.clear()
        self._questions.append(octets)
        self.exchange.send(octets)

    @property
    def answer(self) -> HdlcFrame | WrapperPdu | None:
        """What answers a question, from whatever address of a server, to whichever client."""
        if self.framing == "hdlc":
            return next((one for one in self.frames if one.kind in TO_SNRM and one.destination.width == 1), None)
        return next((pdu for pdu in self.pdus if pdu.version == WRAPPER_VERSION), None)

    def receive(self, octets: bytes, now: int) -> None:
        octets = self._without_echo(octets)
        if len(self.first_octets) < KEPT:
            self.first_octets = (self.first_octets + octets)[:KEPT]
        if self.framing == "hdlc":
            for arrival in self._receiver.feed(octets, now):
                if arrival.frame is not None:
                    self.frames.append(arrival.frame)
                else:
                    self.spoilt += 1
            return
        with contextlib.suppress(ProtocolViolation):  # what is no PDU shows in first_octets
            self.pdus += [WrapperPdu.decode(pdu) for pdu in self._stream.feed(octets)]

    def _without_echo(self, octets: bytes) -> bytes:
        """What is left when our own octets that come back first are taken away."""
        while octets and self._questions:
            question = self._questions[0]
            length = min(len(octets), len(question) - self._matched)
            if octets[:length] != question[self._matched :][:length]:
                octets = question[: self._matched] + octets  # it only began like an echo
                self._questions.clear()
                self._matched = 0
                break
            octets = octets[length:]
            self._matched += length
            if self._matched == len(question):
                self._questions.popleft()
                self._matched = 0
                self.echoes += 1
        return octets

    def closed(self, why: str, now: int) -> None:
        self.closed_because = why

    def next_deadline(self) -> int | None:
        return self._receiver.next_deadline()

    def tick(self, now: int) -> None:
        self._receiver.tick(now)
