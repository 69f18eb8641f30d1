"""Lengths and the BER subset against the examples and rules of ITU-T X.690."""

import contextlib

import pytest

from conformance.codec.ber import INTEGER, BitString, CodeContent, Content, Optional, Tagged, TaggedChoice
from conformance.codec.kinds import OpenEnum
from conformance.codec.length import LENGTH, decode_extent
from conformance.errors import ProtocolViolation

INTEGERS = {
    0: "00",
    1: "01",
    127: "7F",
    128: "0080",
    255: "00FF",
    256: "0100",
    32767: "7FFF",
    32768: "008000",
    -1: "FF",
    -127: "81",
    -129: "FF7F",
    -32769: "FF7FFF",
    2**63 - 1: "7FFFFFFFFFFFFFFF",
    1 - 2**63: "8000000000000001",
}
"""Contents octets of an INTEGER (X.690 8.3): two's complement in the fewest octets."""

POWERS = {-(2 ** (8 * octets - 1)): "80" + "00" * (octets - 1) for octets in range(1, 9)}
"""The most negative number of each width: -128 is 80, -32768 is 80 00."""


class Colour(OpenEnum):
    RED = 0
    DARK_BLUE = 5


class Shape(OpenEnum):
    ROUND = 0


@pytest.mark.parametrize(
    ("length", "octets"),
    [
        (0, "00"),
        (127, "7F"),
        (128, "8180"),
        (255, "81FF"),
        (256, "820100"),
        (65536, "83010000"),
        (2**32 - 1, "84FFFFFFFF"),
    ],
)
def test_length(length: int, octets: str) -> None:
    assert LENGTH.encode(length, "length").hex().upper() == octets
    assert LENGTH.decode(bytes.fromhex(octets), 0, len(octets) // 2, "length") == (length, len(octets) // 2)


@pytest.mark.parametrize(("octets", "length"), [("8105", 5), ("820005", 5), ("8400000005", 5)])
def test_length_of_more_octets_than_needed_is_legal(octets: str, length: int) -> None:
    """X.690 8.1.3.5, note 2."""
    assert LENGTH.decode(bytes.fromhex(octets), 0, len(octets) // 2, "length") == (length, len(octets) // 2)


def test_extent_ends_where_it_may() -> None:
    octets = bytes.fromhex("AA 03 010203 BB")
    assert decode_extent(octets, 1, 5, "field") == (2, 5)
    with pytest.raises(ProtocolViolation) as refused:
        decode_extent(octets, 1, 4, "field")
    assert str(refused.value) == "octet 1: found length 3, wanted at most the 2 octets left (field)"


@pytest.mark.parametrize(("number", "octets"), INTEGERS.items())
def test_integer(number: int, octets: str) -> None:
    assert INTEGER.decode(bytes.fromhex(octets), 0, len(octets) // 2, "n") == (number, len(octets) // 2)
    assert INTEGER.encode(number, "n").hex().upper() == octets


def test_most_negative_integer_of_a_width_takes_that_width() -> None:
    """X.690 8.3.2: the first nine bits are not all ones."""
    for number, octets in POWERS.items():
        assert INTEGER.decode(bytes.fromhex(octets), 0, len(octets) // 2, "n") == (number, len(octets) // 2)
    assert {number: INTEGER.encode(number, "n").hex() for number in POWERS} == POWERS


def test_integer_of_more_octets_than_needed_is_refused() -> None:
    """X.690 8.3.2 holds for BER as well as for DER; "decoded strictly" is what ber.py promises."""
    taken = []
    for octets in ("0000", "0001", "007F", "FFFF", "FF80", "0000000001"):
        with contextlib.suppress(ProtocolViolation):
            taken.append(INTEGER.decode(bytes.fromhex(octets), 0, len(octets) // 2, octets))
    assert taken == []


def test_explicit_component() -> None:
    kind = Tagged(0xA4, Tagged(0x04, Content()))
    assert kind.encode(b"\x01\x02", "title").hex() == "a40404020102"
    assert kind.decode(bytes.fromhex("FFA40404020102FF"), 1, 8, "title") == (b"\x01\x02", 7)
    node, behind = kind.node("title", bytes.fromhex("A40404020102"), 0, 6)
    assert (node.name, node.text, node.start, node.end, behind) == ("title", "01 02", 0, 6, 6)


def test_absent_component_takes_no_octets() -> None:
    kind = Optional(Tagged(0x80, Content()))
    assert kind.encode(None, "f") == b""
    assert kind.decode(b"\x81\x00", 0, 2, "f") == (None, 0)
    assert kind.decode(b"", 0, 0, "f") == (None, 0)
    assert kind.text(None) == "absent"
    assert kind.node("f", b"\x81\x00", 0, 2)[0].text == "absent"


def test_choice_of_components_goes_by_tag_and_by_type() -> None:
    kind = TaggedChoice({0xA1: (Colour, CodeContent(Colour)), 0xA2: (Shape, CodeContent(Shape))})
    assert kind.encode(Shape.ROUND, "f").hex() == "a20100"
    value, _ = kind.decode(bytes.fromhex("A10105"), 0, 3, "f")
    assert value is Colour.DARK_BLUE
    assert kind.text(value) == "dark-blue (5)"
    with pytest.raises(ValueError, match=r"^f: 7, wanted Colour or Shape$"):
        kind.encode(7, "f")


def test_code_of_no_name_is_kept() -> None:
    value, _ = CodeContent(Colour).decode(b"\xc8", 0, 1, "f")
    assert (int(value), value.label, value.is_known) == (-56, "unknown--56 (-56)", False)


@pytest.mark.parametrize("octets", ["00", "0780", "0001", "07FF80"])
def test_bit_string(octets: str) -> None:
    content = bytes.fromhex(octets)
    assert BitString().decode(content, 0, len(content), "f") == (content, len(content))
    assert BitString().encode(content, "f") == content
