"""Hostile octets: a decoder answers with a value or a ProtocolViolation, and with nothing else.

Every input is made from a known message and a seed; a failure shows both and
the octets. What only shows octets must not fail at all.
"""

from collections.abc import Callable

import pytest

from conformance.codec.message import Message
from conformance.dlms.apdu import apdu_tree, decode_apdu
from conformance.dlms.data import decode_data, encode_data
from conformance.dlms.dissect import HdlcDissector, WrapperDissector
from conformance.dlms.hdlc.frame import HdlcFrame, frame_tree
from conformance.errors import ProtocolViolation
from tests.codec.mangler import Mangler
from tests.dlms.entries import APDU_NAMES, ENTRIES, SEED, Decode, messages_of
from tests.dlms.known import MESSAGES

AT_ENTRY, PER_CLASS, SHOWN, REWRITTEN = 100_000, 2_000, 10_000, 10_000


def refusals(decode: Decode, mangler: Mangler, count: int) -> int:
    """How many of `count` inputs are refused as they should be; any other exception fails."""
    number = 0
    for turn in range(count):
        octets = mangler()
        try:
            decode(octets)
        except ProtocolViolation:
            number += 1
        except Exception as error:
            pytest.fail(f"seed {SEED}, input {turn}: {octets.hex()} gives {error!r}", pytrace=False)
    return number


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry(entry: str) -> None:
    number = refusals(ENTRIES[entry].decode, ENTRIES[entry].mangler(), AT_ENTRY)
    assert AT_ENTRY // 5 < number < AT_ENTRY * 99 // 100, "neither refusing nor accepting all would prove anything"


@pytest.mark.parametrize("message_class", MESSAGES, ids=lambda cls: cls.__name__)
def test_message_class(message_class: type[Message]) -> None:
    mangler = Mangler(messages_of(message_class.__name__), SEED)
    number = refusals(message_class.decode, mangler, PER_CLASS)
    assert PER_CLASS // 10 < number < PER_CLASS


@pytest.mark.parametrize(
    ("show", "classes"),
    [
        (apdu_tree, APDU_NAMES),
        (lambda octets: HdlcDissector().feed("in", octets), ("HdlcFrame",)),
        (lambda octets: WrapperDissector().feed("in", octets), ("WrapperPdu",)),
    ],
    ids=["apdu", "hdlc", "wrapper"],
)
def test_what_shows_octets_never_fails(show: Callable[[bytes], object], classes: tuple[str, ...]) -> None:
    repair = {"HdlcFrame": ENTRIES["hdlc"].repair, "WrapperPdu": ENTRIES["wrapper"].repair}.get(classes[0])
    mangler = Mangler(messages_of(*classes), SEED, repair)
    for turn in range(SHOWN):
        octets = mangler()
        try:
            show(octets)
        except Exception as error:
            pytest.fail(f"seed {SEED}, input {turn}: {octets.hex()} gives {error!r}", pytrace=False)


@pytest.mark.parametrize(
    ("entry", "decode", "encode"),
    [
        ("apdu", decode_apdu, lambda apdu: apdu.encode()),
        ("data", decode_data, encode_data),
        ("hdlc", HdlcFrame.decode, HdlcFrame.encode),
    ],
    ids=["apdu", "data", "hdlc"],
)
def test_what_is_accepted_can_be_written_and_read_again(
    entry: str, decode: Decode, encode: Callable[[object], bytes]
) -> None:
    mangler = ENTRIES[entry].mangler()
    accepted = 0
    for turn in range(REWRITTEN):
        octets = mangler()
        try:
            value = decode(octets)
        except ProtocolViolation:
            continue
        accepted += 1
        try:
            written = encode(value)
            again = encode(decode(written))
        except Exception as error:
            pytest.fail(f"seed {SEED}, input {turn}: {octets.hex()} gives {error!r}", pytrace=False)
        assert again == written, f"seed {SEED}, input {turn}: {octets.hex()}"
    assert accepted > REWRITTEN // 200


def test_frame_tree_refuses_what_the_frame_refuses() -> None:
    mangler = ENTRIES["hdlc"].mangler()
    for _ in range(SHOWN):
        octets = mangler()
        try:
            frame = HdlcFrame.decode(octets)
        except ProtocolViolation as violation:
            with pytest.raises(type(violation), match=r"^octet \d+: found .*, wanted .*"):
                frame_tree(octets)
        else:
            assert frame_tree(octets)[1] == frame
