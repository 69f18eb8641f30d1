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


LONGEST_DATA = 0x2_0000
"""Octets in all the segments of one data unit, twice what any PDU size allows; one that never ends is stopped there."""

_FIELD = "HDLC control field"
_INFORMATION = "HDLC information field"


def is_usable(parameters: HdlcParameters) -> bool:
    """True if something can be sent under these parameters; a zero among them forbids everything."""
    sizes = (parameters.max_info_transmit, parameters.max_info_receive)
    return min(*sizes, parameters.window_transmit, parameters.window_receive) > 0


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
        """How often the same frames were asked for again, one time after another."""

        self._queue: deque[tuple[bytes, bool]] = deque()
        self._unacknowledged: deque[tuple[bytes, bool]] = deque()
        self._requeued = 0
        """How many at the front of the queue have been sent before, and may still be confirmed."""

        self._assembly = bytearray()
        self._is_assembling = False
        self.octets_taken = 0
        """Octets of data that came, in all segments since the connection was set up."""

        self.octets_confirmed = 0
        """Octets of data that the peer has confirmed."""

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
            self._requeued = max(0, self._requeued - 1)
            is_last = number == len(window) - 1
            control = Control(FrameKind.I, is_last, self.send_number, self.receive_number).encode()
            self._unacknowledged.append((segment, more))
            self.send_number = (self.send_number + 1) % 8
            self._emit(HdlcFrame(self.peer, self.local, control, segment, more))

    def take(self, frame: HdlcFrame, control: Control) -> None:
        """Take an I, RR or RNR frame: acknowledgement first, then the segment it may carry."""
        self.acknowledge(control)
        self.is_peer_busy = control.kind is FrameKind.RNR
        if control.kind is FrameKind.I:
            self._take_segment(frame, control)
        elif frame.information:
            found = f"{len(frame.information)} octets of information in {control}"
            raise ProtocolViolation(found, "none", field=_INFORMATION, rule="DLMS-HDLC-INFO-LENGTH")

    def _take_segment(self, frame: HdlcFrame, control: Control) -> None:
        length, most = len(frame.information), self.parameters.max_info_receive
        if length > most:
            wanted = f"at most the {most} agreed"
            raise ProtocolViolation(
                f"{length} octets of information", wanted, field=_INFORMATION, rule="DLMS-HDLC-SEGMENTATION"
            )
        if control.send_number != self.receive_number:
            self.refuse_number(control)
            return
        if len(self._assembly) + length > LONGEST_DATA:
            found = f"a data unit of more than {LONGEST_DATA} octets"
            raise ProtocolViolation(found, "a segment that ends it", field=_INFORMATION, rule="DLMS-HDLC-SEGMENTATION")
        self.receive_number = (self.receive_number + 1) % 8
        self.octets_taken += length
        self._assembly += frame.information
        self._is_assembling = frame.segmented
        if not frame.segmented:
            self.received_data.append(bytes(self._assembly))
            self._assembly.clear()

    def refuse_number(self, control: Control) -> None:
        """A send number out of order: the segment is not taken, as after a repetition or a loss."""

    def acknowledge(self, control: Control) -> None:
        """Forget what the peer's receive number confirms; what it polls for again goes back into the queue."""
        first = (self.send_number - len(self._unacknowledged)) % 8
        count, sent = (control.receive_number - first) % 8, len(self._unacknowledged) + self._requeued
        if count > sent:
            wanted = f"one that confirms some of the {sent} frames from N(S)={first} on"
            raise ProtocolViolation(f"N(R)={control.receive_number}", wanted, field=_FIELD, rule="DLMS-HDLC-SEQUENCE")
        for _ in range(count):
            self._forget_oldest()
        if count:
            self.repeated = 0
        if control.poll_final and self._unacknowledged:
            self.repeated += 1
            self._requeued += len(self._unacknowledged)
            self._queue.extendleft(reversed(self._unacknowledged))
            self.send_number = (self.send_number - len(self._unacknowledged)) % 8
            self._unacknowledged.clear()

    def _forget_oldest(self) -> None:
        if self._unacknowledged:
            self.octets_confirmed += len(self._unacknowledged.popleft()[0])
        else:
            self.octets_confirmed += len(self._queue.popleft()[0])
            self._requeued -= 1
            self.send_number = (self.send_number + 1) % 8

    def agree(self, parameters: HdlcParameters) -> None:
        self.parameters = replace(parameters)
        self.reset()
