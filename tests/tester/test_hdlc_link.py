"""The tester's HDLC link: what it takes for an answer, for an echo, for noise, for a silence."""

import re
from collections.abc import Iterable

import pytest

from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.errors import NoAnswer, ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.hdlc_answers import said
from tests.hdlc.frames import CLIENT, SERVER, response
from tests.tester.polite import ANSWER, DM, UA, F, kind, polite
from tests.tester.scripted import Places


def test_apdu_comes_back(place: Places) -> None:
    link = place("hdlc", polite).link
    link.connect()
    link.send_apdu(b"question")
    assert link.receive_apdu("an answer") == b"answer"
    assert link.disconnect()


@pytest.mark.parametrize("ends", ["by hanging up", "by another SNRM"])
def test_what_nobody_took_does_not_outlive_its_connection(place: Places, ends: str) -> None:
    """Else the answer to an old GET would pass for the AARE on the next connection."""
    link = place("hdlc", polite).link
    link.connect()
    link.send_apdu(b"question")
    link.pause(1)
    assert list(link.apdus) == [b"answer"]
    if ends == "by hanging up":
        link.hang_up()
    link.connect(None if ends == "by hanging up" else link.settings.proposal)
    assert not link.apdus


def test_echo_is_no_answer(place: Places) -> None:
    """An optical head sends back every frame before the meter answers."""
    there = place("hdlc", lambda octets: [(0.0, octets), *polite(octets)])
    link = there.link
    link.connect()
    link.send_apdu(b"question")
    assert link.receive_apdu("an answer") == b"answer"
    assert link.echoes == 2
    with link.by_hand():
        assert said(link.ask(link.command(F.DISC), "UA")) == "UA P/F"


def test_only_an_echo_is_a_silence(place: Places) -> None:
    there = place("hdlc", lambda octets: [(0.0, octets)] if kind(octets) is F.RR else polite(octets))
    there.link.connect()
    with there.link.by_hand():
        assert said(there.link.ask_or_silence(there.link.receive_ready(0))) == "silence"
        with pytest.raises(NoAnswer, match="only the echo of our own octets"):
            there.link.ask(there.link.receive_ready(0), "RR")


def test_echo_of_several_frames_is_no_answer(place: Places) -> None:
    """All frames of a window come back, not only the last that was sent."""
    heard = b""

    def script(octets: bytes) -> Iterable[tuple[float, bytes]]:
        nonlocal heard
        heard += octets
        return [(0.1, heard), (0.2, ANSWER)] if kind(octets) is F.I else polite(octets)

    there = place("hdlc", script)
    there.link.connect()
    heard = b""
    with there.link.by_hand():
        there.link.send_frame(there.link.command(F.UI, b"data", poll=False))
        assert said(there.link.ask(there.link.apdu_frame(b"question", (0, 0)), "I")) == "I N(S)=0 N(R)=1 P/F"
    assert there.link.echoes == 2


@pytest.mark.parametrize("is_noisy", [False, True])
def test_octets_that_are_no_frame(place: Places, is_noisy: bool) -> None:
    """They are the DUT's doing unless the line makes noise by itself; no case may take them for a silence."""
    noise = bytes.fromhex("00 13 55")

    def script(octets: bytes) -> Iterable[tuple[float, bytes]]:
        return [(0.1, noise)] if kind(octets) is F.RR else polite(octets)

    link = place("hdlc", script, is_noisy=is_noisy).link
    link.connect()
    with link.by_hand():
        if is_noisy:
            assert said(link.ask_or_silence(link.receive_ready(0))) == "silence"
        else:
            with pytest.raises(ProtocolViolation, match="3 octets that are no frame"):
                link.ask_or_silence(link.receive_ready(0))


def test_a_frame_with_a_long_pause_in_it_is_told_as_that(place: Places) -> None:
    """All of its octets stand in the evidence, so nobody would see why they are no frame."""
    link = place("hdlc", lambda octets: [(0.1, UA[:5]), (0.75, UA[5:])]).link
    told = "found 8 octets that are no frame (with a pause of 650 ms; one of 500 ms ends a frame) within 5.0 s"
    with pytest.raises(NoAnswer, match=re.escape(told)):
        link.connect()


def test_idle_flags_are_a_silence(place: Places) -> None:
    there = place("hdlc", lambda octets: [(0.1, b"\x7e" * 5)] if kind(octets) is F.RR else polite(octets))
    there.link.connect()
    with there.link.by_hand():
        assert said(there.link.ask_or_silence(there.link.receive_ready(0))) == "silence"


@pytest.mark.parametrize("is_noisy", [False, True])
def test_wrong_check_sequence_is_held_against_the_dut_on_clean_lines_only(place: Places, is_noisy: bool) -> None:
    spoilt = bytearray(UA)
    spoilt[-2] ^= 1
    there = place("hdlc", lambda octets: [(0.1, bytes(spoilt)), (0.2, UA)], is_noisy=is_noisy)
    if is_noisy:
        there.link.connect()
    else:
        with pytest.raises(ProtocolViolation, match="FCS"):
            there.link.connect()


def test_answer_to_somebody_else_is_a_violation(place: Places) -> None:
    foreign = HdlcFrame.decode(UA)
    foreign.source = foreign.source._replace(upper=5)
    with pytest.raises(ProtocolViolation, match="from 5 to 16"):
        place("hdlc", lambda octets: [(0.1, foreign.encode())]).link.connect()


OTHERS = HdlcAddress(33), HdlcAddress(5)


@pytest.mark.parametrize(
    ("ends", "control"),
    [
        pytest.param(OTHERS, 0x73, id="answer of another server"),
        pytest.param((OTHERS[1], OTHERS[0]), 0x93, id="command of another client"),
        pytest.param((HdlcAddress(33), SERVER), 0x13, id="push of the DUT to another client"),
    ],
)
def test_frame_between_others_is_passed_over(
    place: Places, ends: tuple[HdlcAddress, HdlcAddress], control: int
) -> None:
    between = HdlcFrame(*ends, control).encode()
    link = place("hdlc", lambda octets: [(0.0, between), *polite(octets)]).link
    link.connect()
    link.send_apdu(b"question")
    assert link.receive_apdu("an answer") == b"answer"
    assert link.passed_over == 2


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param((SERVER, CLIENT), id="not swapped"),
        pytest.param((HdlcAddress(17), SERVER), id="to another client"),
        pytest.param((CLIENT, HdlcAddress(1, 0, 2)), id="own address in two octets"),
        pytest.param((HdlcAddress(17), HdlcAddress(1, 0, 2)), id="both wrong"),
        pytest.param((HdlcAddress(16, 0, 2), SERVER), id="client address in two octets"),
        pytest.param((HdlcAddress(16, 0, 2), HdlcAddress(1, 0, 2)), id="both in two octets"),
        pytest.param((CLIENT, CLIENT), id="from the client to itself"),
    ],
)
def test_wrong_addresses_of_the_dut_are_a_violation(place: Places, ends: tuple[HdlcAddress, HdlcAddress]) -> None:
    wrong = HdlcFrame(*ends, 0x73).encode()
    with pytest.raises(ProtocolViolation, match=r"from .* to "):
        place("hdlc", lambda octets: [(0.1, wrong)]).link.connect()


@pytest.mark.parametrize("octets", [3, 20])
@pytest.mark.parametrize("is_noisy", [False, True])
def test_garbage_is_no_refusal(place: Places, octets: int, is_noisy: bool) -> None:
    """Where lines make noise, only what is too short for a frame may be taken for it."""
    garbage = bytes.fromhex("00 13 55 AA") * 5
    link = place(
        "hdlc", lambda asked: [(0.1, garbage[:octets])] if kind(asked) is F.I else polite(asked), is_noisy=is_noisy
    ).link
    link.connect()
    link.send_apdu(b"question")
    if is_noisy and octets == 3:
        assert link.receive_apdu_or_silence() is None
        return
    with pytest.raises(Inconclusive if is_noisy else ProtocolViolation, match="octets that are no frame"):
        link.receive_apdu_or_silence()


def test_response_in_a_ui_frame_is_no_refusal(place: Places) -> None:
    ui = response(F.UI, information=b"\xe6\xe7\x00\xc4\x01\xc1\x00\x00", final=False).encode()
    there = place("hdlc", lambda octets: [(0.0, ui), (0.1, rr(1))] if kind(octets) is not F.SNRM else polite(octets))
    there.link.connect()
    there.link.send_apdu(b"question")
    assert there.link.receive_apdu_or_silence() == b"\xc4\x01\xc1\x00\x00"
    there.link.send_apdu(b"question")
    there.unit.script = lambda octets: [(0.1, rr(2))]
    assert there.link.receive_apdu_or_silence() is None


def rr(receive_number: int) -> bytes:
    return response(F.RR, 0, receive_number).encode()


def test_final_bit_may_stand_on_an_rr_behind_the_data(place: Places) -> None:
    answer = response(F.I, 0, 1, information=b"\xe6\xe7\x00answer", final=False).encode()
    there = place("hdlc", lambda octets: [(0.1, answer), (0.3, rr(1))] if kind(octets) is F.I else polite(octets))
    there.link.connect()
    there.link.send_apdu(b"question")
    assert there.link.receive_apdu("an answer") == b"answer"
    assert there.now_s == pytest.approx(0.31, abs=0.1)
    there.link.pause(1)


def test_final_bit_that_never_comes_is_missed(place: Places) -> None:
    answer = response(F.I, 0, 1, information=b"\xe6\xe7\x00answer", final=False).encode()
    there = place("hdlc", lambda octets: [(0.1, answer)] if kind(octets) is F.I else polite(octets))
    there.link.connect()
    there.link.send_apdu(b"question")
    with pytest.raises(NoAnswer, match="wanted a frame with the final bit"):
        there.link.receive_apdu("an answer")


def test_dm_to_snrm_is_a_violation_that_names_it(place: Places) -> None:
    with pytest.raises(ProtocolViolation, match="found DM P/F, wanted UA P/F"):
        place("hdlc", lambda octets: [(0.1, DM)]).link.connect()


def test_silence_after_snrm_says_what_was_tried(place: Places) -> None:
    with pytest.raises(NoAnswer, match=r"no octet at all within 5.0 s \(HDLC, client 16, server 1, 8N1\)"):
        place("hdlc", lambda octets: []).link.connect()


def test_rr_instead_of_an_apdu_is_named(place: Places) -> None:
    there = place(
        "hdlc",
        lambda octets: [(0.1, response(F.RR, 0, 1).encode())] if kind(octets) in (F.I, F.RR) else polite(octets),
    )
    there.link.connect()
    there.link.send_apdu(b"question")
    with pytest.raises(NoAnswer, match=r"RR N\(R\)=1 P/F and nothing more"):
        there.link.receive_apdu("an answer")


class TestRetries:
    """On lines that lose frames."""

    def test_unanswered_poll_is_repeated_and_waited_for(self, place: Places) -> None:
        asked = 0

        def script(octets: bytes) -> Iterable[tuple[float, bytes]]:
            nonlocal asked
            asked += 1
            return polite(octets) if asked > 2 else []

        there = place("hdlc", script, is_noisy=True, retries=2, octets_per_second=960)
        there.link.connect()
        assert asked == 3
        assert there.link.connection.repetitions == 2

    @pytest.mark.parametrize("lost", [1, 2])
    def test_a_silence_lasts_as_long_as_polls_are_repeated(self, place: Places, lost: int) -> None:
        """Whether something is wanted or a silence would be right: the last repetition has its time, too."""
        heard = 0

        def script(octets: bytes) -> Iterable[tuple[float, bytes]]:
            nonlocal heard
            if kind(octets) not in (F.I, F.RR):
                return polite(octets)
            heard += 1
            answer = response(F.I, 0, 1, information=b"\xe6\xe7\x00answer")
            return [(0.1, answer.encode())] if heard > lost else []

        for receive in ("receive_apdu", "receive_apdu_or_silence"):
            heard = 0
            there = place("hdlc", script, is_noisy=True, retries=2)
            there.link.connect()
            there.link.send_apdu(b"question")
            wanted = ("an answer",) if receive == "receive_apdu" else ()
            assert getattr(there.link, receive)(*wanted) == b"answer"
            assert there.link.connection.repetitions == lost

    def test_dead_dut_is_given_up(self, place: Places) -> None:
        there = place("hdlc", lambda octets: [], is_noisy=True, retries=2, octets_per_second=960)
        with pytest.raises(NoAnswer):
            there.link.connect()
        assert len(there.unit.heard) == 3
        assert there.now_s < 20

    def test_poll_is_not_repeated_into_a_frame_that_is_coming_in(self, place: Places) -> None:
        """At 300 baud an answer may take longer than the time-out of the poll."""
        long = response(F.I, 0, 1, information=b"\xe6\xe7\x00" + bytes(125)).encode()

        def script(octets: bytes) -> Iterable[tuple[float, bytes]]:
            if kind(octets) is not F.I:
                return polite(octets)
            return [(4.5 + at * 0.0333, long[at : at + 1]) for at in range(len(long))]

        there = place("hdlc", script, is_noisy=True, retries=2, octets_per_second=300)
        there.link.connect()
        there.link.send_apdu(b"question")
        assert there.link.receive_apdu("an answer") == bytes(125)
        assert there.link.connection.repetitions == 0

    def test_slow_dut_that_answers_both_polls_passes(self, place: Places) -> None:
        """Late answers to polls that were repeated are taken once, and confuse nothing after them."""
        number = 0

        def script(octets: bytes) -> Iterable[tuple[float, bytes]]:
            nonlocal number
            if kind(octets) not in (F.I, F.RR):
                return polite(octets)
            number += kind(octets) is F.I
            answer = response(F.I, (number - 1) % 8, number % 8, information=b"\xe6\xe7\x00" + bytes((number,)))
            return [(6.0, answer.encode())]

        there = place("hdlc", script, is_noisy=True, retries=2)
        there.link.connect()
        for expected in range(1, 10):
            there.link.send_apdu(b"question")
            assert there.link.receive_apdu("an answer") == bytes((expected,))


def test_hanging_up_at_snrm_is_no_answer(place: Places) -> None:
    """A closed connection and a wrong frame are different faults; the words have to tell them apart."""
    link = place("hdlc", lambda octets: [(0.1, None)]).link
    with pytest.raises(NoAnswer, match=r"closed the link \(HDLC, client 16.*wanted an answer to SNRM"):
        link.connect()
