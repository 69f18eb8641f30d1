"""Values in a report are in the words of the standards, never as Python writes them down."""

from dataclasses import dataclass
from enum import Enum, IntFlag

import pytest

from conformance.dlms.acse import ReleaseResponseReason
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import LONG, OCTET_STRING, Bits
from conformance.dlms.get import DataAccessResult
from conformance.dlms.interface_classes.association_ln import AssociationStatus
from conformance.shown import shown, shown_alike
from conformance.tester.answers import REFUSED
from conformance.verdict import Verdict

CLOCK = ObisCode("0-0:1.0.0.255")


class Colour(Enum):
    DARK_RED = "r"


class Lamps(IntFlag):
    LEFT = 1
    RIGHT = 2


@dataclass
class Plain:
    size: int
    name: ObisCode


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        (7, "7"),
        (True, "True"),
        ("a\nb\x1b[31m", repr("a\nb\x1b[31m")),
        (b"\x00\x1b", "0x00 1B"),
        (b"", "no octets"),
        (DataAccessResult.OBJECT_UNDEFINED, "object-undefined (4)"),
        (DataAccessResult(99), "unknown-99 (99)"),
        (AssociationStatus.ASSOCIATED, "associated (2)"),
        (Colour.DARK_RED, "dark-red"),
        (Lamps.LEFT | Lamps.RIGHT, "left, right (3)"),
        (Lamps(0), "none (0)"),
        (Verdict.NOT_RUN, "NOT_RUN"),
        (CLOCK, "0-0:1.0.0.255"),
        (AttributeDescriptor(8, CLOCK, 2), "class 8, 0-0:1.0.0.255, attribute 2"),
        (Bits(3, b"\xa0"), "101"),
        (OCTET_STRING, "octet-string"),
        (LONG(5), "long 5"),
        (REFUSED, "a response that names why not"),
        ([], "none"),
        ({}, "none"),
        ((ReleaseResponseReason.NORMAL, None), "(normal (0), nothing)"),
        ([LONG(5), OCTET_STRING(b"AB")], "[long 5, octet-string 'AB']"),
        ([(15, CLOCK)], "[(15, 0-0:1.0.0.255)]"),
        ({3, 1, 2}, "{1, 2, 3}"),
        (frozenset({"b", 1}), "{'b', 1}"),
        ({CLOCK: LONG(1)}, "0-0:1.0.0.255 long 1"),
        ({"a": 1}.keys(), "['a']"),
        (range(1, 129), "1 to 128"),
        (range(0), "none"),
        (Plain(3, CLOCK), "size 3, name 0-0:1.0.0.255"),
        (ValueError("odd\x1b"), "odd\\x1b"),
    ],
)
def test_values_are_shown_in_words(value: object, text: str) -> None:
    assert shown(value) == text


def test_long_values_are_cut_and_counted() -> None:
    assert shown("x" * 1000).endswith("… (1002 characters)")
    assert len(shown(list(range(1000)))) <= 400
    assert shown(list(range(1000))).endswith(", 95, … 904 more]")
    assert shown([b"\0" * 1000, 1]).endswith("characters)")


def test_octets_and_a_name_made_of_octets_are_shown_alike() -> None:
    assert shown_alike([b"\0\0\x01\0\0\xff", CLOCK]) == ["0x00 00 01 00 00 FF"] * 2
    assert shown_alike([CLOCK, [CLOCK]]) == ["0-0:1.0.0.255", "[0-0:1.0.0.255]"]
