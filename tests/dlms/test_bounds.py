"""What hostile octets may cost: work and memory in proportion to their number, whatever they promise.

Work is counted in lines of Python, memory by tracemalloc: both are the same on
every machine, near enough to be bounded.
"""

from collections.abc import Callable

import pytest

from conformance.dlms.aarq import Aarq
from conformance.dlms.apdu import apdu_tree, decode_apdu
from conformance.dlms.data import decode_data
from conformance.dlms.dissect import HdlcDissector
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.hdlc.stream import HdlcStream
from conformance.dlms.wrapper import WrapperPdu, WrapperStream
from tests.codec.work import cost_of
from tests.dlms.entries import Decode

LINES = 40
MEMORY = 200
"""Bounds per octet that came in; twice and more of what was measured."""

ALLOWANCE_LINES, ALLOWANCE_MEMORY = 2_000, 100_000
"""What a call may cost whatever its octets: set-up, caches, a violation."""


def by_octet(feed: Callable[[bytes], object], octets: bytes) -> None:
    for octet in octets:
        feed(bytes((octet,)))


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


NASTY: dict[str, tuple[Decode, bytes]] = {
    "an array of null-data": (decode_data, hexed("0182FFF0") + bytes(0xFFF0)),
    "an array of empty structures": (decode_data, hexed("01824000") + hexed("0200") * 0x4000),
    "an array of empty strings": (decode_data, hexed("01824000") + hexed("0900") * 0x4000),
    "an array of empty bit strings": (decode_data, hexed("01824000") + hexed("0400") * 0x4000),
    "nesting without end": (decode_data, hexed("0201") * 30_000),
    "arrays nested without end": (decode_data, hexed("0104") * 15_000),
    "rows that alternate": (decode_data, hexed("01824000") + hexed("11010F01") * 0x2000),
    "rows of which the last differs": (decode_data, hexed("01824000") + hexed("1101") * 0x3FFF + hexed("0F01")),
    "small arrays of which each last row differs": (
        decode_data,
        hexed("01820FFF") + hexed("01041101110211030F01") * 0xFFF,
    ),
    "one row of many columns": (decode_data, hexed("0104") + (hexed("02821000") + hexed("1101") * 0x1000) * 4),
    "a string of four gigabytes": (decode_data, hexed("0984FFFFFFFF") + bytes(100)),
    "four billion members": (decode_data, hexed("0184FFFFFFFF") + bytes(100)),
    "compact-array: a long description": (decode_data, hexed("1302821000") + hexed("11") * 0x1000 + hexed("00")),
    "compact-array: empty strings": (decode_data, hexed("1309822000") + bytes(0x2000)),
    "compact-array: nesting without end": (decode_data, hexed("13") + hexed("0201") * 30_000),
    "compact-array: arrays that multiply": (decode_data, hexed("1301FFFF01FFFF1100")),
    "compact-array: a row of null-data in every octet": (decode_data, hexed("130202 012000 00 11 10") + bytes(16)),
    "compact-array: a row of empty arrays": (
        decode_data,
        hexed("13 010FFF 0210") + hexed("01000000") * 16 + hexed("0100"),
    ),
    "wide compact-arrays without contents": (decode_data, hexed("0110") + hexed("1301FFFF1100") * 16),
    "a list of null-data": (decode_apdu, hexed("C104C1 00 82FFFF") + bytes(0xFFFF)),
    "a list of results": (decode_apdu, hexed("C505C1 82FFFF") + bytes(0xFFFF)),
    "a list of refusals": (decode_apdu, hexed("C403C1 827FFF") + hexed("0104") * 0x7FFF),
    "a list of attributes": (decode_apdu, hexed("C003C1 821000") + hexed("0001 0000600100FF 02 00") * 0x1000),
    "a list of arrays": (decode_apdu, hexed("C104C1 00 822000") + hexed("0100") * 0x2000),
    "a list of attributes, shown": (apdu_tree, hexed("C003C1 821000") + hexed("0001 0000600100FF 02 00") * 0x1000),
    "a list of null-data, shown": (apdu_tree, hexed("C104C1 00 82FFFF") + bytes(0xFFFF)),
    "a list whose last element is of no type": (decode_apdu, hexed("C303C1 00 822000") + bytes(0x1FFF) + hexed("08")),
    "a list of four billion": (decode_apdu, hexed("C003C1 84FFFFFFFF") + bytes(100)),
    "a block of four gigabytes": (decode_apdu, hexed("C402C1 00 00000001 00 84FFFFFFFF") + bytes(100)),
    "lengths within lengths": (Aarq.decode, hexed("6084FFFFFFFF") + hexed("A17F") * 5_000),
    "a wrapper PDU that announces more": (WrapperPdu.decode, hexed("000100010010FFFF") + bytes(100)),
    "empty wrapper PDUs": (WrapperStream().feed, hexed("0001000100100000") * 4_000),
    "wrapper octets one by one": (
        lambda octets: by_octet(WrapperStream().feed, octets),
        hexed("000100010010FFFF") + bytes(4_000),
    ),
    "flags": (HdlcStream().feed, b"\x7e" * 30_000),
    "noise without flags": (HdlcStream().feed, b"\x55" * 30_000),
    "frames that never end": (HdlcStream().feed, hexed("7EA7FF") * 10_000),
    "frames of a wrong type": (HdlcStream().feed, hexed("7E55") * 10_000),
    "HDLC octets one by one": (lambda octets: by_octet(HdlcStream().feed, octets), hexed("7EA7FF") + bytes(8_000)),
    "a frame of flags": (HdlcFrame.decode, b"\x7e" * 2_049),
    "parameters without values": (HdlcParameters.decode, hexed("8180FE") + hexed("0500") * 127),
    "a segment that never ends": (
        lambda octets: HdlcDissector().feed("in", octets),
        hexed("7EA82721022330D018E6E700000102030405060708090A0B0C0D0E0F10111213141516171819A7C87E") * 200,
    ),
}


@pytest.mark.parametrize("name", NASTY)
def test_cost_is_in_proportion(name: str) -> None:
    decode, octets = NASTY[name]
    cost = cost_of(lambda: decode(octets))
    assert cost.lines <= ALLOWANCE_LINES + LINES * len(octets)
    assert cost.memory <= ALLOWANCE_MEMORY + MEMORY * len(octets)
