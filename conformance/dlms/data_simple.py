"""Values of the simple types of xDLMS `Data`, without their tags (IEC 62056-5-3; A-XDR: IEC 61334-6)."""

import struct
from collections.abc import Callable
from typing import Any

from conformance.codec.kinds import too_short
from conformance.codec.length import LENGTH, decode_extent
from conformance.codec.tree import counted
from conformance.dlms.data_types import BIT_STRING, BOOLEAN, SIMPLE_TYPES, STRINGS, Bits, DataType
from conformance.errors import ProtocolViolation

Decoded = tuple[DataType, Any, int]
"""Type, value, and the position behind it."""

Decoder = Callable[[bytes, int, int, int], Decoded]
"""Takes the octets, where the value starts (behind its tag), where they end, and the depth of nesting."""


def encode_simple(kind: DataType, value: Any) -> bytes:
    if kind.struct_code:
        if kind.struct_code.endswith("s") and len(value) != kind.width:
            raise ValueError(f"{kind}: {len(value)} octets, wanted {kind.width}")
        return struct.pack(f">{kind.struct_code}", value)
    if kind in STRINGS:
        return LENGTH.encode(len(value), kind.name) + bytes(value)
    if kind is BOOLEAN:
        return bytes((int(value),))
    if kind is BIT_STRING:
        return LENGTH.encode(value.length, kind.name) + bytes(value.octets)
    return b""


def _decoder_of(kind: DataType) -> Decoder:
    if kind.struct_code:
        return _fixed_decoder(kind)
    if kind in STRINGS:
        return _string_decoder(kind)
    if kind is BOOLEAN:
        return _decode_boolean
    if kind is BIT_STRING:
        return _decode_bit_string
    return lambda octets, at, end, depth: (kind, None, at)


def _fixed_decoder(kind: DataType) -> Decoder:
    unpack, width = struct.Struct(f">{kind.struct_code}").unpack_from, kind.width

    def decode(octets: bytes, at: int, end: int, depth: int) -> Decoded:
        behind = at + width
        if behind > end:
            raise too_short(width, at, end, kind.name)
        return kind, unpack(octets, at)[0], behind

    return decode


def _string_decoder(kind: DataType) -> Callable[[bytes, int, int, int], Decoded]:
    def decode(octets: bytes, at: int, end: int, depth: int) -> Decoded:
        if at < end and (length := octets[at]) < 0x80 and (behind := at + 1 + length) <= end:
            return kind, octets[at + 1 : behind], behind
        start, limit = decode_extent(octets, at, end, kind.name)
        return kind, octets[start:limit], limit

    return decode


def _decode_boolean(octets: bytes, at: int, end: int, depth: int) -> Decoded:
    if at >= end:
        raise too_short(1, at, end, "boolean")
    octet = octets[at]
    return BOOLEAN, bool(octet) if octet < 2 else octet, at + 1


def _decode_bit_string(octets: bytes, at: int, end: int, depth: int) -> Decoded:
    length, start = LENGTH.decode(octets, at, end, "length of bit-string")
    behind = start + (length + 7) // 8
    if behind > end:
        raise ProtocolViolation(
            counted(length, "bit"), f"at most the {counted(end - start, 'octet')} left", offset=at, field="bit-string"
        )
    return BIT_STRING, Bits(length, octets[start:behind]), behind


SIMPLE_DECODERS: dict[int, Decoder] = {kind.tag: _decoder_of(kind) for kind in SIMPLE_TYPES}
