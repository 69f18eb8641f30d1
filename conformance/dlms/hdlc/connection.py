"""A data link connection of COSEM's HDLC, either end of it (IEC 62056-46 6.4.4, ISO/IEC 13239 NRM).

Two-way alternate: the primary station (client) gives the right to send with the
poll bit, the secondary (server) gives it back with the final bit. APDUs are cut
into segments and put together here; the LLC header is somebody else's.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto
from typing import ClassVar

from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.errors import ProtocolViolation
from conformance.machine import Machine


class HdlcState(Enum):
    """NDM, normal disconnected mode; NRM, normal response mode; and what lies between."""

    DISCONNECTED = auto()
    SETTING_UP = auto()
    CONNECTED = auto()
    REJECTED = auto()
    CLEARING = auto()


MAX_REPEATED = 3
"""How often the same frame goes out again because the peer's receive number does not confirm it."""

_OPENING = {FrameKind.SNRM: HdlcState.SETTING_UP, FrameKind.DISC: HdlcState.CLEARING}


class HdlcConnection(Machine[HdlcState]):
    """What both ends keep: mode, numbers, segments on their way out and in.

    Frames to send are handed to `emit`. `received_data` holds complete link
    service data units, oldest first.
    """

    TRANSITIONS: ClassVar = {
        HdlcState.DISCONNECTED: {
            **_OPENING,
            FrameKind.DM: HdlcState.DISCONNECTED,
            FrameKind.UI: HdlcState.DISCONNECTED,
        },
        HdlcState.SETTING_UP: {
            **_OPENING,
            FrameKind.UA: HdlcState.CONNECTED,
            FrameKind.DM: HdlcState.DISCONNECTED,
            FrameKind.UI: HdlcState.SETTING_UP,
        },
        HdlcState.CONNECTED: {
            **_OPENING,
            FrameKind.I: HdlcState.CONNECTED,
            FrameKind.RR: HdlcState.CONNECTED,
            FrameKind.RNR: HdlcState.CONNECTED,
            FrameKind.UI: HdlcState.CONNECTED,
            FrameKind.FRMR: HdlcState.REJECTED,
            FrameKind.DM: HdlcState.DISCONNECTED,
        },
        HdlcState.REJECTED: {
            **_OPENING,
            FrameKind.FRMR: HdlcState.REJECTED,
            FrameKind.UI: HdlcState.REJECTED,
            FrameKind.DM: HdlcState.DISCONNECTED,
        },
        HdlcState.CLEARING: {
            **_OPENING,
            FrameKind.UA: HdlcState.DISCONNECTED,
            FrameKind.DM: HdlcState.DISCONNECTED,
            FrameKind.UI: HdlcState.CLEARING,
        },
    }

    def __init__(
        self,
        local: HdlcAddress,
        peer: HdlcAddress,
        abilities: HdlcParameters,
        emit: Callable[[HdlcFrame], None],
        *,
        is_strict: bool = True,
    ) -> None:
        super().__init__(HdlcState.DISCONNECTED, is_strict=is_strict)
        self.local = local
        self.peer = peer
        self.abilities = abilities
        self.parameters = HdlcParameters()
        """What is in force, from this side's point of view."""
        self.received_data: deque[bytes] = deque()
        self._emit = emit
        self.generation = 0
        """How often the connection has begun or ended; what was built on an earlier one is gone."""

        self.reset()

    def reset(self) -> None:
        """Numbers and segments as after SNRM and UA."""
        self.generation += 1
        self.send_number = 0
        self.receive_number = 0
        self.is_peer_busy = False
        self.repeated = 0
        self._queue: deque[tuple[bytes, bool]] = deque()
        self._unacknowledged: deque[tuple[bytes, bool]] = deque()
        self._assembly = bytearray()
        self._is_assembling = False
        self.received_data.clear()

    @property
    def is_connected(self) -> bool:
        return self.state is HdlcState.CONNECTED

    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        """Send a frame that carries no sequence number of its own to be acknowledged."""
        self.sent(kind)
        control = Control(kind, poll_final, 0, self.receive_number).encode()
        self._emit(HdlcFrame(self.peer, self.local, control, information))

    def queue_data(self, data: bytes) -> None:
        """Cut a link service data unit into segments that wait for the right to send."""
        size = self.parameters.max_info_transmit
        segments = [data[at : at + size] for at in range(0, len(data), size)] or [b""]
        self._queue.extend((segment, number < len(segments) - 1) for number, segment in enumerate(segments))

    @property
    def has_data_to_send(self) -> bool:
        return bool(self._queue)

    @property
    def is_assembling(self) -> bool:
        """True while segments of an incoming data unit are still to come."""
        return self._is_assembling

    def send_window(self) -> None:
        """Send waiting segments up to the window; the last of them passes the right to send."""
        room = self.parameters.window_transmit - len(self._unacknowledged)
        window = [self._queue.popleft() for _ in range(min(room, len(self._queue)))]
        for number, (segment, more) in enumerate(window):
            self.sent(FrameKind.I)
            is_last = number == len(window) - 1
            control = Control(FrameKind.I, is_last, self.send_number, self.receive_number).encode()
            self._unacknowledged.append((segment, more))
            self.send_number = (self.send_number + 1) % 8
            self._emit(HdlcFrame(self.peer, self.local, control, segment, more))

    def take(self, frame: HdlcFrame, control: Control) -> None:
        """Take an I, RR or RNR frame: acknowledgement first, then the segment it may carry."""
        self.acknowledge(control)
        self.is_peer_busy = control.kind is FrameKind.RNR
        if control.kind is not FrameKind.I:
            return
        if len(frame.information) > self.parameters.max_info_receive:
            raise ProtocolViolation(
                f"{len(frame.information)} octets of information",
                f"at most the {self.parameters.max_info_receive} agreed",
                field="HDLC information field",
            )
        if control.send_number != self.receive_number:
            self.refuse_number(control)
            return
        self.receive_number = (self.receive_number + 1) % 8
        self._assembly += frame.information
        self._is_assembling = frame.segmented
        if not frame.segmented:
            self.received_data.append(bytes(self._assembly))
            self._assembly.clear()

    def refuse_number(self, control: Control) -> None:
        """A send number out of order: the segment is not taken, as after a repetition or a loss."""

    def acknowledge(self, control: Control) -> None:
        """Forget what the peer's receive number confirms; what it polls for again goes back into the queue."""
        count = (control.receive_number - (self.send_number - len(self._unacknowledged))) % 8
        if count > len(self._unacknowledged):
            wanted = f"one that confirms some of the {len(self._unacknowledged)} frames before N(S)={self.send_number}"
            raise ProtocolViolation(f"N(R)={control.receive_number}", wanted, field="HDLC control field")
        for _ in range(count):
            self._unacknowledged.popleft()
        if count:
            self.repeated = 0
        if control.poll_final and self._unacknowledged:
            self.repeated += 1
            if self.repeated > MAX_REPEATED:
                wanted = f"N(R)={(control.receive_number + 1) % 8}, a frame repeated {MAX_REPEATED} times"
                raise ProtocolViolation(f"N(R)={control.receive_number}", wanted, field="HDLC control field")
            self._queue.extendleft(reversed(self._unacknowledged))
            self.send_number = (self.send_number - len(self._unacknowledged)) % 8
            self._unacknowledged.clear()

    def agree(self, parameters: HdlcParameters) -> None:
        self.parameters = replace(parameters)
        self.reset()
