"""A reader of pcapng as its draft standard describes it (IETF draft-ietf-opsawg-pcapng), in either byte order.

Written from that text and from nothing of ours; it takes nothing on trust and
asserts every length, padding and end that the format demands.
"""

import struct
from dataclasses import dataclass

SECTION, INTERFACE, PACKET = 0x0A0D0D0A, 1, 6
MAGIC = 0x1A2B3C4D
Options = list[tuple[int, bytes]]


@dataclass(frozen=True)
class Block:
    kind: int
    body: bytes


@dataclass(frozen=True)
class Packet:
    interface: int
    moment: int
    content: bytes
    options: Options


def blocks(octets: bytes) -> list[Block]:
    """All blocks of a file with one section; an unfinished last one fails."""
    order = byte_order(octets)
    found = []
    while octets:
        assert len(octets) >= 12, "a block is cut off"
        kind, length = struct.unpack_from(order + "II", octets)
        assert length % 4 == 0
        assert 12 <= length <= len(octets), "a block is cut off"
        assert struct.unpack_from(order + "I", octets, length - 4) == (length,), "the two lengths differ"
        found.append(Block(kind, octets[8 : length - 4]))
        octets = octets[length:]
    return found


def byte_order(octets: bytes) -> str:
    assert octets[:4] == SECTION.to_bytes(4, "big"), "reads the same in both orders"
    order = {MAGIC.to_bytes(4, "little"): "<", MAGIC.to_bytes(4, "big"): ">"}
    return order[octets[8:12]]


def options(octets: bytes, order: str) -> Options:
    """Options up to and with the end of options, which has to be the last."""
    found: Options = []
    while octets:
        code, length = struct.unpack_from(order + "HH", octets)
        padded = length + -length % 4
        value, padding = octets[4 : 4 + length], octets[4 + length : 4 + padded]
        assert len(value) == length
        assert not any(padding)
        octets = octets[4 + padded :]
        if code == 0:
            assert length == 0
            assert not octets, "something follows the end of options"
            return found
        found.append((code, value))
    raise AssertionError("the options have no end")


def section(block: Block, order: str) -> Options:
    magic, major, minor, length = struct.unpack_from(order + "IHHq", block.body)
    assert (block.kind, magic, major, minor, length) == (SECTION, MAGIC, 1, 0, -1)
    return options(block.body[16:], order)


def interface(block: Block, order: str) -> tuple[int, Options]:
    """Link type and options of an interface."""
    link_type, reserved, snap_length = struct.unpack_from(order + "HHI", block.body)
    assert (block.kind, reserved, snap_length) == (INTERFACE, 0, 0)
    return link_type, options(block.body[8:], order)


def packet(block: Block, order: str) -> Packet:
    number, high, low, captured, original = struct.unpack_from(order + "5I", block.body)
    assert block.kind == PACKET
    assert captured == original
    end = 20 + captured
    assert not any(block.body[end : end + -captured % 4])
    rest = block.body[end + -captured % 4 :]
    return Packet(number, high << 32 | low, block.body[20:end], options(rest, order))
