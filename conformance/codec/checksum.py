"""The check sequence of HDLC: CRC-16/X.25 (ISO/IEC 13239, 16-bit FCS)."""

import binascii

# binascii knows the same polynomial, most significant bit first, and runs at C
# speed; mirroring the bits of input and output turns one into the other.
_MIRROR = bytes(int(f"{octet:08b}"[::-1], 2) for octet in range(256))


def crc16_x25(octets: bytes) -> bytes:
    """Check sequence of some octets, in the order in which it is sent (low octet first)."""
    crc = binascii.crc_hqx(octets.translate(_MIRROR), 0xFFFF) ^ 0xFFFF
    return bytes((_MIRROR[crc >> 8], _MIRROR[crc & 0xFF]))
