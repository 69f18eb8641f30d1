"""Kinds of field: what they refuse to write, codes without a name, and how a field is shown."""

import pytest

from conformance.codec.axdr import BOOLEAN, SequenceOf
from conformance.codec.kinds import (
    I8,
    I16,
    U8,
    U16,
    U32,
    Choice,
    Code,
    Counted,
    IfAny,
    Integer,
    Kind,
    Maybe,
    Octets,
    OpenEnum,
    Rest,
)
from conformance.errors import ProtocolViolation


class Colour(OpenEnum):
    RED = 0
    DARK_BLUE = 5


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (U8, 256, "f: 256, wanted an integer from 0 to 255"),
        (U8, -1, "f: -1, wanted an integer from 0 to 255"),
        (I8, 128, "f: 128, wanted an integer from -128 to 127"),
        (I16, -32769, "f: -32769, wanted an integer from -32768 to 32767"),
        (U32, 2**32, "f: 4294967296, wanted an integer from 0 to 4294967295"),
        (U8, "1", "f: '1', wanted an integer from 0 to 255"),
        (Octets(6), b"12345", "f: 5 octets, wanted 6"),
        (Counted(U8), bytes(256), "length of f: 256, wanted an integer from 0 to 255"),
        (Code(U8, Colour), 300, "f: 300, wanted an integer from 0 to 255"),
        (SequenceOf(U8), [0, 256], "f: 256, wanted an integer from 0 to 255"),
        (Choice({0: (bytes, Rest()), 1: (Colour, Code(U8, Colour))}), 7, "f: 7, wanted bytes or Colour"),
    ],
)
def test_what_does_not_fit_is_not_written(kind: Kind[object], value: object, message: str) -> None:
    with pytest.raises(ValueError, match="wanted") as refused:
        kind.encode(value, "f")
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("kind", "limits"), [(U8, (0, 255)), (I8, (-128, 127)), (U16, (0, 65535)), (I16, (-32768, 32767))]
)
def test_limits_of_integers_are_written(kind: Integer, limits: tuple[int, int]) -> None:
    for value in limits:
        octets = kind.encode(value, "f")
        assert kind.decode(b"\xee" + octets + b"\xee", 1, 1 + kind.width, "f") == (value, 1 + kind.width)


def test_known_code() -> None:
    assert Colour(5) is Colour.DARK_BLUE
    assert Colour.DARK_BLUE.is_known
    assert Colour.DARK_BLUE.label == "dark-blue (5)"


def test_unknown_code() -> None:
    unknown = Colour(9)
    assert (unknown.name, unknown.label, unknown.is_known) == ("UNKNOWN_9", "unknown-9 (9)", False)
    assert unknown == Colour(9) == 9
    assert [colour.name for colour in Colour] == ["RED", "DARK_BLUE"], "no trace is left among the known"
    with pytest.raises(ValueError, match="'x', wanted an integer code of Colour"):
        Colour("x")  # type: ignore[arg-type]


def test_optional_fields_as_text_and_node() -> None:
    maybe, if_any = Maybe(U16), IfAny(U16)
    assert [maybe.text(None), maybe.text(7), if_any.text(None), if_any.text(7)] == ["absent", "7", "absent", "7"]
    node, behind = maybe.node("f", b"\x01\x00\x07", 0, 3)
    assert (node.text, node.start, node.end, behind) == ("7", 0, 3, 3)
    node, behind = maybe.node("f", b"\xff\x00", 1, 2)
    assert (node.text, node.start, node.end, behind) == ("absent", 1, 2, 2)


def test_choice_as_node_starts_with_its_selector() -> None:
    kind = Choice({0: (int, U16), 1: (Colour, Code(U8, Colour))})
    node, behind = kind.node("f", b"\x01\x05", 0, 2)
    assert (node.text, node.start, node.end, behind) == ("dark-blue (5)", 0, 2, 2)


def test_boolean() -> None:
    assert [BOOLEAN.decode(bytes((octet,)), 0, 1, "f")[0] for octet in (0, 1, 255)] == [False, True, True]
    assert [BOOLEAN.encode(value, "f") for value in (False, True)] == [b"\x00", b"\x01"]


@pytest.mark.parametrize(
    ("count", "head"), [(0, "00"), (1, "01"), (127, "7F"), (128, "8180"), (255, "81FF"), (256, "820100")]
)
def test_sequence_is_counted_in_elements(count: int, head: str) -> None:
    kind, values = SequenceOf(U16), list(range(count))
    octets = kind.encode(values, "f")
    assert octets == bytes.fromhex(head) + b"".join(value.to_bytes(2, "big") for value in values)
    assert kind.decode(b"\xee" + octets + b"\xee", 1, 1 + len(octets), "f") == (values, 1 + len(octets))


def test_violation_in_a_sequence_names_the_element() -> None:
    with pytest.raises(ProtocolViolation, match=r"^octet 4: found 0x02, wanted 0x00 or 0x01 \(presence of f\[2\]\)$"):
        SequenceOf(Maybe(U8)).decode(bytes.fromhex("0300010502"), 0, 5, "f")


def test_sequence_as_text_and_node() -> None:
    kind = SequenceOf(U16)
    assert kind.text([1, 2, 3]) == "3 elements"
    node, behind = kind.node("f", b"\xff\x02\x00\x07\x00\x09", 1, 6)
    assert (node.text, node.start, node.end, behind) == ("2 elements", 1, 6, 6)
    assert [(child.name, child.text, child.start, child.end) for child in node.children] == [
        ("[0]", "7", 2, 4),
        ("[1]", "9", 4, 6),
    ]


def test_octets_are_shown_in_hexadecimal() -> None:
    assert Octets(3).text(b"\x0a\xff\x00") == "0A FF 00"
