"""Arrays of rows read as one block give what reading them one by one gives, whatever is wrong in whichever row.

The slow road is the same decoder without row plans.
"""

from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dlms.data import decode_data, encode_data
from conformance.dlms.data_rows import RowPlan
from conformance.dlms.data_types import NULL_DATA, OCTET_STRING, UNSIGNED, Data, array, structure
from conformance.errors import ProtocolViolation
from tests.codec.data_strategies import profiles
from tests.codec.mangler import Mangler
from tests.dlms.entries import SEED
from tests.dlms.known import vectors_of
from tests.dlms.test_round_trips import REPRODUCIBLE

PROFILE = next(vector.octets for vector in vectors_of("Data") if vector.name == "data-profile")
ROW = 23
"""Octets of one row of the profile, which has five, behind a tag and a count."""


def answer(octets: bytes) -> str:
    try:
        data = decode_data(octets)
    except ProtocolViolation as violation:
        return str(violation)
    return repr(data)


def slow_answer(octets: bytes) -> str:
    with mock.patch.object(RowPlan, "of", return_value=None):
        return answer(octets)


def test_profile_is_as_long_as_this_file_says() -> None:
    assert len(PROFILE) == 2 + 5 * ROW


@pytest.mark.parametrize("place", range(ROW))
def test_one_octet_differs_in_any_row(place: int) -> None:
    for row in range(5):
        for wrong in (0x00, 0x01, 0x06, 0x0C, 0x0D, 0x11, 0x7F, 0x80, 0xFF):
            octets = bytearray(PROFILE)
            octets[2 + row * ROW + place] = wrong
            assert answer(bytes(octets)) == slow_answer(bytes(octets)), f"row {row}, octet {place} is {wrong:02X}"


def test_cut_anywhere() -> None:
    for end in range(len(PROFILE)):
        assert answer(PROFILE[:end]) == slow_answer(PROFILE[:end]), f"cut at {end}"


@pytest.mark.parametrize(
    ("count", "violation"),
    [
        (0, "octet 2: found 115 more octets, wanted the end of the data (data)"),
        (1, "octet 25: found 92 more octets, wanted the end of the data (data)"),
        (4, "octet 94: found 23 more octets, wanted the end of the data (data)"),
        (6, "octet 117: found 0 octets left, wanted 1 (tag of data)"),
        (115, "octet 117: found 0 octets left, wanted 1 (tag of data)"),
        (116, "octet 1: found 116 members, wanted at most the 115 octets left (data)"),
    ],
)
def test_count_that_does_not_fit(count: int, violation: str) -> None:
    octets = PROFILE[:1] + bytes((count,)) + PROFILE[2:]
    assert answer(octets) == slow_answer(octets) == violation


@pytest.mark.parametrize("odd", range(6))
@pytest.mark.parametrize("replaced", [NULL_DATA(), OCTET_STRING(b""), UNSIGNED(7), structure(), array(UNSIGNED(1))])
def test_a_row_or_a_column_is_replaced(odd: int, replaced: Data) -> None:
    """null-data in place of what repeats itself is how meters shorten profiles."""
    rows = [structure(OCTET_STRING(b"012345"), UNSIGNED(number)) for number in range(6)]
    for column in (None, 0, 1):
        changed = list(rows)
        if column is None:
            changed[odd] = replaced
        else:
            columns = list(rows[odd])
            columns[column] = replaced
            changed[odd] = structure(*columns)
        value = array(*changed)
        octets = encode_data(value)
        assert decode_data(octets) == value
        assert answer(octets) == slow_answer(octets)


def test_rows_of_one_plan_do_not_leak_into_the_next() -> None:
    """Plans are kept between calls, by shape; values must not be."""
    first = decode_data(bytes.fromhex("0104 1101 1102 1103 1104"))
    second = decode_data(bytes.fromhex("0104 1105 1106 1107 1108"))
    assert [first.value, second.value] == [[1, 2, 3, 4], [5, 6, 7, 8]]


@settings(REPRODUCIBLE, max_examples=100)
@given(profiles(), st.data())
def test_profiles(value: Data, draw: st.DataObject) -> None:
    octets = encode_data(value)
    assert decode_data(octets) == value
    place = draw.draw(st.integers(0, len(octets) - 1), "place")
    wrong = octets[:place] + bytes((draw.draw(st.integers(0, 255), "octet"),)) + octets[place + 1 :]
    for changed in (octets, octets[:place], wrong):
        assert answer(changed) == slow_answer(changed)


def test_hostile_profiles() -> None:
    mangler = Mangler([PROFILE, *(vector.octets for vector in vectors_of("Data") if vector.octets[0] == 1)], SEED)
    for turn in range(4_000):
        octets = mangler()
        assert answer(octets) == slow_answer(octets), f"seed {SEED}, input {turn}: {octets.hex()}"
