"""The receiving end of a line: frames out of octets, however they arrive and whatever stands between them."""

import pytest

from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.line import HdlcReceiver
from tests.hdlc.back_to_back import chance
from tests.hdlc.frames import command

FRAMES = [
    command(FrameKind.SNRM),
    command(FrameKind.I, information=b"\xe6\xe6\x00\x7e\x7e\x7e"),
    command(FrameKind.RR, receive_number=3),
]
OCTETS = b"".join(frame.encode() for frame in FRAMES)
GAP = 100


def heard(receiver: HdlcReceiver, pieces: list[bytes], step: int = 0) -> list[HdlcFrame]:
    frames = []
    for number, piece in enumerate(pieces):
        frames += [arrival.frame for arrival in receiver.feed(piece, number * step) if arrival.frame is not None]
    return frames


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, len(OCTETS)])
def test_frames_arrive_in_pieces(size: int) -> None:
    pieces = [OCTETS[at : at + size] for at in range(0, len(OCTETS), size)]
    receiver = HdlcReceiver(GAP)
    assert heard(receiver, pieces, GAP - 1) == FRAMES
    assert receiver.count.verified == len(FRAMES)
    assert not receiver.held


def test_one_flag_closes_a_frame_and_opens_the_next() -> None:
    shared = OCTETS.replace(b"\x7e\x7e\xa0", b"\x7e\xa0")
    assert len(shared) == len(OCTETS) - 2
    assert heard(HdlcReceiver(GAP), [shared]) == FRAMES


def test_gap_within_a_frame_ends_it() -> None:
    frame = FRAMES[0].encode()
    receiver = HdlcReceiver(GAP)
    assert receiver.feed(frame[:5], 0) == []
    assert receiver.next_deadline() == GAP
    assert receiver.feed(frame[5:], GAP) == []
    assert heard(receiver, [frame]) == [FRAMES[0]]


def test_gap_between_frames_is_nothing() -> None:
    receiver = HdlcReceiver(GAP)
    assert heard(receiver, [frame.encode() for frame in FRAMES], 10 * GAP) == FRAMES
    assert receiver.next_deadline() is None


@pytest.mark.parametrize("seed", range(50))
def test_noise_between_frames_is_counted_and_dropped(seed: int) -> None:
    """Octets that neither are a flag nor look like a format field behind one."""
    rng = chance("noise", seed)
    noise = [b"\x00" + rng.randbytes(rng.randrange(20)).replace(b"\x7e", b"") for _ in range(4)]
    line = noise[0] + b"".join(frame.encode() + more for frame, more in zip(FRAMES, noise[1:], strict=True))
    receiver = HdlcReceiver(GAP)
    found = heard(receiver, [line])
    receiver.tick(GAP)
    assert found == FRAMES
    # A closing flag with noise behind it is counted with that noise: it might have opened a frame.
    assert receiver.count.noise_octets == sum(map(len, noise)) + len(FRAMES)


@pytest.mark.parametrize("seed", range(200))
def test_spoilt_octets_never_become_a_frame(seed: int) -> None:
    """One wrong bit anywhere: that frame is lost, and at the most the one behind it; nothing is invented."""
    rng = chance("spoilt", seed)
    octets = bytearray(OCTETS)
    octets[rng.randrange(len(octets))] ^= 1 << rng.randrange(8)
    receiver = HdlcReceiver(GAP)
    found = heard(receiver, [bytes(octets)])
    receiver.tick(GAP)
    assert all(frame in FRAMES for frame in found)
    assert heard(receiver, [FRAMES[2].encode()]) == [FRAMES[2]]


@pytest.mark.parametrize("seed", range(50))
def test_any_octets_at_all(seed: int) -> None:
    """Garbage costs at most what an announced length can hold back."""
    rng = chance("garbage", seed)
    receiver = HdlcReceiver(GAP)
    for number in range(50):
        receiver.feed(rng.randbytes(100).replace(b"\x11", b"\x7e\xa7"), number)
        assert len(receiver.held) <= 0x7FF + 2
    receiver.tick(10 * GAP)
    assert not receiver.held
    assert heard(receiver, [OCTETS]) == FRAMES
