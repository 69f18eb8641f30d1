"""The tester's wrapper link: headers, silences, and answers octet by octet."""

import pytest

from conformance.dlms.wrapper import WrapperPdu
from conformance.errors import NoAnswer, ProtocolViolation
from conformance.steps import Inconclusive
from tests.tester.scripted import Place, Places

ANSWER = WrapperPdu(1, 1, 16, b"answer").encode()


def test_apdu_comes_back(place: Places) -> None:
    there = place("wrapper", lambda octets: [(0.1, ANSWER[:3]), (0.2, ANSWER[3:])])
    there.link.connect()
    there.link.send_apdu(b"question")
    assert there.link.receive_apdu("an answer") == b"answer"
    assert there.unit.heard == [WrapperPdu(1, 16, 1, b"question").encode()]


@pytest.mark.parametrize(
    ("pdu", "field"),
    [
        (WrapperPdu(2, 1, 16, b"answer"), "wrapper version"),
        (WrapperPdu(1, 2, 16, b"answer"), "wrapper source wPort"),
        (WrapperPdu(1, 1, 17, b"answer"), "wrapper destination wPort"),
    ],
)
def test_wrong_header_is_a_violation(place: Places, pdu: WrapperPdu, field: str) -> None:
    there = place("wrapper", lambda octets: [(0.1, pdu.encode())])
    there.link.connect()
    there.link.send_apdu(b"question")
    with pytest.raises(ProtocolViolation, match=field):
        there.link.receive_apdu("an answer")


def test_part_of_a_pdu_is_no_silence(place: Places) -> None:
    there = place("wrapper", lambda octets: [(0.1, ANSWER[:-1])])
    there.link.connect()
    there.link.send_apdu(b"question")
    with pytest.raises(ProtocolViolation, match="13 octets that are no wrapper PDU"):
        there.link.receive_apdu_or_silence()


def test_silence_needs_an_answer_before_it(place: Places) -> None:
    there = place("wrapper", lambda octets: [(0.1, ANSWER)] if octets.endswith(b"question") else [])
    there.link.connect()
    there.link.send_apdu(b"question")
    there.link.receive_apdu("an answer")
    there.link.send_apdu(b"nothing")
    assert there.link.receive_apdu_or_silence() is None
    assert there.step.has_unbracketed_silence


PUSHED = WrapperPdu(1, 1, 16, bytes.fromhex("c200") + b"event").encode()


class TestNothingDropped:
    """A silence is judged only if nothing that may have broken it was lost on the way since the latest frame."""

    def test_before_the_latest_frame(self, place: Places) -> None:
        there = self.answered(place)
        there.link.quality.drop()
        there.link.quality.verify()
        assert there.link.receive_apdu_or_silence() is None
        there.link.expect_silence()

    def test_since_the_latest_frame(self, place: Places) -> None:
        there = self.answered(place)
        there.link.quality.drop()
        for listen in (there.link.receive_apdu_or_silence, there.link.expect_silence):
            with pytest.raises(Inconclusive, match="wrong check sequence") as undecided:
                listen()
            assert undecided.value.reason_code == "link-quality"

    def answered(self, place: Places) -> Place:
        answers = iter([[(0.1, ANSWER)]])
        there = place("wrapper", lambda octets: next(answers, []))
        there.link.connect()
        there.link.send_apdu(b"question")
        there.link.receive_apdu("an answer")
        there.link.send_apdu(b"another")
        return there


class TestNotifications:
    """A DUT may push between its answers; that is no answer, no silence, and no fault."""

    def test_passed_over_before_an_answer(self, place: Places) -> None:
        there = place("wrapper", lambda octets: [(0.1, PUSHED), (0.2, PUSHED + ANSWER)])
        there.link.connect()
        there.link.send_apdu(b"question")
        assert there.link.receive_apdu("an answer") == b"answer"
        assert there.link.notifications == 2

    def test_no_answer(self, place: Places) -> None:
        there = place("wrapper", lambda octets: [(0.1, PUSHED)])
        there.link.connect()
        there.link.send_apdu(b"question")
        with pytest.raises(NoAnswer):
            there.link.receive_apdu("an answer")

    def test_what_is_silent_otherwise_counts_as_silent(self, place: Places) -> None:
        there = place("wrapper", lambda octets: [(0.1, ANSWER if octets.endswith(b"question") else PUSHED)])
        there.link.connect()
        there.link.send_apdu(b"question")
        there.link.receive_apdu("an answer")
        there.link.send_apdu(b"nothing")
        assert there.link.receive_apdu_or_silence() is None
        assert there.step.has_unbracketed_silence

    def test_where_nothing_at_all_may_come_it_is_not_judged(self, place: Places) -> None:
        there = place("wrapper", lambda octets: [(0.1, PUSHED)])
        there.link.connect()
        there.link.send_apdu(b"nothing")
        with pytest.raises(Inconclusive, match="a notification of the DUT"):
            there.link.expect_silence()


def test_what_nobody_took_does_not_outlive_its_connection(place: Places) -> None:
    """Else the answer to an old GET would pass for the AARE on the next connection."""
    there = place("wrapper", lambda octets: [(0.1, ANSWER + ANSWER)] if octets.endswith(b"question") else [])
    there.link.connect()
    there.link.send_apdu(b"question")
    there.link.receive_apdu("an answer")
    there.link.hang_up()
    there.link.connect()
    there.link.send_apdu(b"nothing")
    with pytest.raises(NoAnswer):
        there.link.receive_apdu("an answer")


class TestByHand:
    def test_octets_are_taken_up_to_a_silence(self, place: Places) -> None:
        """Whatever the length in the header says, all that comes belongs to the answer."""
        pieces = [(0.1, ANSWER[:4]), (4.0, ANSWER[4:]), (8.0, b"more")]
        there = place("wrapper", lambda octets: pieces)
        there.link.connect()
        with there.link.by_hand():
            there.link.send_apdu(b"question")
            assert there.link.receive_octets("an answer") == ANSWER + b"more"

    def test_no_answer(self, place: Places) -> None:
        there = place("wrapper", lambda octets: [])
        there.link.connect()
        with there.link.by_hand():
            there.link.send_apdu(b"question")
            with pytest.raises(NoAnswer):
                there.link.receive_octets("an answer")

    def test_hanging_up_ends_an_answer(self, place: Places) -> None:
        there = place("wrapper", lambda octets: [(0.1, ANSWER), (0.2, None)])
        there.link.connect()
        with there.link.by_hand():
            there.link.send_apdu(b"question")
            assert there.link.receive_octets("an answer") == ANSWER


def test_lingering_is_shorter_than_an_answer_may_take(place: Places) -> None:
    there = place("wrapper", lambda octets: [], response_timeout_s=2.0)
    there.link.connect()
    there.link.linger()
    assert there.now_s == pytest.approx(0.2)
