"""A-XDR coding of xDLMS `Data` (IEC 62056-5-3; A-XDR: IEC 61334-6).

Decoding is one table, tag to function. An array whose rows all look like its
first, as a load profile does, is checked and unpacked as one block.
"""

import struct
from typing import Any

from conformance.codec.kinds import Kind, too_short
from conformance.codec.length import LENGTH
from conformance.codec.source import DecoderSource, EncoderSource
from conformance.codec.tree import Node, counted, octet_in_hex
from conformance.dlms.compact_array import decode_compact_array, encode_compact_array
from conformance.dlms.data_rows import RowPlan
from conformance.dlms.data_simple import SIMPLE_DECODERS, Decoded, Decoder, encode_simple
from conformance.dlms.data_types import (
    ARRAY,
    COMPACT_ARRAY,
    STRINGS,
    STRUCTURE,
    Composite,
    Data,
    DataType,
    composite_type,
)
from conformance.errors import ProtocolViolation

MAX_DEPTH = 64
"""Composites within composites that are followed; no COSEM attribute comes near it."""

MEMBERS_IN_TREE = 64
"""Members of one composite that a tree lists; the rest is counted there."""


def decode_data(octets: bytes) -> Data:
    """Decode exactly one value."""
    return DATA.decode_whole(octets, "data")


def encode_data(data: Data) -> bytes:
    return _encode(data.type, data.value)


class DataKind(Kind[Data]):
    """A tagged value as a field of a message."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[Data, int]:
        kind, value, behind = _decode(octets, at, end, 0)
        return Data(kind, value), behind

    def encode(self, value: Data, field: str) -> bytes:
        return _encode(value.type, value.value)

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        decoders, data = source.bind(_DECODERS, "decoders"), source.bind(Data, "data")
        string, size = source.bind(_STRING_BY_TAG.get, "string"), source.octet(1)
        # Most answers are short strings, and a call would cost more than all the rest of them.
        source.add(f"data = {target} = new({data})", f"data.type = {string}({source.octet()})")
        source.add(f"if data.type is None or {size} > 127:")
        source.add(f"    data.type, data.value, at = {decoders}[{source.octet()}](octets, {source.here(1)}, end, 0)")
        source.add("else:")
        source.add(f"    data.value = octets[{source.here(2)} : {source.here(2)} + {size}]")
        source.add(f"    at = {source.here(2)} + {size}")
        source.moved()

    def write_encode(self, source: EncoderSource, value: str, field: str) -> None:
        source.append(f"{source.bind(_encode, 'encode')}({value}.type, {value}.value)")

    def text(self, value: Data) -> str:
        return value.label

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        data, _ = self.decode(octets, at, end, name)
        return _node_of(name, data, octets, at, end)


DATA = DataKind()


def _node_of(name: str, data: Data, octets: bytes, at: int, end: int) -> tuple[Node, int]:
    """The tree of data that has been decoded; only where its members stand is still to be found out."""
    if data.type.tag not in (ARRAY, STRUCTURE):
        _, _, behind = _decode(octets, at, end, 0)
        return Node(name, data.label, at, behind), behind
    node = Node(name, data.label, at, at)
    _, behind = LENGTH.decode(octets, at + 1, end, name)
    for number in range(min(len(data), MEMBERS_IN_TREE)):
        child, behind = _node_of(f"[{number}]", data[number], octets, behind, end)
        node.children.append(child)
    if len(data) > MEMBERS_IN_TREE:
        rest = behind
        for _ in range(len(data) - MEMBERS_IN_TREE):
            _, _, behind = _decode(octets, behind, end, 0)
        node.children.append(Node("…", f"{len(data) - MEMBERS_IN_TREE} more members", rest, behind))
    node.end = behind
    return node, behind


def _decode(octets: bytes, at: int, end: int, depth: int) -> Decoded:
    if at >= end:
        raise too_short(1, at, end, "tag of data")
    return _DECODERS[octets[at]](octets, at + 1, end, depth)


def _decode_unknown(octets: bytes, at: int, end: int, depth: int) -> Decoded:
    raise ProtocolViolation(
        f"tag {octets[at - 1]} ({octet_in_hex(octets[at - 1])})", "a type of xDLMS Data", offset=at - 1, field="data"
    )


def _decode_members(tag: int, octets: bytes, at: int, end: int, depth: int) -> Decoded:
    count, start = LENGTH.decode(octets, at, end, "number of members")
    if count > end - start:
        raise ProtocolViolation(
            counted(count, "member"), f"at most the {counted(end - start, 'octet')} left", offset=at, field="data"
        )
    if depth >= MAX_DEPTH:
        raise ProtocolViolation("one level more", f"at most {MAX_DEPTH} levels of nesting", offset=at, field="data")
    types: list[DataType] = []
    values: list[Any] = []
    at = start
    if tag == ARRAY and count >= 4:
        kind, value, behind = _decode(octets, at, end, depth + 1)
        plan = RowPlan.of(octets[at:behind])
        if plan is not None:
            rows, behind = plan.unpack(octets, at, end, count)
            types, values = [kind] * len(rows), rows
        else:
            types, values = [kind], [value]
        at = behind
    for _ in range(count - len(values)):
        kind, value, at = _decode(octets, at, end, depth + 1)
        types.append(kind)
        values.append(value)
    return composite_type(tag, types), values, at


_STRING_BY_TAG = {kind.tag: kind for kind in STRINGS}

_DECODERS: list[Decoder] = [SIMPLE_DECODERS.get(tag, _decode_unknown) for tag in range(256)]
_DECODERS[ARRAY] = lambda octets, at, end, depth: _decode_members(ARRAY, octets, at, end, depth)
_DECODERS[STRUCTURE] = lambda octets, at, end, depth: _decode_members(STRUCTURE, octets, at, end, depth)
_DECODERS[COMPACT_ARRAY] = decode_compact_array


def _encode(kind: DataType, value: Any) -> bytes:
    try:
        if kind.tag in _STRING_BY_TAG and len(value) < 0x80:
            return bytes((kind.tag, len(value))) + bytes(value)
        return bytes((kind.tag,)) + _encode_content(kind, value)
    except (struct.error, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"{kind}: {value!r} cannot be encoded ({error})") from None


def _encode_content(kind: DataType, value: Any) -> bytes:
    if not isinstance(kind, Composite):
        return encode_simple(kind, value)
    if kind.tag == COMPACT_ARRAY:
        return encode_compact_array(kind, value)
    if len(value) != len(kind.members):
        raise ValueError(f"{len(value)} values, wanted {len(kind.members)} for {kind}")
    return LENGTH.encode(len(value), kind.name) + b"".join(map(_encode, kind.members, value))
