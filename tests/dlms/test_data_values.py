"""Single values at the edges of their types: floats that are no numbers, limits, and what cannot be written."""

import pytest

from conformance.dlms.data import DATA, decode_data, encode_data
from conformance.dlms.data_types import (
    LONG64,
    OCTET_STRING,
    STRUCTURE,
    UNSIGNED,
    Bits,
    array,
    composite_type,
    structure,
)
from conformance.dlms.initiate import Conformance, InitiateRequest
from conformance.errors import ProtocolViolation


@pytest.mark.parametrize(
    "octets",
    [
        "1780000000",
        "177F800000",
        "17FF800000",
        "177FC00000",
        "1700000001",
        "188000000000000000",
        "187FF0000000000000",
        "187FF8000000000000",
        "18FFF8000000000123",
        "180000000000000001",
    ],
)
def test_float_is_kept_as_received(octets: str) -> None:
    assert encode_data(decode_data(bytes.fromhex(octets))).hex().upper() == octets


def test_signalling_nan_becomes_quiet_and_keeps_its_payload() -> None:
    """Python's float is a double, and the conversion sets the quiet bit; everything else comes back."""
    assert encode_data(decode_data(bytes.fromhex("17FF812345"))).hex() == "17ffc12345"


def test_float_values() -> None:
    assert str(decode_data(bytes.fromhex("177F800000")).value) == "inf"
    assert str(decode_data(bytes.fromhex("1780000000")).value) == "-0.0"
    assert decode_data(bytes.fromhex("1700000001")).value == 2.0**-149


def test_compact_array_of_empty_arrays_can_be_written_again() -> None:
    """13 | array of 0 unsigned | no contents: refused, or kept with all that is needed to write it."""
    octets = bytes.fromhex("13 01 0000 11 00")
    try:
        value = decode_data(octets)
    except ProtocolViolation:
        return
    assert encode_data(value) == octets


def test_members_are_values_with_types() -> None:
    value = decode_data(bytes.fromhex("0202 1107 0102 0F01 0FFF"))
    assert [member.type.name for member in value] == ["unsigned", "array"]
    assert [(member.type.name, member.value) for member in value[1]] == [("integer", 1), ("integer", -1)]
    assert len(value) == 2
    with pytest.raises(TypeError, match="unsigned has no members"):
        value[0][0]


def test_bits_as_text() -> None:
    assert [str(Bits(0, b"")), str(Bits(3, b"\xbf")), str(Bits(9, b"\xff\x00"))] == ["", "101", "111111110"]


def test_same_types_make_the_same_composite() -> None:
    assert composite_type(STRUCTURE, [UNSIGNED, LONG64]) == structure(UNSIGNED(1), LONG64(2)).type
    assert array(UNSIGNED(1)).type != structure(UNSIGNED(1)).type
    assert str(array(UNSIGNED(1), LONG64(2)).type) == "array(unsigned, long64)"


def test_data_as_a_field() -> None:
    assert DATA.decode(bytes.fromhex("FF 1107 FF"), 1, 3, "f") == (UNSIGNED(7), 3)
    assert DATA.encode(OCTET_STRING(b"\x01"), "f").hex() == "090101"
    assert DATA.text(UNSIGNED(7)) == "unsigned 7"


def test_conformance_block_has_24_bits() -> None:
    assert InitiateRequest(proposed_conformance=Conformance(0xFFFFFF)).encode()[9:12] == b"\xff\xff\xff"
    with pytest.raises(ValueError, match=r"."):
        InitiateRequest(proposed_conformance=Conformance(1 << 24)).encode()
