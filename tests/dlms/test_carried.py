"""Octets of an APDU are found in the frames that carried it, or not at all."""

import pytest

from conformance.dlms.carried import Tree, octet_in
from conformance.dlms.dissect import HdlcDissector, WrapperDissector
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.llc import LLC_RESPONSE
from conformance.dlms.wrapper import WrapperPdu

APDU = bytes([0xC4, 1, 0xC1, 0, 9, 8]) + bytes(range(0x80, 0x88))
CLIENT, SERVER = HdlcAddress(16), HdlcAddress(1)
I_FRAME = 0x10


def segments(*sizes: int) -> bytes:
    """The APDU behind its LLC header in I frames of so many octets, the last of what is left."""
    data, frames = LLC_RESPONSE + APDU, b""
    for size in (*sizes, len(data)):
        piece, data = data[:size], data[size:]
        frames += HdlcFrame(CLIENT, SERVER, I_FRAME, piece, bool(data)).encode()
    return frames


def found(octets: bytes, dissector: HdlcDissector | WrapperDissector, size: int, at: int) -> object:
    """What octet_in says; the octet itself instead of its place if it has one."""
    findings = dissector.feed("in", octets)
    frames: list[tuple[int, Tree]] = [(number, dict(tree)) for number, (_, _, tree) in enumerate(findings, start=1)]
    place = octet_in(frames, size, at)
    return place if place is None or place[1] is None else (place[0], findings[place[0] - 1][0][place[1]])


@pytest.mark.parametrize("at", range(len(APDU)))
def test_every_octet_is_found(at: int) -> None:
    pdu = WrapperPdu(1, 1, 16, APDU).encode()
    assert found(pdu, WrapperDissector(), len(APDU), at) == (1, APDU[at])
    assert found(segments(), HdlcDissector(), len(APDU), at) == (1, APDU[at])
    frame = 1 if at < 2 else 2 if at < 8 else 3
    assert found(segments(5, 6), HdlcDissector(), len(APDU), at) == (frame, APDU[at])


def test_the_latest_apdu_of_the_size_counts() -> None:
    octets = segments(5) + segments(7) + HdlcFrame(CLIENT, SERVER, 0x51).encode()  # RR
    assert found(octets, HdlcDissector(), len(APDU), 13) == (4, APDU[13])


def test_behind_the_apdu_there_is_a_frame_and_no_octet() -> None:
    assert found(segments(5), HdlcDissector(), len(APDU), len(APDU)) == (2, None)


def test_what_does_not_fit_is_not_guessed() -> None:
    assert found(segments(5), HdlcDissector(), len(APDU) + 1, 3) is None
    assert found(b"\x01\x02", WrapperDissector(), 2, 0) is None
    once = HdlcFrame(CLIENT, SERVER, I_FRAME, (LLC_RESPONSE + APDU)[:5], True).encode()
    assert found(once + segments(5), HdlcDissector(), len(APDU), 3) is None  # a segment that came twice
