"""The secondary station of an HDLC connection: a server, which speaks when it is polled (IEC 62056-46 6.4.4)."""

from collections.abc import Callable

from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.connection import HdlcConnection, HdlcState, is_usable
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.errors import ProtocolViolation

_NUMBERED = (FrameKind.I, FrameKind.RR, FrameKind.RNR)

# Why a frame was rejected: bits of the last octet of an FRMR's information.
UNKNOWN_CONTROL = 0x01
INFORMATION_NOT_ALLOWED = 0x03
INFORMATION_TOO_LONG = 0x04
WRONG_RECEIVE_NUMBER = 0x08


class HdlcSecondary(HdlcConnection):
    """Answers the frames of one client.

    After `receive`, the owner serves what stands in `received_data`, queues its
    answers and calls `respond`; only then does anything numbered leave.
    """

    def __init__(
        self,
        local: HdlcAddress,
        peer: HdlcAddress,
        abilities: HdlcParameters,
        emit: Callable[[HdlcFrame], None],
        *,
        inactivity_timeout_ns: int | None = None,
    ) -> None:
        super().__init__(local, peer, abilities, emit)
        self.inactivity_timeout_ns = inactivity_timeout_ns
        self._is_polled = False
        self._rejection = b""
        """Information of the FRMR that is due, or was sent, until the client connects again."""
        self._last_activity_ns = 0

    def receive(self, frame: HdlcFrame, now: int) -> None:
        """Act on a frame that was addressed to this station and whose check sequences hold."""
        self._last_activity_ns = now
        control = Control.decode(frame.control)
        if control.kind is FrameKind.SNRM:
            self.accept_connection(frame, control)
        elif control.kind is FrameKind.DISC:
            self.accept_disconnection(control)
        elif control.kind is FrameKind.UI:
            self.accept_unnumbered(frame, control)
        elif not self.is_connected:
            self.answer_out_of_mode(control)
        elif control.kind in _NUMBERED:
            self.accept_numbered(frame, control)
        else:
            self.reject(frame.control, UNKNOWN_CONTROL, is_polled=control.poll_final)

    def respond(self) -> None:
        """Use the right to send, if the client gave it: waiting segments, or at least RR."""
        is_polled, self._is_polled = self._is_polled, False
        if not is_polled or not self.is_connected:
            return
        if self.has_data_to_send and not self.is_peer_busy:
            self.send_window()
        else:
            self.send_frame(FrameKind.RR)

    def accept_connection(self, frame: HdlcFrame, control: Control) -> None:
        """SNRM: UA with what is agreed, or DM if nothing can be agreed; without the poll bit no command of COSEM."""
        if not control.poll_final:
            return
        agreed = self.agreement(frame.information)
        self.received(FrameKind.SNRM)
        if agreed is None:
            self.send_frame(FrameKind.DM)
            self.reset()
        else:
            self.agree(agreed)
            self.send_frame(FrameKind.UA, information=self.parameters.encode())

    def agreement(self, information: bytes) -> HdlcParameters | None:
        """What this station agrees to; None if the proposal cannot be read or leaves no way to send."""
        try:
            agreed = self.abilities.agreed_with(HdlcParameters.decode(information))
        except ProtocolViolation:
            return None
        return agreed if is_usable(agreed) else None

    def accept_disconnection(self, control: Control) -> None:
        if not control.poll_final:
            return
        was_disconnected = self.state is HdlcState.DISCONNECTED
        self.received(FrameKind.DISC)
        self.send_frame(FrameKind.DM if was_disconnected else FrameKind.UA)
        self.reset()

    def accept_unnumbered(self, frame: HdlcFrame, control: Control) -> None:
        """UI: its content is nothing to this station; with the poll bit it gives the right to send."""
        self._is_polled = control.poll_final

    def accept_numbered(self, frame: HdlcFrame, control: Control) -> None:
        self._is_polled = control.poll_final
        try:
            self.take(frame, control)
        except ProtocolViolation:
            self.reject(frame.control, self.why_rejected(frame, control), is_polled=control.poll_final)

    def why_rejected(self, frame: HdlcFrame, control: Control) -> int:
        if control.kind is not FrameKind.I and frame.information:
            return INFORMATION_NOT_ALLOWED
        too_long = len(frame.information) > self.parameters.max_info_receive
        return INFORMATION_TOO_LONG if too_long else WRONG_RECEIVE_NUMBER

    def answer_out_of_mode(self, control: Control) -> None:
        """Anything but SNRM, DISC and UI finds no connection."""
        if not control.poll_final:
            return
        if self.state is HdlcState.REJECTED:
            self.send_frame(FrameKind.FRMR, information=self._rejection)
        else:
            self.send_frame(FrameKind.DM)

    def reject(self, control: int, why: int, *, is_polled: bool) -> None:
        """FRMR with the rejected control octet, this side's numbers and the reason (ISO/IEC 13239).

        Without the right to send it waits for the next poll.
        """
        self._is_polled = False
        numbers = self.send_number << 1 | self.receive_number << 5
        self._rejection = bytes((control, numbers, why))
        if is_polled:
            self.send_frame(FrameKind.FRMR, information=self._rejection)
        else:
            self.sent(FrameKind.FRMR)

    def next_deadline(self) -> int | None:
        """When the connection ends for want of frames."""
        if self.inactivity_timeout_ns is None or self.state is HdlcState.DISCONNECTED:
            return None
        return self._last_activity_ns + self.inactivity_timeout_ns

    def tick(self, now: int) -> None:
        deadline = self.next_deadline()
        if deadline is not None and now >= deadline:
            self.reset()
            self.state = HdlcState.DISCONNECTED
