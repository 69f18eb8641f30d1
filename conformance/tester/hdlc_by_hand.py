"""An HDLC line without a protocol machine: a case sends frames, broken ones too, and looks at what comes back."""

import contextlib
from abc import abstractmethod
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.codec.tree import hex_text
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import FLAG, CheckSequenceViolation, HdlcFrame, has_right_fcs
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.hdlc.parameters import FORMAT_IDENTIFIER, GROUP_IDENTIFIER, HdlcParameters
from conformance.dlms.llc import LLC_COMMAND
from conformance.errors import ProtocolViolation, under
from conformance.steps import Step
from conformance.tester.exchange import Exchange
from conformance.tester.link import Link

OCTETS_BEFORE_ADDRESSES = 3
"""The opening flag and the frame format."""

EMPTY_GROUP = bytes((FORMAT_IDENTIFIER, GROUP_IDENTIFIER, 0))


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


class HdlcByHand(Link):
    """Frames between one client address and one server address.

    `frames` keeps the frames that arrived while a case works by hand, oldest
    first. UI frames, which some servers send unasked, are no answer to anything
    and are left out.
    """

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
        self._longest_information = HdlcParameters().max_info_receive
        """Octets of information that the DUT takes in one frame, by its latest UA."""

        self._line_sent = b""
        self._line_heard = b""
        """All that was sent, and all that came, since the latest frame of the DUT; an echo makes them alike."""

        self.latest_ua: HdlcFrame | None = None
        self.latest = ""
        """The frame that came last after the latest sending, in words; empty if none did."""

    def open_port(self) -> None:
        """Open the port without setting up a data link connection."""
        if not self.exchange.is_open:
            self.begin_anew()
            self.exchange.open()

    def begin_anew(self) -> None:
        super().begin_anew()
        self.receiver = HdlcReceiver(self.settings.inter_octet_timeout_ns)
        self.frames.clear()
        self._line_sent = self._line_heard = b""
        self.latest = ""

    @contextlib.contextmanager
    def by_hand(self) -> Iterator[None]:
        """While this lasts, frames go to `frames` and nothing else reacts to them."""
        before, self._is_by_hand = self._is_by_hand, True
        try:
            yield
            self._expect_nothing_heard()
        finally:
            self._is_by_hand = before
            self.frames.clear()

    @contextlib.contextmanager
    def speaking_as(self, client_sap: int) -> Iterator[None]:
        """While this lasts, frames by hand come from another client, and answers have to go to it."""
        before, self.local = self.local, HdlcAddress(client_sap)
        try:
            yield
        finally:
            self.local = before

    # Frames of this client.

    def segment(
        self, information: bytes, numbers: tuple[int, int], *, poll: bool = True, more: bool = False
    ) -> HdlcFrame:
        """An I frame under N(S) and N(R); `more` sets the segmentation bit."""
        self.permit(information)
        return HdlcFrame(self.peer, self.local, Control(FrameKind.I, poll, *numbers).encode(), information, more)

    def apdu_frame(
        self, apdu: bytes, numbers: tuple[int, int], *, poll: bool = True, llc: bytes = LLC_COMMAND
    ) -> HdlcFrame:
        """An I frame with a whole APDU under N(S) and N(R)."""
        return self.segment(llc + apdu, numbers, poll=poll)

    def receive_ready(self, receive_number: int) -> HdlcFrame:
        """RR with the poll bit: what came before N(R) is confirmed, the DUT may send."""
        return HdlcFrame(self.peer, self.local, Control(FrameKind.RR, True, 0, receive_number).encode())

    def command(self, kind: FrameKind, information: bytes = b"", *, poll: bool = True) -> HdlcFrame:
        """An unnumbered frame: SNRM, DISC, UI."""
        self.permit(information)
        return HdlcFrame(self.peer, self.local, Control(kind, poll).encode(), information)

    # Sending them, and taking the answers.

    def send_octets(self, octets: bytes) -> None:
        self._line_sent += octets
        self.latest = ""
        super().send_octets(octets)

    def send_frame(self, frame: HdlcFrame) -> None:
        self.send_octets(frame.encode())

    def ask(self, frame: HdlcFrame, wanted: str) -> HdlcFrame:
        """Send a frame and take the next one that comes; a frame longer than the DUT takes decides nothing."""
        if len(frame.information) > self._longest_information:
            most = f"the {self._longest_information} octets of information that the DUT takes"
            self.step.foreseen(False, f"{len(frame.information)} octets do not fit into {most}")
        self._expect_nothing_heard()
        self.send_frame(frame)
        return self.receive_frame(wanted)

    def ask_all(self, frame: HdlcFrame, wanted: str) -> list[HdlcFrame]:
        """Send a frame and take all that come up to the final bit."""
        answers = [self.ask(frame, wanted)]
        while not Control.decode(answers[-1].control).poll_final:
            answers.append(self.receive_frame(f"{wanted} up to the final bit"))
        return answers

    def ask_or_silence(self, frame: HdlcFrame) -> HdlcFrame | None:
        """Send a frame; answers the next one that comes, or None for a silence (see receive_frame_or_silence)."""
        self._expect_nothing_heard()
        self.send_frame(frame)
        return self.receive_frame_or_silence()

    def receive_frame(self, wanted: str) -> HdlcFrame:
        """The next frame."""
        self._wait(lambda: bool(self.frames), wanted)
        return self.frames.popleft()

    def receive_frame_or_silence(self) -> HdlcFrame | None:
        """The next frame, or None if the DUT stays silent or hangs up.

        A silence counts only if the DUT answers before and after it. Octets that
        are no frame are no silence, except on lines that make noise by themselves.
        """
        bound = self.exchange.timing.silence_bound_ns(len(self._last_sent))
        while not self.frames and not self.is_closed:
            known = self.exchange.octets_received
            self._listen(lambda: bool(self.frames), known, bound)
            if self.exchange.octets_received == known:
                break
        if self.frames:
            return self.frames.popleft()
        is_silence = self._line_heard in self._line_sent or not self._line_heard.strip(FLAG)
        if not (is_silence or self.settings.is_noisy):
            found = f"{len(self._line_heard)} octets that are no frame"
            raise ProtocolViolation(found, "a frame or silence", field="HDLC line", rule="DLMS-HDLC-FLAG")
        self.expect_nothing_dropped()
        self.step.silence()
        return None

    def expect_silence(self) -> None:
        """No frame comes for as long as the DUT may take to answer."""
        with self.by_hand():
            frame = self.receive_frame_or_silence()
        if frame is not None:
            raise ProtocolViolation(said(frame), "silence")

    def outlast(self, seconds: float) -> None:
        """Stay silent for some time and, to be sure that the DUT has noticed, as long as it may take to answer."""
        self.exchange.run(lambda: False, seconds_to_ns(seconds) + self.exchange.timing.silence_bound_ns(0))

    def _expect_nothing_heard(self) -> None:
        if self.frames:
            raise unasked(self.frames[0])

    # What the port delivers.

    def receive(self, octets: bytes, now: int) -> None:
        self._line_heard += octets
        for arrival in self.receiver.feed(octets, now):
            if self.local != self.peer and self.is_echo(arrival.octets):
                continue
            if arrival.frame is not None:
                self._check_addresses(arrival.frame)
                self._take(arrival.frame, now)
            elif arrival.violation is not None:
                self._judge(arrival.octets, arrival.violation)

    def is_echo(self, octets: bytes) -> bool:
        is_own = octets in self._line_sent
        self.echoes += is_own
        return is_own

    def _judge(self, octets: bytes, violation: ProtocolViolation) -> None:
        """A frame that is none: dropped where noise may have spoilt it, else the DUT's fault.

        Noise also strikes addresses and lengths, so whatever a decoder complains of first, the FCS decides.
        """
        self.exchange.note("bad frame", why=str(violation))
        addresses = self.local.encode() + self.peer.encode()
        is_for_us = octets[OCTETS_BEFORE_ADDRESSES:].startswith(addresses)
        self.quality.lookalikes += is_for_us and isinstance(violation, CheckSequenceViolation)
        is_spoilt = isinstance(violation, CheckSequenceViolation) or not has_right_fcs(octets)
        if not (self.settings.is_noisy and is_spoilt):
            raise violation
        self.quality.drop()

    def _check_addresses(self, frame: HdlcFrame) -> None:
        if frame.destination != self.local or frame.source != self.peer:
            self.quality.lookalikes += 1
            raise ProtocolViolation(
                f"from {frame.source} to {frame.destination}",
                f"from {self.peer} to {self.local}",
                field="HDLC addresses",
                rule="DLMS-HDLC-ADDRESS",
            )

    def _take(self, frame: HdlcFrame, now: int) -> None:
        """Take a frame of the DUT that was well-formed and addressed to this client."""
        self.quality.verify()
        self._line_sent = self._line_heard = b""
        self.latest = said(frame)
        if frame.kind is FrameKind.UA:
            self.latest_ua = frame
            self._longest_information = _longest_information(frame.information)
        if not self._is_by_hand:
            self._pass_on(frame, now)
        elif frame.kind is not FrameKind.UI:
            self.frames.append(frame)

    @abstractmethod
    def _pass_on(self, frame: HdlcFrame, now: int) -> None:
        """Act on a frame that came while no case was working by hand."""


def agreed_in(ua: HdlcFrame) -> HdlcParameters:
    """The parameters in a UA: of their group, or the defaults if there is no information field.

    A group that is announced and then empty says neither.
    """
    with under("DLMS-HDLC-NEGOTIATION"):
        if ua.information == EMPTY_GROUP:
            raise ProtocolViolation(
                hex_text(EMPTY_GROUP), "parameters, or no information field", offset=2, field="HDLC parameters of UA"
            )
        return HdlcParameters.decode(ua.information)


def _longest_information(parameters: bytes) -> int:
    try:
        return HdlcParameters.decode(parameters).max_info_receive
    except ProtocolViolation:  # whoever asked for these parameters finds that out
        return HdlcParameters().max_info_receive


def said(frame: HdlcFrame | None) -> str:
    """What a frame says, for a case to compare: "I N(S)=1 N(R)=2 P/F", "DM P/F"; "silence" for none."""
    return "silence" if frame is None else str(Control.decode(frame.control))


def kind_of(frame: HdlcFrame | None) -> str:
    """What kind of frame it is: "I", "RR", "DM"; "silence" for none."""
    return said(frame).partition(" ")[0]


def unasked(frame: HdlcFrame) -> ProtocolViolation:
    """The violation that a frame is which the DUT sent without the right to."""
    found = f"{said(frame)} although the DUT had no right to send"
    wanted = "nothing before the next poll"
    return ProtocolViolation(found, wanted, field="HDLC control field", rule="DLMS-HDLC-POLL-FINAL")
