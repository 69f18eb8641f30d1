"""Decoded values in the words of the vector files: plain tables, texts and numbers.

The words are the standard's (type names of Data, names of codes), so that a
vector can be read beside the standard and pins the names as well as the numbers.
"""

import dataclasses
from enum import IntFlag
from typing import Any

from conformance.codec.kinds import OpenEnum
from conformance.codec.message import Message
from conformance.dlms.data_types import ARRAY, COMPACT_ARRAY, LONG64_UNSIGNED, Bits, Composite, Data, DataType
from conformance.dlms.hdlc.control import Control
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters


def plain(value: Any) -> Any:
    """A decoded value as a vector file would write it; absent fields are left out."""
    if isinstance(value, Message):
        return plain_fields({name: getattr(value, name) for name, _ in value.layout.fields})
    if isinstance(value, Data):
        return plain_data(value)
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, HdlcFrame):
        return plain_frame(value)
    if isinstance(value, HdlcParameters):
        return dataclasses.asdict(value)
    if isinstance(value, OpenEnum):
        return f"{type(value).__name__}: {value.label}"
    if isinstance(value, IntFlag):
        return int(value)
    if isinstance(value, bytes):
        return value.hex().upper()
    if isinstance(value, (bool, int, float)):
        return value
    raise TypeError(f"no plain form of {value!r}")


def plain_fields(values: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items() if value is not None}


def plain_frame(frame: HdlcFrame) -> dict[str, Any]:
    control = Control.decode(frame.control)
    if control.encode() != frame.control:
        raise ValueError(f"control {frame.control:02X} is encoded as {control.encode():02X}")
    return {
        "destination": list(frame.destination),
        "source": list(frame.source),
        "control": f"{frame.control:02X} {control}",
        "segmented": frame.segmented,
        "information": frame.information.hex().upper(),
    }


def plain_data(data: Data) -> dict[str, Any]:
    if not isinstance(data.type, Composite):
        return {data.type.name: _plain_simple(data.type, data.value)}
    if data.type.tag == COMPACT_ARRAY:
        (element,) = data.type.members
        return {data.type.name: {"of": _plain_type(element), "rows": [_plain_row(element, row) for row in data.value]}}
    return {data.type.name: [plain_data(member) for member in data]}


def _plain_simple(kind: DataType, value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.hex().upper()
    if kind.name == LONG64_UNSIGNED.name:  # wider than an integer of TOML
        return f"{value:016X}"
    if isinstance(value, Bits):
        return _plain_bits(value)
    if not isinstance(value, (bool, int, float)):
        raise TypeError(f"{kind}: {value!r}")
    return value


def _plain_bits(bits: Bits) -> str:
    """The bits; the octets as well where the padding behind the last bit is not zero."""
    padded = str(bits).ljust(8 * len(bits.octets), "0")
    clean = bytes(int(padded[at : at + 8], 2) for at in range(0, len(padded), 8))
    return str(bits) if clean == bits.octets else f"{bits} | {bits.octets.hex().upper()}"


def _plain_type(kind: DataType) -> Any:
    if not isinstance(kind, Composite):
        return kind.name
    if kind.tag == ARRAY:
        return {kind.name: [len(kind.members), _plain_type(kind.members[0])]}
    return {kind.name: [_plain_type(member) for member in kind.members]}


def _plain_row(kind: DataType, row: Any) -> Any:
    if not isinstance(kind, Composite):
        return _plain_simple(kind, row)
    return [_plain_row(member, part) for member, part in zip(kind.members, row, strict=True)]
