"""The receiving end of a line counts what came, and ends a frame that stays incomplete for too long."""

from conformance.dlms.hdlc.frame import CheckSequenceViolation
from conformance.dlms.hdlc.line import HdlcReceiver, LineCount
from conformance.errors import ProtocolViolation

SNRM, UA = bytes.fromhex("7EA0070321930F017E"), bytes.fromhex("7EA00721037301407E")
TIMEOUT_NS = 25_000_000


def test_good_frames_are_verified() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    arrivals = receiver.feed(SNRM + UA, 0)
    assert [(arrival.octets, arrival.violation) for arrival in arrivals] == [(SNRM, None), (UA, None)]
    assert [arrival.frame and arrival.frame.control for arrival in arrivals] == [0x93, 0x73]
    assert receiver.count == LineCount(verified=2)


def test_wrong_check_sequence_is_corruption() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    (arrival,) = receiver.feed(SNRM[:-2] + b"\x00\x7e", 0)
    assert arrival.frame is None
    assert isinstance(arrival.violation, CheckSequenceViolation)
    assert str(arrival.violation) == "octet 6: found 0x0F 00, wanted 0x0F 01 (FCS)"
    assert receiver.count == LineCount(corrupted=1)


def test_wrong_structure_is_malformation() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    octets = bytes.fromhex("7EA009020203219300007E")
    (arrival,) = receiver.feed(octets, 0)
    assert (arrival.octets, arrival.frame) == (octets, None)
    assert type(arrival.violation) is ProtocolViolation
    assert str(arrival.violation) == "octet 3: found 3 octets, wanted 1, 2 or 4 octets (destination address)"
    assert receiver.count == LineCount(malformed=1)


def test_noise_is_counted_in_octets() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    assert len(receiver.feed(b"\x01\x02\x03" + SNRM, 0)) == 1
    assert receiver.count == LineCount(verified=1, noise_octets=3)


def test_gap_within_a_frame_ends_it() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    assert receiver.feed(SNRM[:5], 100) == []
    assert receiver.next_deadline() == 100 + TIMEOUT_NS
    receiver.tick(99 + TIMEOUT_NS)
    assert receiver.held == SNRM[:5]
    receiver.tick(100 + TIMEOUT_NS)
    assert receiver.held == b""
    assert receiver.next_deadline() is None
    assert receiver.count == LineCount(noise_octets=5)


def test_gap_is_noticed_when_octets_come_too_late() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    receiver.feed(SNRM[:5], 0)
    assert [arrival.octets for arrival in receiver.feed(UA, TIMEOUT_NS)] == [UA]
    assert receiver.count == LineCount(verified=1, noise_octets=5, longest_pause_ns=TIMEOUT_NS)


def test_the_longest_gap_is_known_once_it_is_over() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    receiver.feed(SNRM[:5], 0)
    receiver.tick(TIMEOUT_NS)
    assert receiver.count.longest_pause_ns == 0
    receiver.feed(SNRM[5:], 3 * TIMEOUT_NS)
    receiver.feed(SNRM, 9 * TIMEOUT_NS)
    assert receiver.count.longest_pause_ns == 3 * TIMEOUT_NS


def test_every_octet_renews_the_time() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    for number, octet in enumerate(SNRM):
        arrivals = receiver.feed(bytes((octet,)), number * (TIMEOUT_NS - 1))
    assert [arrival.octets for arrival in arrivals] == [SNRM]


def test_idle_line_has_no_deadline() -> None:
    receiver = HdlcReceiver(TIMEOUT_NS)
    assert receiver.next_deadline() is None
    receiver.feed(SNRM, 0)
    assert receiver.next_deadline() is None, "the closing flag may open a frame, but none has begun"
