"""The primary station of an HDLC connection: a client, which polls (IEC 62056-46 6.4.4)."""

from collections.abc import Callable

from conformance.codec.tree import octet_in_hex
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.connection import HdlcConnection, HdlcState, is_usable
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.errors import ProtocolViolation, under

MAX_REPEATED = 3
"""How often the same frame goes out, or is asked for, again before the peer is given up."""

POLLS_IN_A_TIMEOUT = 16
"""How often a server that has nothing to send yet is polled while it may take its time."""

_RESPONSES = (FrameKind.UA, FrameKind.DM, FrameKind.FRMR, FrameKind.I, FrameKind.RR, FrameKind.RNR, FrameKind.UI)


class HdlcPrimary(HdlcConnection):
    """Drives one server.

    With `retries`, as on lines that lose frames, an unanswered poll is repeated
    that often, and a frame out of order is asked for again; by default neither
    happens, and a frame out of order is the peer's violation. Where the line
    `may_repeat` frames by itself, what comes twice is taken once.
    """

    def __init__(
        self,
        local: HdlcAddress,
        peer: HdlcAddress,
        abilities: HdlcParameters,
        emit: Callable[[HdlcFrame], None],
        *,
        response_timeout_ns: int,
        retries: int = 0,
        may_repeat: bool = False,
        is_strict: bool = True,
    ) -> None:
        super().__init__(local, peer, abilities, emit, is_strict=is_strict)
        self.response_timeout_ns = response_timeout_ns
        self.retries = retries
        self.may_repeat = may_repeat
        self.repetitions = 0
        """Polls that had to be repeated, in the life of this connection."""
        self.rejection: HdlcFrame | None = None
        """The FRMR that the server sent last."""
        self._poll_deadline_ns: int | None = None
        self._retries_left = 0
        self._is_behind = False
        """True after a frame out of order: what is missing has to be asked for again."""
        self._asked_again = 0
        self.wants_data = False
        """True while the owner waits for data: RR or RNR is polled on then, since data may not be ready yet."""

        self._next_poll_ns: int | None = None
        """When a server that had nothing to send is polled again."""

        self._idle_since_ns: int | None = None
        """When the server began to answer polls without getting on."""

    @property
    def is_polling(self) -> bool:
        """True while the server has the right to send."""
        return self._poll_deadline_ns is not None

    @property
    def has_repetitions(self) -> bool:
        """True if frames may have gone out twice, and so may have been answered twice."""
        return self.may_repeat or self.repetitions > 0

    @property
    def is_settled(self) -> bool:
        """True if the server does not have the right to send, and will not get it by itself."""
        return not self.is_polling and self._next_poll_ns is None

    @property
    def repeats_until_ns(self) -> int:
        """When the last repetition of an unanswered poll will have had its time; 0 if nothing is repeated."""
        if not self.retries or self._poll_deadline_ns is None:
            return 0
        return self._poll_deadline_ns + self._retries_left * self.response_timeout_ns

    def connect(self, now: int) -> None:
        self.send_frame(FrameKind.SNRM, information=self._proposal())
        self._poll(now)

    def disconnect(self, now: int) -> None:
        self.send_frame(FrameKind.DISC)
        self._poll(now)

    def send_data(self, data: bytes, now: int) -> None:
        """Send a data unit now, or after the answer that is due; one that is overdue is asked for first."""
        self.queue_data(data)
        self._idle_since_ns = None
        if not self.is_polling:
            self.send_window()
            self._poll(now)
        elif self._poll_deadline_ns is not None and now >= self._poll_deadline_ns:
            self.send_frame(FrameKind.RR)  # IEC 62056-46 6.4.4.9.1
            self._poll(now)

    def poll(self, now: int) -> None:
        """RR: give the server the right to send once more, unless it has it."""
        if self.is_connected and not self.is_polling:
            self.send_frame(FrameKind.RR)
            self._poll(now)

    def receive(self, frame: HdlcFrame, now: int) -> None:
        """Act on a frame of the server; what HDLC does not allow raises ProtocolViolation."""
        control = Control.decode(frame.control)
        if control.kind not in _RESPONSES:
            raise ProtocolViolation(
                f"{control} ({octet_in_hex(frame.control)})", "a response", field="HDLC control field"
            )
        if self._is_late(control):
            return
        self.received(control.kind)
        before = self._progress()
        if control.kind is FrameKind.UA:
            self._accept_ua(frame)
        elif control.kind is FrameKind.FRMR:
            self.rejection = frame
        elif control.kind in (FrameKind.I, FrameKind.RR, FrameKind.RNR):
            self.take(frame, control)
        if self._progress() != before:
            self._idle_since_ns = None
        if control.poll_final and control.kind is not FrameKind.UI:  # some servers push UI with F=1
            self._poll_deadline_ns = None
            self._continue(now)
        elif self.is_polling:
            self._poll_deadline_ns = now + self.response_timeout_ns

    def _is_late(self, control: Control) -> bool:
        """True for what answers a poll that was repeated, and whose repetition was answered before."""
        if not self.is_connected:
            return self.may_repeat and control.kind in (FrameKind.I, FrameKind.RR, FrameKind.RNR)
        if not (self.retries or self.may_repeat):
            return False
        if control.kind is FrameKind.UA:
            return self.has_repetitions
        ahead = (control.send_number - self.receive_number) % 8
        return control.kind is FrameKind.I and ahead >= self.parameters.window_receive

    def take(self, frame: HdlcFrame, control: Control) -> None:
        expected = self.receive_number
        super().take(frame, control)
        if self.receive_number != expected:
            self._asked_again = 0

    def refuse_number(self, control: Control) -> None:
        if not self.retries:
            raise ProtocolViolation(
                f"N(S)={control.send_number}",
                f"N(S)={self.receive_number}",
                field="HDLC control field",
                rule="DLMS-HDLC-SEQUENCE",
            )
        self._is_behind = True

    def acknowledge(self, control: Control) -> None:
        super().acknowledge(control)
        if self.repeated > MAX_REPEATED:
            wanted = f"N(R)={(control.receive_number + 1) % 8}, a frame repeated {MAX_REPEATED} times"
            raise ProtocolViolation(
                f"N(R)={control.receive_number}", wanted, field="HDLC control field", rule="DLMS-HDLC-SEQUENCE"
            )

    def _progress(self) -> tuple[int, int, int]:
        """What changes whenever data get on, in whatever direction; segments without data do not count."""
        return self.octets_taken, len(self.received_data), self.octets_confirmed

    def next_deadline(self) -> int | None:
        if self._next_poll_ns is not None:
            return self._next_poll_ns
        return self._poll_deadline_ns if self._retries_left else None

    def tick(self, now: int) -> None:
        """Poll again where data were not ready; repeat an unanswered poll while there are retries left."""
        if self._next_poll_ns is not None and now >= self._next_poll_ns:
            self._next_poll_ns = None
            if self.wants_data or self._is_unfinished:
                self.poll(now)
            return
        if not self._retries_left or self._poll_deadline_ns is None or now < self._poll_deadline_ns:
            return
        self.repetitions += 1
        left = self._retries_left - 1
        if self.state is HdlcState.SETTING_UP:
            self.send_frame(FrameKind.SNRM, information=self._proposal())
        elif self.state is HdlcState.CLEARING:
            self.send_frame(FrameKind.DISC)
        else:
            self.send_frame(FrameKind.RR)
        self._poll(now)
        self._retries_left = left

    def _proposal(self) -> bytes:
        return b"" if self.abilities == HdlcParameters() else self.abilities.encode()

    def _accept_ua(self, frame: HdlcFrame) -> None:
        if self.state is not HdlcState.CONNECTED:
            return
        with under("DLMS-HDLC-NEGOTIATION"):
            theirs = HdlcParameters.decode(frame.information)
        if not is_usable(theirs):
            raise ProtocolViolation(
                str(theirs),
                "1 octet and 1 frame at least",
                field="HDLC parameters of UA",
                rule="DLMS-HDLC-NEGOTIATION",
            )
        # What the server transmits is what we receive, and the other way round. A server that allows
        # itself, or us, more than was proposed is a case's business; we keep to the proposal.
        mirrored = HdlcParameters(
            max_info_transmit=min(theirs.max_info_receive, self.abilities.max_info_transmit),
            max_info_receive=theirs.max_info_transmit,
            window_transmit=min(theirs.window_receive, self.abilities.window_transmit),
            window_receive=theirs.window_transmit,
        )
        self.agree(mirrored)

    def _poll(self, now: int) -> None:
        self._poll_deadline_ns = now + self.response_timeout_ns
        self._retries_left = self.retries
        self._is_behind = False
        self._next_poll_ns = None

    @property
    def _is_unfinished(self) -> bool:
        return self.is_assembling or self.has_data_to_send

    def _continue(self, now: int) -> None:
        """The right to send is back: go on with what is unfinished."""
        if not self.is_connected:
            return
        if self._is_behind:
            self._ask_again()
        elif self.has_data_to_send and not self.is_peer_busy:
            self.send_window()
        elif self._is_unfinished and self._idle_since_ns is None:
            self._idle_since_ns = now
            self.send_frame(FrameKind.RR)
        else:
            self._poll_later(now)
            return
        self._poll(now)

    def _poll_later(self, now: int) -> None:
        """The server had nothing to send: ask again after a while, for as long as it may take to answer."""
        if not (self._is_unfinished or (self.wants_data and not self.received_data)):
            return
        if self._idle_since_ns is None:
            self._idle_since_ns = now
        if now - self._idle_since_ns < self.response_timeout_ns:
            self._next_poll_ns = now + self.response_timeout_ns // POLLS_IN_A_TIMEOUT

    def _ask_again(self) -> None:
        self._asked_again += 1
        if self._asked_again > MAX_REPEATED:
            found = f"frames out of order, {self._asked_again} answers running"
            raise ProtocolViolation(
                found, f"N(S)={self.receive_number}", field="HDLC control field", rule="DLMS-HDLC-SEQUENCE"
            )
        self.send_frame(FrameKind.RR)
