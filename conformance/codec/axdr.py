"""A-XDR (IEC 61334-6): what its components need beyond fixed-width integers."""

from conformance.codec.kinds import Kind, too_short
from conformance.codec.length import LENGTH, decode_extent


class OctetString(Kind[bytes]):
    """OCTET STRING of variable length."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        start, limit = decode_extent(octets, at, end, field)
        return octets[start:limit], limit

    def encode(self, value: bytes, field: str) -> bytes:
        return LENGTH.encode(len(value), field) + value


OCTET_STRING = OctetString()


class Boolean(Kind[bool]):
    """BOOLEAN: 00 is false, any other octet true."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bool, int]:
        if at >= end:
            raise too_short(1, at, end, field)
        return octets[at] != 0, at + 1

    def encode(self, value: bool, field: str) -> bytes:
        return b"\x01" if value else b"\x00"


BOOLEAN = Boolean()
