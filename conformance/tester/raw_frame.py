"""An HDLC frame part by part, each of which can be wrong by itself (IEC 62056-46 6.4.1).

Whatever is changed, all other parts are made to fit, the check sequences last:
a DUT that refuses such a frame can refuse it for one reason only.
"""

from dataclasses import dataclass

from conformance.codec.checksum import crc16_x25
from conformance.dlms.hdlc.frame import FLAG, FORMAT_TYPE, HdlcFrame


@dataclass(slots=True)
class RawFrame:
    """The parts of a frame without segmentation, as octets where a right frame would have addresses."""

    destination: bytes
    source: bytes
    control: int
    information: bytes = b""
    opening: bytes = FLAG
    format_type: int = FORMAT_TYPE
    length_error: int = 0
    """What is added to the right length."""

    hcs_error: int = 0
    """Bits of the header check sequence that are inverted; only frames with information have one."""

    fcs_error: int = 0
    """Bits of the frame check sequence that are inverted."""

    closing: bytes = FLAG

    @classmethod
    def of(cls, frame: HdlcFrame) -> "RawFrame":
        """The parts of a right frame, to be made wrong."""
        return cls(frame.destination.encode(), frame.source.encode(), frame.control, frame.information)

    def encode(self) -> bytes:
        head = self.destination + self.source + bytes((self.control,))
        length = 2 + len(head) + 2 + (len(self.information) + 2 if self.information else 0) + self.length_error
        body = bytes((self.format_type << 4 | length >> 8, length & 0xFF)) + head
        if self.information:
            body += _spoilt(crc16_x25(body), self.hcs_error) + self.information
        body += _spoilt(crc16_x25(body), self.fcs_error)
        return self.opening + body + self.closing


def _spoilt(check: bytes, error: int) -> bytes:
    return bytes((check[0] ^ (error & 0xFF), check[1] ^ (error >> 8)))
