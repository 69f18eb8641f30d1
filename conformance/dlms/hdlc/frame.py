"""HDLC frame format type 3 (ISO/IEC 13239 annex H.4, IEC 62056-46 6.4.1), without its flags.

    format (2) | destination | source | control | HCS (2) | information | FCS (2)

The format field holds the type (1010), the segmentation bit and the length of
all that stands between the flags. A frame without information has no HCS. There
is no octet stuffing: the length tells where the closing flag is.
"""

from dataclasses import dataclass

from conformance.codec.checksum import crc16_x25
from conformance.codec.tree import Node, hex_text, in_hex
from conformance.dlms.hdlc.address import HdlcAddress, decode_address
from conformance.dlms.hdlc.control import Control, FrameKind
from conformance.errors import ProtocolViolation

FLAG = b"\x7e"
FORMAT_TYPE = 0xA
SEGMENTED = 0x08
_FORMAT = "HDLC frame format"
LARGEST_FRAME = 0x7FF
"""Largest length that the eleven bits of the format field can tell."""


class CheckSequenceViolation(ProtocolViolation):
    """HCS or FCS does not match: on a noisy line nobody's fault."""


@dataclass(slots=True)
class HdlcFrame:
    destination: HdlcAddress
    source: HdlcAddress
    control: int
    information: bytes = b""
    segmented: bool = False

    @property
    def kind(self) -> FrameKind | None:
        return Control.decode(self.control).kind

    def encode(self) -> bytes:
        """The frame between two flags."""
        head = self.destination.encode() + self.source.encode() + bytes((self.control,))
        length = 2 + len(head) + 2 + (len(self.information) + 2 if self.information else 0)
        if length > LARGEST_FRAME:
            raise ValueError(f"a frame of {length} octets; the length field ends at {LARGEST_FRAME}")
        form = FORMAT_TYPE << 4 | (SEGMENTED if self.segmented else 0) | length >> 8
        head = bytes((form, length & 0xFF)) + head
        body = head + crc16_x25(head)
        if self.information:
            body += self.information
            body += crc16_x25(body)
        return FLAG + body + FLAG

    @classmethod
    def decode(cls, octets: bytes) -> "HdlcFrame":
        """Decode a frame with its flags; offsets in violations count from the opening flag."""
        if len(octets) < 2 or octets[:1] != FLAG or octets[-1:] != FLAG:
            raise ProtocolViolation(in_hex(octets, 8), "a frame between two flags", offset=0, rule="DLMS-HDLC-FLAG")
        end = len(octets) - 1
        if end < 3:
            raise ProtocolViolation(
                f"{end - 1} octets", "at least the format field", offset=1, field="HDLC frame", rule="DLMS-HDLC-FLAG"
            )
        form, length = octets[1], (octets[1] & 7) << 8 | octets[2]
        if form >> 4 != FORMAT_TYPE:
            raise ProtocolViolation(
                f"type 0x{form >> 4:X}", "type 0xA", offset=1, field=_FORMAT, rule="DLMS-HDLC-FORMAT"
            )
        if length != end - 1:
            raise ProtocolViolation(f"length {length}", f"{end - 1}", offset=2, field=_FORMAT, rule="DLMS-HDLC-LENGTH")
        destination, at = decode_address(octets, 3, end, "destination address")
        source, at = decode_address(octets, at, end, "source address")
        if at + 3 > end:
            raise _too_short(octets, at, "control and check sequence")
        control = octets[at]
        at += 1
        _verify(octets, at, "FCS" if at + 2 == end else "HCS")
        at += 2
        information = b""
        if at < end:
            if end - at < 3:
                raise _too_short(octets, at, "information and FCS")
            information = octets[at : end - 2]
            _verify(octets, end - 2, "FCS")
        return cls(destination, source, control, information, bool(form & SEGMENTED))


def has_right_fcs(octets: bytes) -> bool:
    """True if the last two octets before the closing flag check all that stands before them, whatever that is."""
    return len(octets) > 4 and octets[-3:-1] == crc16_x25(octets[1:-3])


def _verify(octets: bytes, at: int, field: str) -> None:
    wanted = crc16_x25(octets[1:at])
    found = octets[at : at + 2]
    if found != wanted:
        raise CheckSequenceViolation(in_hex(found), in_hex(wanted), offset=at, field=field, rule=f"DLMS-HDLC-{field}")


def _too_short(octets: bytes, at: int, wanted: str) -> ProtocolViolation:
    left = f"{len(octets) - 1 - at} octets left"
    return ProtocolViolation(left, wanted, offset=at, field="HDLC", rule="DLMS-HDLC-FLAG")


def frame_tree(octets: bytes) -> tuple[Node, HdlcFrame]:
    """The decoded frame with its octet ranges, and the frame itself."""
    frame = HdlcFrame.decode(octets)
    at = 3
    form = Node("frame format", f"type 3{', segmented' if frame.segmented else ''}, length {len(octets) - 2}", 1, 3)
    children = [form]
    for name, address in (("destination", frame.destination), ("source", frame.source)):
        children.append(Node(name, str(address), at, at + address.width))
        at += address.width
    children.append(Node("control", f"{Control.decode(frame.control)} ({frame.control:02X})", at, at + 1))
    check = Node("HCS" if frame.information else "FCS", hex_text(octets[at + 1 : at + 3]), at + 1, at + 3)
    children.append(check)
    if frame.information:
        end = len(octets) - 3
        children.append(Node("information", f"{len(frame.information)} octets", at + 3, end))
        children.append(Node("FCS", hex_text(octets[end : end + 2]), end, end + 2))
    return Node("HdlcFrame", str(Control.decode(frame.control)), 0, len(octets), children), frame
