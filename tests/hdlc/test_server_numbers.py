"""Sequence numbers, segments and window of a server."""

import pytest

from conformance.dlms.hdlc.connection import LONGEST_DATA
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.parameters import HdlcParameters
from tests.hdlc.frames import command
from tests.hdlc.test_states import Server, in_nrm

F = FrameKind


def connected(proposal: HdlcParameters, abilities: HdlcParameters) -> Server:
    server = Server(abilities)
    assert server.hear(command(F.SNRM, information=proposal.encode())) == ["UA P/F"]
    return server


def test_numbers_count_modulo_eight() -> None:
    server = in_nrm()
    for number in range(20):
        frame = command(F.I, number % 8, number % 8, information=b"data")
        assert server.hear(frame) == [f"I N(S)={number % 8} N(R)={(number + 1) % 8} P/F"]


def test_repeated_frame_gets_the_unconfirmed_answer_again() -> None:
    server = in_nrm()
    server.hear(command(F.I, information=b"data"))
    first = server.sent[0]
    for _ in range(10):
        assert server.hear(command(F.I, information=b"data")) == ["I N(S)=0 N(R)=1 P/F"]
        assert server.sent == [first]
    assert server.hear(command(F.RR, receive_number=1)) == ["RR N(R)=1 P/F"]


def test_answer_that_was_asked_for_again_may_be_confirmed_before_it_leaves_again() -> None:
    """A client that is busy confirms nothing at first, and then what came before it was."""
    server = in_nrm()
    server.hear(command(F.I, information=b"data"))
    assert server.hear(command(F.RNR, receive_number=0)) == ["RR N(R)=1 P/F"]
    assert server.hear(command(F.RR, receive_number=1)) == ["RR N(R)=1 P/F"]
    assert server.hear(command(F.I, 1, 1, information=b"data")) == ["I N(S)=1 N(R)=2 P/F"]


@pytest.mark.parametrize("receive_number", range(1, 8))
def test_busy_client_cannot_confirm_what_was_never_sent(receive_number: int) -> None:
    server = in_nrm()
    server.hear(command(F.I, information=b"data"))
    server.hear(command(F.RNR, receive_number=0))
    expected = ["RR N(R)=1 P/F"] if receive_number == 1 else ["FRMR P/F"]
    assert server.hear(command(F.RR, receive_number=receive_number)) == expected


def test_segments_leave_in_windows() -> None:
    server = connected(HdlcParameters(128, 32, 1, 3), HdlcParameters(512, 512, 7, 7))
    assert server.hear(command(F.I, information=bytes(100))) == [
        "I N(S)=0 N(R)=1",
        "I N(S)=1 N(R)=1",
        "I N(S)=2 N(R)=1 P/F",
    ]
    assert [(len(frame.information), frame.segmented) for frame in server.sent] == [(32, True)] * 3
    assert server.hear(command(F.RR, receive_number=2)) == ["I N(S)=2 N(R)=1", "I N(S)=3 N(R)=1 P/F"]
    assert [(len(frame.information), frame.segmented) for frame in server.sent] == [(32, True), (4, False)]


def test_request_in_segments_is_put_together() -> None:
    server = in_nrm()
    assert server.hear(command(F.I, 0, 0, information=b"da", more=True)) == ["RR N(R)=1 P/F"]
    assert server.hear(command(F.I, 1, 0, information=b"t", more=True)) == ["RR N(R)=2 P/F"]
    assert server.hear(command(F.I, 2, 0, information=b"a")) == ["I N(S)=0 N(R)=3 P/F"]
    assert server.sent[0].information == b"data"


def test_request_that_never_ends_is_rejected() -> None:
    """Whoever sends segments for ever does not fill the memory of the other side."""
    server = connected(HdlcParameters(2030, 128, 1, 1), HdlcParameters(2030, 2030, 1, 1))
    for number in range(LONGEST_DATA // 2030):
        frame = command(F.I, number % 8, 0, information=bytes(2030), more=True)
        assert server.hear(frame) == [f"RR N(R)={(number + 1) % 8} P/F"]
    last = command(F.I, (number + 1) % 8, 0, information=bytes(2030), more=True)
    assert server.hear(last) == ["FRMR P/F"]


@pytest.mark.parametrize(
    ("proposal", "agreed"),
    [
        (HdlcParameters(), HdlcParameters()),
        (HdlcParameters(200, 100, 2, 3), HdlcParameters(100, 150, 3, 2)),
        (HdlcParameters(2030, 2030, 7, 7), HdlcParameters(300, 150, 4, 5)),
    ],
)
def test_agreement_is_the_smaller_of_both(proposal: HdlcParameters, agreed: HdlcParameters) -> None:
    server = connected(proposal, HdlcParameters(300, 150, 4, 5))
    assert server.machine.parameters == agreed
    assert HdlcParameters.decode(server.sent[0].information) == agreed
