"""An HDLC line without a protocol machine: a case sends frames, broken ones too, and looks at what comes back."""

import contextlib
from abc import abstractmethod
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from conformance.clock import NANOSECONDS, seconds_to_ns
from conformance.codec.tree import in_hex
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.connection import LONGEST_DATA
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import FLAG, CheckSequenceViolation, HdlcFrame, has_right_fcs
from conformance.dlms.hdlc.line import HdlcReceiver
from conformance.dlms.hdlc.parameters import FORMAT_IDENTIFIER, GROUP_IDENTIFIER, HdlcParameters
from conformance.dlms.hdlc.primary import POLLS_IN_A_TIMEOUT
from conformance.dlms.llc import LLC_COMMAND
from conformance.errors import NoAnswer, ProtocolViolation, eased_by, under
from conformance.reason_codes import LINK_QUALITY
from conformance.steps import Inconclusive, Step
from conformance.tester.exchange import Exchange
from conformance.tester.hdlc_answers import DataAnswer, is_idle, response_in, said, unasked
from conformance.tester.link import Link
from conformance.tolerances import UA_WITHOUT_PARAMETERS

NUMBERED = (FrameKind.I, FrameKind.RR, FrameKind.RNR)

SEGMENTATION = "DLMS-HDLC-SEGMENTATION"

OCTETS_IN_A_FRAME = 7
"""At least, between its flags."""

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
    may_repeat: bool = False
    """True on links that carry some frames twice without the DUT's fault."""

    inter_octet_timeout_ns: int = NANOSECONDS // 2


class HdlcByHand(Link):
    """Frames between one client address and one server address.

    `frames` keeps the frames that arrived while a case works by hand, oldest
    first. UI frames, which some servers send unasked, are no answer to anything
    and are left out, unless they carry what only an answer can be.
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

        self._was_answered = False
        """True if the DUT has said something, other than UI, since the latest sending."""

        self.passed_over = 0
        """Frames between other stations of the line."""

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

    @contextlib.contextmanager
    def speaking_to(self, server: HdlcAddress) -> Iterator[None]:
        """While this lasts, frames by hand go to another server, and its answers count."""
        before, self.peer = self.peer, server
        try:
            yield
        finally:
            self.peer = before

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
        self._was_answered = False
        super().send_octets(octets)

    def send_frame(self, frame: HdlcFrame) -> None:
        self.send_octets(frame.encode())
        if frame.kind is FrameKind.SNRM:
            self.idleness.begin()

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
        first = self.ask(frame, wanted)
        return [first, *self.take_rest(first, wanted)]

    def take_rest(self, first: HdlcFrame, wanted: str = "frames") -> list[HdlcFrame]:
        """Take all that comes behind a frame, up to the final bit."""
        answers = [first]
        while not Control.decode(answers[-1].control).poll_final:
            answers.append(self.receive_frame(f"{wanted} up to the final bit"))
        return answers[1:]

    def ask_window(self, frame: HdlcFrame, wanted: str) -> list[HdlcFrame]:
        """Send a frame and take what answers it up to the final bit, without the RR and RNR among it.

        A DUT that is not ready says nothing else than RR or RNR; it is polled on for as long as it may take to
        answer. What it says then is the answer.
        """
        bound = self.exchange.timing.silence_bound_ns(len(frame.information))
        end = self.exchange.now + bound
        number, confirmed = Control.decode(frame.control).receive_number, set()
        while True:
            came = self.ask_all(frame, wanted)
            data = [one for one in came if not is_idle(one)]
            confirmed |= {Control.decode(one.control).receive_number for one in came if one.kind in NUMBERED}
            if data or self.exchange.now >= end:
                break
            self.exchange.run(lambda: bool(self.frames) or self.is_closed, bound // POLLS_IN_A_TIMEOUT)
            frame = self.receive_ready(number)
        if len(confirmed) > 1:
            found = "N(R)=" + ", ".join(map(str, sorted(confirmed)))
            wanted = "one N(R) in all frames"
            raise ProtocolViolation(found, wanted, field="HDLC control field", rule="DLMS-HDLC-SEQUENCE")
        return data or came[-1:]

    def ask_data(self, frame: HdlcFrame, wanted: str) -> DataAnswer:
        """Send a frame and take the data unit that answers it, in however many frames; see ask_window."""
        last = self._end_of_wait()
        first, *more = self.ask_window(frame, wanted)
        answer = DataAnswer([first])
        while True:
            for one in more:
                answer.add(one)
            if not answer.is_unfinished:
                return answer
            if self._worked_ns >= last or len(answer.information) > LONGEST_DATA:
                raise NoAnswer(f"{len(answer.frames)} segments", "a segment that ends the data unit", rule=SEGMENTATION)
            more = self.ask_window(self.receive_ready(answer.following), "the next segment")

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
        bound, last = self.exchange.timing.silence_bound_ns(len(self._last_sent)), self._end_of_wait()
        while not self.frames and not self.is_closed:
            known = self.exchange.octets_received
            self._listen(lambda: bool(self.frames), known, bound)
            if self.exchange.octets_received == known:
                break
            self._expect_an_end(last)
        if self.frames:
            return self.frames.popleft()
        self._expect_no_garbage()
        self.expect_nothing_dropped()
        self.step.silence()
        return None

    def _expect_no_garbage(self) -> None:
        """Octets that are no frame are the DUT's doing, except on lines that make noise by themselves.

        There a few mean nothing, and as many as a frame has may have been one.
        """
        heard = self._line_heard.strip(FLAG)
        if self._line_heard in self._line_sent or not heard:
            return
        found = f"{len(self._line_heard)} octets that are no frame"
        if not self.settings.is_noisy:
            raise ProtocolViolation(found, "a frame or silence", field="HDLC line", rule="DLMS-HDLC-FLAG")
        if len(heard) >= OCTETS_IN_A_FRAME:
            raise Inconclusive(LINK_QUALITY, found)

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
            if arrival.frame is not None and self._is_between_others(arrival.frame):
                self._pass_over(arrival.octets, arrival.frame)
            elif arrival.frame is not None:
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

    def _is_between_others(self, frame: HdlcFrame) -> bool:
        """True for a frame that neither comes from this server nor goes to this client, as on a line of many.

        One end of it has to be a client, as in every valid frame. The DUT's own frames with wrong addresses are
        none of these: not swapped, to another client, or with its own address in another form. Only what it
        pushes may go to somebody else.
        """
        ends = (frame.destination, frame.source)
        if self.local in ends or all(end.width > 1 for end in ends):
            return False
        if frame.source == self.peer:
            return frame.kind is FrameKind.UI
        return frame.source.upper != self.peer.upper or frame.source.width == self.peer.width

    def _pass_over(self, octets: bytes, frame: HdlcFrame) -> None:
        self.passed_over += 1
        self._line_heard = self._line_heard.replace(octets, b"", 1)
        self.exchange.note("frame between others", source=str(frame.source), destination=str(frame.destination))

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
        self._was_answered |= frame.kind is not FrameKind.UI
        if frame.kind is FrameKind.DM:
            self.idleness.ended(now)
        if not self._is_by_hand:
            self._pass_on(frame, now)
        elif frame.kind is not FrameKind.UI or response_in(frame) is not None:
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
            found, wanted = in_hex(EMPTY_GROUP), "parameters, or no information field"
            with eased_by(UA_WITHOUT_PARAMETERS):
                raise ProtocolViolation(found, wanted, offset=2, field="HDLC parameters of UA")
        return HdlcParameters.decode(ua.information)


def _longest_information(parameters: bytes) -> int:
    try:
        return HdlcParameters.decode(parameters).max_info_receive
    except ProtocolViolation:  # whoever asked for these parameters finds that out
        return HdlcParameters().max_info_receive
