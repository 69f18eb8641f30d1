"""Frames are found in the octets of a line whatever the portions in which they come, and nothing is lost.

A flag may close one frame and open the next; what is no frame is handed on.
"""

from random import Random

import pytest

from conformance.dlms.hdlc.stream import Delimited, HdlcStream
from tests.dlms.entries import ENTRIES, SEED
from tests.dlms.known import vectors_of

FRAMES = [vector.octets for vector in vectors_of("HdlcFrame")]
SNRM, UA = bytes.fromhex("7EA0070321930F017E"), bytes.fromhex("7EA00721037301407E")


def joined(found: list[Delimited]) -> list[Delimited]:
    """Noise next to noise made one, since it is handed on as it comes."""
    result: list[Delimited] = []
    for delimited in found:
        if result and not delimited.is_frame and not result[-1].is_frame:
            result[-1] = Delimited(result[-1].octets + delimited.octets, False)
        else:
            result.append(delimited)
    return result


def portions(octets: bytes, random: Random) -> list[bytes]:
    at = 0
    result: list[bytes] = []
    while at < len(octets):
        size = random.choice((1, 1, 2, 3, 5, 9, 40))
        result.append(octets[at : at + size])
        at += size
    return result


def fed(*octets: bytes) -> tuple[list[Delimited], bytes]:
    stream = HdlcStream()
    found = [delimited for portion in octets for delimited in stream.feed(portion)]
    return found, stream.held


def frame(octets: bytes) -> Delimited:
    return Delimited(octets, True)


def noise(octets: bytes) -> Delimited:
    return Delimited(octets, False)


def test_frames_of_all_vectors_one_after_the_other() -> None:
    found, held = fed(b"".join(FRAMES))
    assert found == [frame(octets) for octets in FRAMES]
    assert held == b""


def test_frames_that_share_their_flags() -> None:
    octets = b"\x7e" + b"".join(octets[1:] for octets in FRAMES)
    assert fed(octets)[0] == [frame(octets) for octets in FRAMES]


@pytest.mark.parametrize("idle", [0, 1, 2, 7])
def test_idle_flags_belong_to_nobody(idle: int) -> None:
    flags = b"\x7e" * idle
    assert fed(flags + SNRM + flags + UA + flags) == ([frame(SNRM), frame(UA)], b"")


def test_octet_by_octet() -> None:
    octets = b"".join(FRAMES[:12])
    assert fed(*(bytes((octet,)) for octet in octets))[0] == [frame(octets) for octets in FRAMES[:12]]


def test_noise_is_handed_on() -> None:
    """A flag that might have opened a frame goes with the noise behind it."""
    found, held = fed(b"\x01\x02" + SNRM + b"\x03" + UA + b"\x04")
    assert found == [noise(b"\x01\x02"), frame(SNRM), noise(b"\x7e\x03"), frame(UA)]
    assert held == b"\x7e\x04"


def test_three_octets_tell_that_no_frame_has_begun() -> None:
    assert fed(b"\x7e\x55\x00") == ([noise(b"\x7e\x55\x00")], b"")
    assert fed(b"\x7e\xa0\x07") == ([], b"\x7e\xa0\x07")


def test_flag_within_a_frame_does_not_end_it() -> None:
    known = {vector.name: vector.octets for vector in vectors_of("HdlcFrame")}
    for name in ("hdlc-i-get-fcs7e", "hdlc-ui-gbt-3"):
        assert b"\x7e" in known[name][1:-1]
        assert fed(known[name]) == ([frame(known[name])], b"")


def test_broken_frame_does_not_swallow_the_next() -> None:
    """Its length points behind its end; what follows is found all the same."""
    broken = b"\x7e\xa0\x20\x03\x21\x93\x0f\x01\x7e"
    found, held = fed(broken + SNRM + UA + b"\x55" * 40)
    assert found == [noise(broken[:-1]), frame(SNRM), frame(UA), noise(b"\x7e" + b"\x55" * 40)]
    assert held == b""


def test_incomplete_frame_is_held_and_given_up() -> None:
    stream = HdlcStream()
    assert stream.feed(SNRM[:6]) == []
    assert stream.held == SNRM[:6]
    assert stream.drop_held() == SNRM[:6]
    assert stream.held == b""
    assert stream.feed(UA) == [frame(UA)]


def test_nothing_is_held_for_longer_than_a_frame_may_be() -> None:
    stream = HdlcStream()
    for _ in range(40):
        stream.feed(b"\x7e\xa7\xff" + bytes(97))
        assert len(stream.held) <= 2049


def test_hostile_octets_in_any_portions() -> None:
    """The same frames and the same noise whatever the portions; no octet but flags is lost."""
    mangler, random = ENTRIES["hdlc"].mangler(), Random(SEED)  # noqa: S311
    for turn in range(3_000):
        octets = mangler() + mangler()
        context = f"seed {SEED}, input {turn}: {octets.hex()}"
        found, held = fed(octets)
        in_portions, held_in_portions = fed(*portions(octets, random))
        assert joined(in_portions) == joined(found), context
        assert held_in_portions == held, context
        kept = b"".join(delimited.octets for delimited in found) + held
        assert kept.replace(b"\x7e", b"") == octets.replace(b"\x7e", b""), context
        assert all(delimited.octets[0] == delimited.octets[-1] == 0x7E for delimited in found if delimited.is_frame)
