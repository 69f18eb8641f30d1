"""compact-array (IEC 62056-5-3, Data [19]): the type once, then the contents without tags.

    13 | type description | length | contents of all elements

A type description is a tag; `array` adds a 16-bit count and the description of
an element, `structure` a length and the description of each member.
"""

from collections.abc import Sequence
from typing import Any

from conformance.codec.kinds import U16, too_short
from conformance.codec.length import LENGTH, decode_extent
from conformance.codec.tree import counted, octet_in_hex
from conformance.dlms.data_simple import SIMPLE_DECODERS, Decoded, encode_simple
from conformance.dlms.data_types import (
    ARRAY,
    COMPACT_ARRAY,
    SIMPLE_BY_TAG,
    STRUCTURE,
    Composite,
    DataType,
    composite_type,
)
from conformance.errors import ProtocolViolation

MAX_DEPTH = 8
"""Levels of a type description."""

UNPAID_VALUES = 256
"""Values, structures and arrays counted too, that may come out of no octets; beyond, every four need an octet."""


def decode_compact_array(octets: bytes, at: int, end: int, depth: int) -> Decoded:
    element, values_each, at = _decode_description(octets, at, end, 0, _affordable(end - at))
    at, limit = decode_extent(octets, at, end, "contents of compact-array")
    affordable = _affordable(limit - at)
    values: list[Any] = []
    while at < limit:
        value, behind = _decode_content(element, octets, at, limit)
        if behind == at:
            raise ProtocolViolation(
                f"{counted(limit - at, 'octet')} of contents",
                "none, the element has no content",
                offset=at,
                field="compact-array",
            )
        values.append(value)
        _check_values(values_each * len(values), at, affordable)
        at = behind
    return composite_type(COMPACT_ARRAY, [element]), values, at


def _decode_description(octets: bytes, at: int, end: int, depth: int, most: int) -> tuple[DataType, int, int]:
    """Answers the described type, how many simple values one such element has (at most `most`), the position behind."""
    if at >= end:
        raise too_short(1, at, end, "type description")
    tag = octets[at]
    if depth > MAX_DEPTH:
        raise ProtocolViolation("one level more", f"at most {MAX_DEPTH} levels", offset=at, field="type description")
    if tag == ARRAY:
        count, behind = U16.decode(octets, at + 1, end, "elements in type description")
        if count == 0:
            raise ProtocolViolation("0 elements", "at least 1", offset=at + 1, field="type description")
        member, values, behind = _decode_description(octets, behind, end, depth + 1, most)
        values = values * count + 1
        _check_values(values, at, most)
        return composite_type(tag, [member] * count), values, behind
    if tag == STRUCTURE:
        count, behind = LENGTH.decode(octets, at + 1, end, "members in type description")
        members: list[DataType] = []
        values = 1
        for _ in range(count):
            member, more, behind = _decode_description(octets, behind, end, depth + 1, most)
            members.append(member)
            values += more
            _check_values(values, at, most)
        return composite_type(tag, members), values, behind
    if tag not in SIMPLE_BY_TAG:
        raise ProtocolViolation(
            f"tag {tag} ({octet_in_hex(tag)})", "a type of xDLMS Data", offset=at, field="type description"
        )
    return SIMPLE_BY_TAG[tag], 1, at + 1


def _affordable(octets: int) -> int:
    return max(UNPAID_VALUES, 4 * octets)


def _check_values(values: int, at: int, bound: int) -> None:
    if values > bound:
        raise ProtocolViolation(f"{values} values", f"at most {bound}", offset=at, field="compact-array")


def _decode_content(kind: DataType, octets: bytes, at: int, end: int) -> tuple[Any, int]:
    if not isinstance(kind, Composite):
        _, value, behind = SIMPLE_DECODERS[kind.tag](octets, at, end, 0)
        return value, behind
    values = []
    for member in kind.members:
        value, at = _decode_content(member, octets, at, end)
        values.append(value)
    return values, at


def encode_compact_array(kind: Composite, values: Sequence[Any]) -> bytes:
    (element,) = kind.members
    contents = b"".join(_encode_content(element, value) for value in values)
    return _encode_description(element) + LENGTH.encode(len(contents), "contents") + contents


def _encode_description(kind: DataType) -> bytes:
    if not isinstance(kind, Composite):
        return bytes((kind.tag,))
    if kind.tag == ARRAY:
        return bytes((ARRAY,)) + U16.encode(len(kind.members), "elements") + _encode_description(kind.members[0])
    described = b"".join(map(_encode_description, kind.members))
    return bytes((STRUCTURE,)) + LENGTH.encode(len(kind.members), "members") + described


def _encode_content(kind: DataType, value: Any) -> bytes:
    if isinstance(kind, Composite):
        return b"".join(_encode_content(member, part) for member, part in zip(kind.members, value, strict=True))
    return encode_simple(kind, value)
