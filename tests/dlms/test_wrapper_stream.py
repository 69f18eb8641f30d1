"""Wrapper PDUs are found in a stream by their length alone, whatever the portions in which it comes."""

from collections.abc import Callable
from random import Random

import pytest

from conformance.dlms.wrapper import WrapperPdu, WrapperStream
from tests.dlms.entries import SEED
from tests.dlms.known import vectors_of

PDUS = [vector.octets for vector in vectors_of("WrapperPdu")]
SHORT = [pdu for pdu in PDUS if len(pdu) < 1000]


def in_portions(pdus: list[bytes], sizes: Callable[[], int]) -> tuple[list[bytes], bytes]:
    octets, at = b"".join(pdus), 0
    stream, found = WrapperStream(), []
    while at < len(octets):
        size = sizes()
        found += stream.feed(octets[at : at + size])
        at += size
    return found, stream.held


@pytest.mark.parametrize("size", [1, 3, 7, 8, 9, 100_000])
def test_portions_of_one_size(size: int) -> None:
    assert in_portions(SHORT, lambda: size) == (SHORT, b"")


def test_portions_of_any_size() -> None:
    random = Random(SEED)  # noqa: S311
    assert in_portions(PDUS, lambda: random.randrange(1, 3000)) == (PDUS, b"")


def test_incomplete_pdu_is_held() -> None:
    stream = WrapperStream()
    first, second = PDUS[0], PDUS[2]
    assert stream.feed(first + second[:-1]) == [first]
    assert stream.held == second[:-1]
    assert stream.feed(second[-1:]) == [second]
    assert stream.held == b""


def test_header_alone_is_a_pdu_without_apdu() -> None:
    stream = WrapperStream()
    assert stream.feed(bytes.fromhex("0001000100100000")) == [bytes.fromhex("0001000100100000")]
    assert stream.feed(bytes.fromhex("00010001001000000001")) == [bytes.fromhex("0001000100100000")]
    assert stream.held == b"\x00\x01"
    assert WrapperPdu.decode(bytes.fromhex("0001000100100000")).apdu == b""


def test_version_does_not_matter_to_the_stream() -> None:
    """A wrong version is a finding for the case, not a reason to lose the stream."""
    pdu = bytes.fromhex("FFFF 0001 0010 0001 AA")
    assert WrapperStream().feed(pdu) == [pdu]
