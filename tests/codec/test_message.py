"""Messages: the codec that is written from a field table, and what it says when something does not fit."""

import linecache
import pickle
from typing import Any

import pytest

from conformance.codec.kinds import I8, I16, I32, I64, U8, U16, U32, U64, Counted, IfAny, Maybe, Octets
from conformance.codec.message import Embedded, Message, decode_slowly, encode_slowly, message, wire
from conformance.errors import ProtocolViolation


@message(tag=b"\xaa\x01")
class Sample(Message):
    number: int = wire(U8)
    place: bytes = wire(Octets(2))
    offset: int = wire(I16)
    name: bytes = wire(Counted(U8))
    level: int = wire(U16)
    mark: int | None = wire(Maybe(U8), default=None)


@message()
class Inner(Message):
    first: int = wire(U8)
    second: int = wire(U16)


@message(tag=b"\x0c", has_length=True)
class Outer(Message):
    inner: Inner = wire(Embedded(Inner))
    more: int | None = wire(IfAny(U8), default=None)


@message(tag=b"\xee")
class Nothing(Message):
    pass


@message()
class Integers(Message):
    u8: int = wire(U8)
    u16: int = wire(U16)
    u32: int = wire(U32)
    u64: int = wire(U64)
    i8: int = wire(I8)
    i16: int = wire(I16)
    i32: int = wire(I32)
    i64: int = wire(I64)


OCTETS = bytes.fromhex("AA01 07 0102 FFFE 03414243 1234 0109")
VALUE = Sample(7, b"\x01\x02", -2, b"ABC", 0x1234, 9)


def test_fields_stand_in_the_order_of_the_table() -> None:
    assert VALUE.encode() == OCTETS
    assert Sample.decode(OCTETS) == VALUE


def test_message_within_octets() -> None:
    assert Sample.decode_at(b"\x00" + OCTETS + b"\x99", 1, 1 + len(OCTETS)) == (VALUE, 1 + len(OCTETS))


@pytest.mark.parametrize("end", range(len(OCTETS)))
def test_end_is_kept_to_even_if_octets_follow(end: int) -> None:
    with pytest.raises(ProtocolViolation) as cut:
        Sample.decode_at(OCTETS, 0, end)
    with pytest.raises(ProtocolViolation) as alone:
        Sample.decode(OCTETS[:end])
    assert str(cut.value) == str(alone.value)
    assert cut.value.offset is not None
    assert cut.value.offset <= end


def test_embedded_message_and_length() -> None:
    value = Outer(Inner(1, 2), 3)
    assert value.encode().hex() == "0c0401000203"
    assert Outer.decode(bytes.fromhex("0C03010002")) == Outer(Inner(1, 2))
    with pytest.raises(ProtocolViolation, match=r"^octet 3: found 1 octet left, wanted 2 \(second\)$"):
        Outer.decode(bytes.fromhex("0C020100"))


def test_integers_of_every_width() -> None:
    """The codec written with struct and the kinds themselves agree, at both limits of each kind."""
    bits = (8, 16, 32, 64)
    largest = Integers(*((1 << width) - 1 for width in bits), *((1 << width - 1) - 1 for width in bits))
    smallest = Integers(0, 0, 0, 0, *(-(1 << width - 1) for width in bits))
    assert largest.encode().hex() == "ff" * 15 + "7f" + "7fff" + "7fffffff" + "7fffffffffffffff"
    assert smallest.encode().hex() == "00" * 15 + "80" + "8000" + "80000000" + "8000000000000000"
    for value in (largest, smallest):
        octets = value.encode()
        assert encode_slowly(value) == octets
        assert Integers.decode(octets) == value
        assert decode_slowly(Integers, octets, 0, len(octets)) == (value, 30)


def test_message_without_fields() -> None:
    assert Nothing().encode() == b"\xee"
    assert Nothing.decode(b"\xee") == Nothing()
    with pytest.raises(ProtocolViolation, match="tag of Nothing"):
        Nothing.decode(b"\xef")


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("number", 256, "number: 256, wanted an integer from 0 to 255"),
        ("offset", -32769, "offset: -32769, wanted an integer from -32768 to 32767"),
        ("place", b"\x01", "place: 1 octets, wanted 2"),
        ("place", b"\x01\x02\x03", "place: 3 octets, wanted 2"),
        ("level", None, "level: None, wanted an integer from 0 to 65535"),
        ("mark", 300, "mark: 300, wanted an integer from 0 to 255"),
        ("name", bytes(256), "length of name: 256, wanted an integer from 0 to 255"),
    ],
)
def test_what_does_not_fit_is_named(field: str, value: Any, text: str) -> None:
    """struct alone would cut a string, pad it, or name no field."""
    wrong = Sample.decode(OCTETS)
    setattr(wrong, field, value)
    with pytest.raises(ValueError, match="wanted") as refused:
        wrong.encode()
    assert str(refused.value) == text


def test_message_takes_no_other_attributes() -> None:
    with pytest.raises(AttributeError):
        VALUE.colour = 1  # type: ignore[attr-defined]


def test_written_codec_can_be_read_in_a_traceback() -> None:
    lines = linecache.getlines("<codec of Sample>")
    assert lines[0] == "def decode_at(cls, octets, at, end):\n"
    assert any("unpack" in line for line in lines)


def test_tree() -> None:
    tree = Sample.tree(b"\x00" + OCTETS, 1)
    assert [(child.name, child.text, child.start, child.end) for child in tree.children] == [
        ("tag", "AA 01", 1, 3),
        ("number", "7", 3, 4),
        ("place", "01 02", 4, 6),
        ("offset", "-2", 6, 8),
        ("name", "41 42 43", 8, 12),
        ("level", "4660", 12, 14),
        ("mark", "9", 14, 16),
    ]
    assert (tree.name, tree.start, tree.end) == ("Sample", 1, 16)


def test_violation_survives_a_process_boundary() -> None:
    with pytest.raises(ProtocolViolation) as refused:
        Sample.decode(OCTETS[:3])
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301
    assert type(again) is ProtocolViolation
    assert str(again) == str(refused.value) == "octet 3: found 0 octets left, wanted 2 (place)"
    assert (again.offset, again.field) == (3, "place")
