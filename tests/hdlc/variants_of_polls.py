"""Parts of golden meters that answer polls in ways of their own, all of them legal."""

from dataclasses import replace

from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.control import POLL_FINAL, Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.secondary import HdlcSecondary
from golden_units.cosem.hdlc_session import HdlcSession

NEIGHBOUR, ANOTHER_CLIENT = HdlcAddress(5), HdlcAddress(33)


class NotReadyYet(HdlcSecondary):
    """Every request is answered by RR at first; the data come with the poll after the next."""

    kind = FrameKind.RR
    polls = 2
    _waits = 0

    def accept_numbered(self, frame: HdlcFrame, control: Control) -> None:
        if control.kind is FrameKind.I:
            self._waits = self.polls
        super().accept_numbered(frame, control)

    def respond(self) -> None:
        if self._is_polled and self.is_connected and self.has_data_to_send and self._waits:
            self._is_polled = False
            self._waits -= 1
            self.send_frame(self.kind)
        else:
            super().respond()


class BusyAtFirst(NotReadyYet):
    """The same by RNR."""

    kind = FrameKind.RNR
    polls = 1


class ReadyLater(NotReadyYet):
    """Well within the time that an answer may take."""

    polls = 6


class BusyForLong(BusyAtFirst):
    polls = 6


class NeverReady(HdlcSecondary):
    """RNR wherever others say RR, and yet I frames are taken."""

    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        shown = FrameKind.RNR if kind is FrameKind.RR else kind
        super().send_frame(shown, poll_final=poll_final, information=information)


class FinalBitOnRr(HdlcSecondary):
    """I frames without the final bit, and RR with it behind them."""

    def send_window(self) -> None:
        emit, frames = self._emit, list[HdlcFrame]()
        self._emit = frames.append
        super().send_window()
        self._emit = emit
        for frame in frames:
            emit(replace(frame, control=frame.control & ~POLL_FINAL))
        self.send_frame(FrameKind.RR)


class SmallSegments(HdlcSecondary):
    """Cuts its answers into segments of 20 octets, whatever was agreed."""

    def queue_data(self, data: bytes) -> None:
        agreed = self.parameters
        self.parameters = replace(agreed, max_info_transmit=20)
        super().queue_data(data)
        self.parameters = agreed


class BetweenNeighbours(HdlcSession):
    """Another client talks to another server on the same line."""

    def encode(self, frame: HdlcFrame) -> bytes:
        poll = HdlcFrame(NEIGHBOUR, ANOTHER_CLIENT, Control(FrameKind.RR, True).encode())
        answer = HdlcFrame(ANOTHER_CLIENT, NEIGHBOUR, Control(FrameKind.RR, True).encode())
        return poll.encode() + answer.encode() + super().encode(frame)


class PushesToAnotherClient(HdlcSession):
    def encode(self, frame: HdlcFrame) -> bytes:
        push = HdlcFrame(ANOTHER_CLIENT, frame.source, Control(FrameKind.UI, False).encode(), b"\xe6\xe7\x00\x0f")
        return push.encode() + super().encode(frame)
