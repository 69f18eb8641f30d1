"""Frames with one wrong part: everything else fits, so a receiver can refuse them for that part only."""

import pytest

from conformance.codec.checksum import crc16_x25
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import CheckSequenceViolation, HdlcFrame
from conformance.errors import ProtocolViolation
from conformance.tester.raw_frame import RawFrame

FRAMES = [
    HdlcFrame(HdlcAddress(1), HdlcAddress(16), 0x93),
    HdlcFrame(HdlcAddress(1), HdlcAddress(16), 0x10, b"\xe6\xe6\x00" + bytes(20)),
    HdlcFrame(HdlcAddress(1, 17, 2), HdlcAddress(16), 0x10, bytes(300)),
    HdlcFrame(HdlcAddress(1, 17, 4), HdlcAddress(16), 0x93),
]


@pytest.mark.parametrize("frame", FRAMES)
def test_right_frame_is_the_usual_one(frame: HdlcFrame) -> None:
    assert RawFrame.of(frame).encode() == frame.encode()


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("error", [0x0001, 0x8000, 0xFFFF])
def test_wrong_check_sequence_is_the_only_fault(frame: HdlcFrame, error: int) -> None:
    raw = RawFrame.of(frame)
    raw.fcs_error = error
    octets, right = raw.encode(), frame.encode()
    assert octets[:-3] == right[:-3]
    assert octets[-3] ^ right[-3] | (octets[-2] ^ right[-2]) << 8 == error
    with pytest.raises(CheckSequenceViolation):
        HdlcFrame.decode(octets)


def test_fcs_fits_a_wrong_hcs() -> None:
    raw = RawFrame.of(FRAMES[1])
    raw.hcs_error = 0x0100
    octets = raw.encode()
    assert octets[-3:-1] == crc16_x25(octets[1:-3])
    with pytest.raises(CheckSequenceViolation, match="HCS"):
        HdlcFrame.decode(octets)


@pytest.mark.parametrize("error", [2, -2])
def test_check_sequences_fit_a_wrong_length(error: int) -> None:
    raw = RawFrame.of(FRAMES[1])
    raw.length_error = error
    octets = raw.encode()
    assert octets[6:8] == crc16_x25(octets[1:6])
    assert octets[-3:-1] == crc16_x25(octets[1:-3])
    with pytest.raises(ProtocolViolation, match="length"):
        HdlcFrame.decode(octets)


def test_check_sequences_fit_another_type() -> None:
    raw = RawFrame.of(FRAMES[0])
    raw.format_type = 0xB
    octets = raw.encode()
    assert octets[1] == 0xB0
    assert octets[-3:-1] == crc16_x25(octets[1:-3])


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_flags_can_be_left_out(name: str) -> None:
    raw = RawFrame.of(FRAMES[0])
    setattr(raw, name, b"")
    assert raw.encode() in FRAMES[0].encode()
    assert raw.encode().count(b"\x7e") == 1
