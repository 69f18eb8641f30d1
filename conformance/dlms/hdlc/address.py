"""HDLC addresses: seven bits an octet, the lowest bit marks the last octet (IEC 62056-46 6.4.2).

A client's address is one octet, its SAP. A server's has an upper part, the
logical device, and may have a lower one, the physical device on a shared line:
one octet (upper only), two (upper, lower) or four (two octets each).
"""

from typing import NamedTuple

from conformance.errors import ProtocolViolation

WIDTHS = (1, 2, 4)


class HdlcAddress(NamedTuple):
    """An address and the number of octets in which it is written."""

    upper: int
    lower: int = 0
    width: int = 1

    def encode(self) -> bytes:
        if self.width == 1:
            parts = [self.upper]
        elif self.width == 2:
            parts = [self.upper, self.lower]
        else:
            parts = [self.upper >> 7, self.upper & 0x7F, self.lower >> 7, self.lower & 0x7F]
        if self.width not in WIDTHS or any(not 0 <= part < 0x80 for part in parts) or (self.width == 1 and self.lower):
            raise ValueError(f"{self} does not fit into {self.width} octets")
        return bytes(part << 1 for part in parts[:-1]) + bytes((parts[-1] << 1 | 1,))

    def __str__(self) -> str:
        return f"{self.upper}" if self.width == 1 else f"{self.upper}/{self.lower} ({self.width} octets)"


_RULE = "DLMS-HDLC-ADDRESS"


def decode_address(octets: bytes, at: int, end: int, field: str) -> tuple[HdlcAddress, int]:
    """Decode the address at `at`; answers it with the position behind it."""
    behind = at
    while behind < end and not octets[behind] & 1:
        behind += 1
    behind += 1
    if behind > end:
        raise ProtocolViolation("no last octet", "an octet with its lowest bit set", offset=at, field=field, rule=_RULE)
    parts = [octet >> 1 for octet in octets[at:behind]]
    width = len(parts)
    if width not in WIDTHS:
        raise ProtocolViolation(f"{width} octets", "1, 2 or 4 octets", offset=at, field=field, rule=_RULE)
    if width == 4:
        return HdlcAddress(parts[0] << 7 | parts[1], parts[2] << 7 | parts[3], 4), behind
    return HdlcAddress(parts[0], parts[1] if width == 2 else 0, width), behind
