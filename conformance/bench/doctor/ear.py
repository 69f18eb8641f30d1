"""Listens to a line without knowing what is spoken there: frames, PDUs, echoes, noise. It judges nothing."""

import contextlib

from conformance.bench.doctor.ways import Way
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
        self._sent = b""
        self._echoing = b""
        """What is left of our own octets, if what comes goes on as an echo."""

        exchange.attach(self)

    def ask(self, octets: bytes) -> None:
        self.frames.clear()
        self.pdus.clear()
        self._sent = self._echoing = octets
        self.exchange.send(octets)

    def answer_to(self, way: Way) -> HdlcFrame | WrapperPdu | None:
        """What answers the question of a way, from whatever address of the server."""
        if self.framing == "hdlc":
            return next((one for one in self.frames if self._answers_snrm(one, way)), None)
        wanted = (WRAPPER_VERSION, way.server_sap, way.client_sap)
        return next(
            (pdu for pdu in self.pdus if (pdu.version, pdu.source_wport, pdu.destination_wport) == wanted), None
        )

    def _answers_snrm(self, frame: HdlcFrame, way: Way) -> bool:
        return frame.kind in TO_SNRM and frame.destination.upper == way.client_sap

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
        if not self._echoing:
            return octets
        length = min(len(octets), len(self._echoing))
        if octets[:length] != self._echoing[:length]:
            behind, self._echoing = self._sent[: len(self._sent) - len(self._echoing)] + octets, b""
            return behind  # it only began like an echo
        self._echoing = self._echoing[length:]
        if not self._echoing:
            self.echoes += 1
        return octets[length:]

    def closed(self, why: str, now: int) -> None:
        self.closed_because = why

    def next_deadline(self) -> int | None:
        return self._receiver.next_deadline()

    def tick(self, now: int) -> None:
        self._receiver.tick(now)
