"""Lengths as BER (ITU-T X.690 8.1.3) and A-XDR (IEC 61334-6) both write them.

One octet below 128, otherwise 80 + n and n octets. Indefinite lengths do not
occur here; a long form where the short one would do is legal and accepted.
"""

from conformance.codec.kinds import Kind, too_short
from conformance.codec.tree import counted, octet_in_hex
from conformance.errors import ProtocolViolation


class Length(Kind[int]):
    """A count of octets, or of elements, of at most four octets."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[int, int]:
        if at >= end:
            raise too_short(1, at, end, field)
        first = octets[at]
        if first < 0x80:
            return first, at + 1
        count = first & 0x7F
        if not 1 <= count <= 4:
            raise ProtocolViolation(octet_in_hex(first), "a definite length of 1 to 4 octets", offset=at, field=field)
        behind = at + 1 + count
        if behind > end:
            raise too_short(count, at + 1, end, field)
        return int.from_bytes(octets[at + 1 : behind], "big"), behind

    def encode(self, value: int, field: str) -> bytes:
        if value < 0x80:
            return bytes((value,))
        octets = value.to_bytes((value.bit_length() + 7) // 8, "big")
        return bytes((0x80 | len(octets),)) + octets


LENGTH = Length()


def decode_extent(octets: bytes, at: int, end: int, field: str) -> tuple[int, int]:
    """A length and the content it announces: the range of that content, within `end`."""
    size, start = LENGTH.decode(octets, at, end, f"length of {field}")
    if size > end - start:
        raise ProtocolViolation(
            f"length {size}", f"at most the {counted(end - start, 'octet')} left", offset=at, field=field
        )
    return start, start + size
