"""Frames by hand: who may send when, and what is left behind."""

from collections.abc import Iterable

import pytest

from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.errors import NoAnswer, ProtocolViolation
from conformance.tester.hdlc_answers import DataAnswer, kind_of, said
from tests.hdlc.frames import response
from tests.tester.polite import ANSWER, UA, F, kind, polite
from tests.tester.scripted import Places

PUSH = response(F.UI, information=b"\xe6\xe7\x00push").encode()


class TestRightToSend:
    """A frame that comes without a poll is a violation, and never an answer to the next one."""

    def test_second_answer_through_the_machine(self, place: Places) -> None:
        there = place(
            "hdlc", lambda octets: [*polite(octets), (0.5, ANSWER)] if kind(octets) is F.I else polite(octets)
        )
        there.link.connect()
        there.link.send_apdu(b"question")
        there.link.receive_apdu("an answer")
        with pytest.raises(ProtocolViolation, match="although the DUT had no right to send"):
            there.link.pause(1.0)

    def test_second_answer_by_hand(self, place: Places) -> None:
        there = place("hdlc", lambda octets: [*polite(octets), (0.5, UA)])
        there.link.open_port()
        with there.link.by_hand():
            there.link.ask(there.link.command(F.SNRM), "UA")
            there.link.pause(1.0)
            with pytest.raises(ProtocolViolation, match="UA P/F although"):
                there.link.ask(there.link.command(F.DISC), "UA")
            there.link.frames.clear()

    def test_frame_that_nobody_took_by_hand(self, place: Places) -> None:
        there = place("hdlc", lambda octets: [*polite(octets), (0.5, UA)])
        there.link.open_port()

        def leave_one() -> None:
            with there.link.by_hand():
                there.link.ask(there.link.command(F.SNRM), "UA")
                there.link.pause(1.0)

        with pytest.raises(ProtocolViolation, match="UA P/F although"):
            leave_one()

    def test_pushed_frames_are_left_out(self, place: Places) -> None:
        there = place("hdlc", lambda octets: [(0.0, PUSH), *polite(octets), (0.5, PUSH)])
        there.link.connect()
        there.link.send_apdu(b"question")
        assert there.link.receive_apdu("an answer") == b"answer"
        there.link.pause(1.0)
        with there.link.by_hand():
            assert said(there.link.ask(there.link.command(F.DISC), "UA")) == "UA P/F"
            there.link.pause(1.0)

    def test_answer_to_octets_sent_past_the_machine(self, place: Places) -> None:
        """A DUT may answer RR to a broken frame that a case sends; that is no violation."""
        there = place(
            "hdlc", lambda octets: [(0.1, response(F.RR).encode())] if kind(octets) is F.I else polite(octets)
        )
        there.link.connect()
        there.link.send_octets(there.link.frame(b"question"))
        assert there.link.receive_apdu_or_silence() is None


class TestByHand:
    def test_answers_end_with_the_final_bit(self, place: Places) -> None:
        frames = [response(F.I, number, 0, final=number == 2, information=b"data", more=True) for number in range(3)]
        there = place("hdlc", lambda octets: [(0.1, frame.encode()) for frame in frames])
        there.link.open_port()
        with there.link.by_hand():
            assert there.link.ask_all(there.link.receive_ready(0), "I frames") == frames

    def test_answers_without_final_bit_end_in_no_answer(self, place: Places) -> None:
        frame = response(F.I, 0, 0, final=False, information=b"data")
        there = place("hdlc", lambda octets: [(0.1, frame.encode())])
        there.link.open_port()
        with there.link.by_hand(), pytest.raises(NoAnswer, match="up to the final bit"):
            there.link.ask_all(there.link.receive_ready(0), "I frames")

    def test_speaking_as_another_client(self, place: Places) -> None:
        def script(octets: bytes) -> Iterable[tuple[float, bytes]]:
            asked = HdlcFrame.decode(octets)
            return [(0.1, HdlcFrame(asked.source, asked.destination, 0x73).encode())]

        there = place("hdlc", script)
        there.link.open_port()
        with there.link.by_hand():
            with there.link.speaking_as(48):
                answer = there.link.ask(there.link.command(F.SNRM), "UA")
                assert answer.destination.upper == 48
            assert there.link.ask(there.link.command(F.SNRM), "UA").destination.upper == 16

    def test_hanging_up_is_a_silence(self, place: Places) -> None:
        there = place("hdlc", lambda octets: [(0.1, None)] if kind(octets) is F.RR else polite(octets))
        there.link.connect()
        with there.link.by_hand():
            assert kind_of(there.link.ask_or_silence(there.link.receive_ready(0))) == "silence"
            assert there.link.is_closed
            there.link.open_port()
            assert not there.link.is_closed
            assert kind_of(there.link.ask(there.link.command(F.SNRM), "UA")) == "UA"

    def test_silence_lasts_as_long_as_the_dut_may_take(self, place: Places) -> None:
        there = place("hdlc", lambda octets: [(4.9, UA)])
        there.link.open_port()
        with there.link.by_hand():
            assert said(there.link.ask_or_silence(there.link.command(F.SNRM))) == "UA P/F"

    def test_end_of_the_connection_is_asked_for_whatever_happened_by_hand(self, place: Places) -> None:
        """The machine has seen nothing of the SNRM by hand, and yet the DUT is not left connected."""
        there = place("hdlc", polite)
        there.link.open_port()
        with there.link.by_hand():
            there.link.ask(there.link.command(F.SNRM), "UA")
        assert there.link.disconnect()
        assert kind(there.unit.heard[-1]) is F.DISC
        assert not there.link.disconnect()

    def test_connection_is_set_up_again_whatever_happened_by_hand(self, place: Places) -> None:
        there = place("hdlc", polite)
        there.link.connect()
        with there.link.by_hand():
            there.link.ask(there.link.command(F.DISC), "UA")
        there.link.connect()
        assert [kind(octets) for octets in there.unit.heard] == [F.SNRM, F.DISC, F.SNRM]


class TestWholeAnswers:
    """ask_data takes an answer in however many polls and frames, and says what is wrong with their numbers."""

    def ask(self, place: Places, *answers: list[HdlcFrame]) -> DataAnswer:
        """Each poll is answered by the next of these lists, and by the last one for ever."""
        left = list(answers)

        def script(octets: bytes) -> Iterable[tuple[float, bytes]]:
            frames = left.pop(0) if len(left) > 1 else left[0]
            return [(0.1, frame.encode()) for frame in frames]

        there = place("hdlc", script)
        there.link.open_port()
        with there.link.by_hand():
            answer: DataAnswer = there.link.ask_data(there.link.apdu_frame(b"question", (0, 0)), "data")
        return answer

    def segment(self, number: int, *, final: bool = True, more: bool = False) -> HdlcFrame:
        return response(F.I, number, 1, final=final, information=b"data", more=more)

    def test_in_one_frame(self, place: Places) -> None:
        answer = self.ask(place, [self.segment(0)])
        assert (answer.said, answer.following, answer.information) == ("I N(S)=0 N(R)=1", 1, b"data")

    @pytest.mark.parametrize("kind", [F.RR, F.RNR])
    def test_after_some_polls(self, place: Places, kind: F) -> None:
        not_yet = [response(kind, 0, 1)]
        assert self.ask(place, not_yet, not_yet, not_yet, [self.segment(0)]).said == "I N(S)=0 N(R)=1"

    def test_in_segments(self, place: Places) -> None:
        window = [self.segment(0, final=False, more=True), self.segment(1, more=True)]
        answer = self.ask(place, window, [response(F.RR, 0, 1)], [self.segment(2)])
        assert (answer.said, answer.following, answer.information) == ("I N(S)=0 N(R)=1", 3, b"datadatadata")

    def test_with_the_final_bit_behind_it(self, place: Places) -> None:
        assert self.ask(place, [self.segment(0, final=False), response(F.RR, 0, 1)]).said == "I N(S)=0 N(R)=1"

    def test_that_is_none_is_given_back(self, place: Places) -> None:
        assert self.ask(place, [response(F.DM)]).said == "DM"

    def test_that_never_comes_is_given_up(self, place: Places) -> None:
        answer = self.ask(place, [response(F.RR, 0, 1)])
        assert (answer.said, answer.kind) == ("RR N(R)=1", "RR")

    @pytest.mark.parametrize(
        ("answers", "wrong"),
        [
            pytest.param([[("I", 0, True)], [("I", 2, False)]], r"I N\(S\)=2 N\(R\)=1, wanted I N\(S\)=1", id="gap"),
            pytest.param([[("I", 0, True)], [("RR", 0, False)]], r"RR N\(R\)=1, wanted I N\(S\)=1", id="no end"),
        ],
    )
    def test_with_wrong_numbers(self, place: Places, answers: list[list[tuple[str, int, bool]]], wrong: str) -> None:
        lists = [
            [self.segment(number, more=more) if kind == "I" else response(F.RR, 0, 1) for kind, number, more in frames]
            for frames in answers
        ]
        with pytest.raises(ProtocolViolation, match=wrong):
            self.ask(place, *lists)

    def test_that_confirms_less_than_before(self, place: Places) -> None:
        with pytest.raises(ProtocolViolation, match=r"N\(R\)=0, 1, wanted one N\(R\)"):
            self.ask(place, [response(F.RR, 0, 0)], [self.segment(0)])

    def test_without_end_is_given_up(self, place: Places) -> None:
        """As much as any APDU could be, and no more."""
        frames = [self.segment(number, more=True) for number in range(8)]
        turns = iter(range(1_000_000))

        there = place("hdlc", lambda octets: [(0.1, frames[next(turns) % 8].encode())])
        there.link.open_port()
        with there.link.by_hand(), pytest.raises(NoAnswer, match="wanted a segment that ends the data unit"):
            there.link.ask_data(there.link.apdu_frame(b"question", (0, 0)), "data")
        assert there.now_s < 100
