"""CRC-16/X.25 against its definition, bit by bit; octets and trees as evidence shows them."""

from random import Random

from conformance.codec.checksum import crc16_x25
from conformance.codec.tree import Node, hex_text


def bit_by_bit(octets: bytes) -> bytes:
    """Polynomial 1021 reflected, initial FFFF, inverted, low octet first (ISO/IEC 13239)."""
    remainder = 0xFFFF
    for octet in octets:
        for bit in range(8):
            carry = (remainder ^ octet >> bit) & 1
            remainder = remainder >> 1 ^ (0x8408 if carry else 0)
    return (remainder ^ 0xFFFF).to_bytes(2, "little")


def test_check_sequence() -> None:
    random = Random(1)  # noqa: S311
    for length in (*range(20), 128, 2030):
        octets = random.randbytes(length)
        assert crc16_x25(octets) == bit_by_bit(octets), octets.hex()


def test_residue() -> None:
    """What a receiver checks: over octets and check sequence the remainder is always F0B8."""
    octets = bytes.fromhex("A007032193")
    assert bit_by_bit(octets + crc16_x25(octets)) == (0xF0B8 ^ 0xFFFF).to_bytes(2, "little")


def test_hex_text() -> None:
    assert hex_text(b"") == ""
    assert hex_text(b"\x0a\xff") == "0A FF"
    assert hex_text(bytes(64)) == "00 " * 63 + "00"
    assert hex_text(bytes(65)) == "00 " * 63 + "00 … 1 more octet"
    assert hex_text(b"\x01\x02\x03", 2) == "01 02 … 1 more octet"


def test_tree_is_moved_as_a_whole() -> None:
    tree = Node("a", "A", 0, 4, [Node("b", "B", 1, 2, [Node("c", "C", 1, 2)]), Node("d", "D", 2, 4)])
    moved = tree.moved(10)
    assert [(node.name, node.start, node.end) for node in moved.walk()] == [
        ("a", 10, 14),
        ("b", 11, 12),
        ("c", 11, 12),
        ("d", 12, 14),
    ]
    assert [node.start for node in tree.walk()] == [0, 1, 1, 2]


def test_tree_as_json() -> None:
    tree = Node("a", "A", 0, 2, [Node("b", "B", 1, 2)])
    assert tree.as_json() == {
        "name": "a",
        "text": "A",
        "at": [0, 2],
        "children": [{"name": "b", "text": "B", "at": [1, 2]}],
    }
