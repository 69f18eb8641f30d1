"""The receiving end of an HDLC line: octets in, checked frames out (IEC 62056-46 6.4)."""

from dataclasses import dataclass

from conformance.dlms.hdlc.frame import CheckSequenceViolation, HdlcFrame
from conformance.dlms.hdlc.stream import HdlcStream
from conformance.errors import ProtocolViolation


@dataclass(slots=True)
class LineCount:
    """What came over a line, in frames and in octets."""

    verified: int = 0
    corrupted: int = 0
    malformed: int = 0
    noise_octets: int = 0
    longest_pause_ns: int = 0
    """Of the gaps that ended a frame, from its last octet to the one that came next."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One frame as it came: its octets, and what they are or why they are no frame."""

    octets: bytes
    frame: HdlcFrame | None
    violation: ProtocolViolation | None


class HdlcReceiver:
    """Finds, checks and counts the frames in what a line delivers.

    A gap longer than the inter-octet time-out inside a frame ends that frame.
    """

    def __init__(self, inter_octet_timeout_ns: int) -> None:
        self.inter_octet_timeout_ns = inter_octet_timeout_ns
        self.count = LineCount()
        self._stream = HdlcStream()
        self._last_octet_ns = 0
        self._is_cut = False
        """A gap has ended a frame, and no octet has come since."""

    def feed(self, octets: bytes, now: int) -> list[Arrival]:
        self.tick(now)
        if self._is_cut:
            self._is_cut = False
            self.count.longest_pause_ns = max(self.count.longest_pause_ns, now - self._last_octet_ns)
        self._last_octet_ns = now
        arrivals = []
        for delimited in self._stream.feed(octets):
            if delimited.is_frame:
                arrivals.append(self._check(delimited.octets))
            else:
                self.count.noise_octets += len(delimited.octets)
        return arrivals

    def _check(self, octets: bytes) -> Arrival:
        try:
            frame = HdlcFrame.decode(octets)
        except CheckSequenceViolation as violation:
            self.count.corrupted += 1
            return Arrival(octets, None, violation)
        except ProtocolViolation as violation:
            self.count.malformed += 1
            return Arrival(octets, None, violation)
        self.count.verified += 1
        return Arrival(octets, frame, None)

    @property
    def held(self) -> bytes:
        """Octets of a frame that is not complete yet."""
        return self._stream.held

    def next_deadline(self) -> int | None:
        return self._last_octet_ns + self.inter_octet_timeout_ns if self._stream.held else None

    def tick(self, now: int) -> None:
        deadline = self.next_deadline()
        if deadline is not None and now >= deadline:
            self.count.noise_octets += len(self._stream.drop_held())
            self._is_cut = True
