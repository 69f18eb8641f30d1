"""APDUs in HDLC frames, over a serial line, a pseudo-terminal or a TCP converter (IEC 62056-46)."""

import contextlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from conformance.clock import NANOSECONDS
from conformance.codec.tree import hex_text
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.connection import HdlcState
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import CheckSequenceViolation, HdlcFrame
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.primary import HdlcPrimary
from conformance.dlms.llc import LLC_COMMAND, LLC_RESPONSE, strip_llc
from conformance.errors import NoAnswer, ProtocolViolation
from conformance.steps import Step
from conformance.tester.exchange import Exchange
from conformance.tester.link import Link


@dataclass(frozen=True, slots=True)
class HdlcSettings:
    """How the bench reaches the DUT by HDLC."""

    server_lower: int = 0
    address_octets: int = 1
    proposal: HdlcParameters = field(default_factory=HdlcParameters)
    is_noisy: bool = False
    """True on lines that corrupt octets without the DUT's fault."""

    retries: int = 0
    inter_octet_timeout_ns: int = NANOSECONDS // 2


class HdlcLink(Link):
    """A data link connection to one server address.

    `frames` keeps the frames that arrived while a case works by hand; else they
    go to the protocol machine.
    """

    framing = "hdlc"

    def __init__(
        self, exchange: Exchange, step: Step, *, client_sap: int, server_sap: int, settings: HdlcSettings
    ) -> None:
        super().__init__(exchange, step, client_sap=client_sap, server_sap=server_sap)
        self.settings = settings
        self.frames: deque[HdlcFrame] = deque()
        self.local = HdlcAddress(client_sap)
        self.peer = HdlcAddress(server_sap, settings.server_lower, settings.address_octets)
        self.receiver = HdlcReceiver(settings.inter_octet_timeout_ns)
        self._is_by_hand = False
        self.connection = self._new_connection()

    def _new_connection(self, proposal: HdlcParameters | None = None) -> HdlcPrimary:
        return HdlcPrimary(
            self.local,
            self.peer,
            proposal or self.settings.proposal,
            self.send_frame,
            response_timeout_ns=self.exchange.timing.silence_bound_ns(300),
            retries=self.settings.retries,
            is_strict=False,
        )

    def open_port(self) -> None:
        """Open the port without setting up a data link connection."""
        if not self.exchange.is_open:
            self.closed_because = ""
            self.exchange.open()

    def connect(self, proposal: HdlcParameters | None = None) -> None:
        """SNRM and UA; without a proposal the one of the bench."""
        self.open_port()
        if self.connection.is_connected and proposal is None:
            return
        self.connection = self._new_connection(proposal)
        self.connection.connect(self.exchange.now)
        self._wait(lambda: not self.connection.is_polling, "UA")
        if self.is_closed:
            raise NoAnswer(f"{self.closed_because} ({self.describe()})", "UA")
        if not self.connection.is_connected:
            found = f"an answer that leads to {self.connection.state.name}"
            raise ProtocolViolation(found, "UA", field="answer to SNRM")

    def disconnect(self) -> bool:
        if not self.exchange.is_open or self.is_closed or self.connection.state is HdlcState.DISCONNECTED:
            return False
        self.connection.disconnect(self.exchange.now)
        self._wait(lambda: not self.connection.is_polling, "UA or DM")
        return not self.is_closed

    def hang_up(self) -> None:
        super().hang_up()
        self.connection = self._new_connection()

    @contextlib.contextmanager
    def by_hand(self) -> Iterator[None]:
        """While this lasts, frames go to `frames` and the protocol machine stands still."""
        self._is_by_hand = True
        try:
            yield
        finally:
            self._is_by_hand = False

    def information_frame(self, apdu: bytes) -> HdlcFrame:
        """The I frame in which an APDU would leave now; the machine's numbers stay as they are."""
        control = Control(FrameKind.I, True, self.connection.send_number, self.connection.receive_number)
        return HdlcFrame(self.peer, self.local, control.encode(), LLC_COMMAND + apdu)

    def frame(self, apdu: bytes) -> bytes:
        return self.information_frame(apdu).encode()

    def send_frame(self, frame: HdlcFrame) -> None:
        self.send_octets(frame.encode())

    def command(self, kind: FrameKind, information: bytes = b"", *, poll: bool = True) -> HdlcFrame:
        """A frame of this client, with the receive number of the machine."""
        control = Control(kind, poll, 0, self.connection.receive_number)
        return HdlcFrame(self.peer, self.local, control.encode(), information)

    def ask(self, frame: HdlcFrame, wanted: str) -> HdlcFrame:
        """Send a frame and take the next one that comes, of a case that works by hand."""
        self.send_frame(frame)
        return self.receive_frame(wanted)

    def receive_frame_or_silence(self) -> HdlcFrame | None:
        """The next frame, or None if the DUT stays silent or hangs up; for cases that work by hand."""
        bound = self.exchange.timing.silence_bound_ns(len(self._last_sent))
        before = self.exchange.octets_received
        while not self.frames and not self.is_closed:
            known = self.exchange.octets_received
            self._listen(lambda: bool(self.frames), known, bound)
            if self.exchange.octets_received == known:
                break
        if self.frames:
            return self.frames.popleft()
        if self.exchange.octets_received == before:
            self.step.silence()
        return None

    def receive_frame(self, wanted: str) -> HdlcFrame:
        """The next frame of a case that works by hand."""
        self._wait(lambda: bool(self.frames), wanted)
        return self.frames.popleft()

    @property
    def has_answered_without_apdu(self) -> bool:
        return not self.connection.is_polling

    def send_apdu(self, apdu: bytes) -> None:
        self.connection.send_data(LLC_COMMAND + apdu, self.exchange.now)

    def receive(self, octets: bytes, now: int) -> None:
        for arrival in self.receiver.feed(octets, now):
            if self.local != self.peer and self.is_echo(arrival.octets):
                continue
            if arrival.frame is not None:
                self._take(arrival.frame, now)
            elif arrival.violation is not None:
                self._judge(arrival.violation)

    def _judge(self, violation: ProtocolViolation) -> None:
        """A frame that is none: dropped where lines are noisy, else the DUT's fault."""
        self.exchange.note("bad frame", why=str(violation))
        if not (self.settings.is_noisy and isinstance(violation, CheckSequenceViolation)):
            raise violation

    def _take(self, frame: HdlcFrame, now: int) -> None:
        if frame.destination != self.local or frame.source != self.peer:
            raise ProtocolViolation(
                f"from {frame.source} to {frame.destination}",
                f"from {self.peer} to {self.local}",
                field="HDLC addresses",
                clause="IEC 62056-46 6.4.2.2",
            )
        self.valid_frames += 1
        if self._is_by_hand:
            self.frames.append(frame)
            return
        self.connection.receive(frame, now)
        while self.connection.received_data:
            self.apdus.append(strip_llc(self.connection.received_data.popleft(), LLC_RESPONSE))

    def next_deadline(self) -> int | None:
        deadlines = [self.connection.next_deadline(), self.receiver.next_deadline()]
        return min((deadline for deadline in deadlines if deadline is not None), default=None)

    def tick(self, now: int) -> None:
        self.receiver.tick(now)
        self.connection.tick(now)

    def closed(self, why: str, now: int) -> None:
        super().closed(why, now)
        self.connection = self._new_connection()

    def describe(self) -> str:
        rate = self.exchange.timing.octets_per_second
        baud = f", {rate * 10:.0f} baud" if rate else ""
        return f"HDLC, client {self.local}, server {self.peer}{baud}, 8N1"

    def unfinished(self) -> str:
        count, held = self.receiver.count, self.receiver.held
        said = [
            f"{count.corrupted} frames with a wrong check sequence" if count.corrupted else "",
            f"{count.noise_octets + len(held)} octets that are no frame" if count.noise_octets or held else "",
            hex_text(held, 16),
        ]
        return ", ".join(filter(None, said))
