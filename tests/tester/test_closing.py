"""A DUT that closes the transport once nothing is open above it: that is its right, and no answer is lost by it."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from conformance.dlms.wrapper import WrapperPdu
from conformance.errors import NoAnswer
from tests.tester.scripted import Place, Places

ANSWER = WrapperPdu(1, 1, 16, b"answer").encode()


def hangs_up_on(*numbers: int) -> Callable[[bytes], Iterable[tuple[float, bytes | None]]]:
    """A script that answers, but hangs up on the requests with these numbers."""
    count = iter(range(100))
    return lambda octets: [(0.1, None if next(count) in numbers else ANSWER)]


def questioned(place: Places, *numbers: int) -> Place:
    there = place("wrapper", hangs_up_on(*numbers))
    there.link.connect()
    there.link.allow_closing()
    there.link.send_apdu(b"question")
    return there


def test_first_request_after_the_end_of_an_association_is_sent_again(place: Places) -> None:
    there = questioned(place, 0)
    assert there.link.receive_apdu("an answer") == b"answer"
    assert len(there.unit.heard) == 2


def test_it_is_sent_again_where_silence_would_be_right_too(place: Places) -> None:
    assert questioned(place, 0).link.receive_apdu_or_silence() == b"answer"


def test_it_is_sent_again_once(place: Places) -> None:
    there = questioned(place, 0, 1)
    with pytest.raises(NoAnswer, match="closed"):
        there.link.receive_apdu("an answer")
    assert len(there.unit.heard) == 2


def test_a_closing_after_a_second_request_stands(place: Places) -> None:
    answers: Iterator[list[tuple[float, bytes | None]]] = iter([[], [(0.1, None)], [(0.1, ANSWER)]])
    there = place("wrapper", lambda octets: next(answers))
    there.link.connect()
    there.link.allow_closing()
    there.link.send_apdu(b"question")
    there.link.send_apdu(b"another")
    with pytest.raises(NoAnswer, match="closed"):
        there.link.receive_apdu("an answer")
    assert len(there.unit.heard) == 2


def test_a_closing_after_an_answer_stands(place: Places) -> None:
    there = questioned(place, 1)
    there.link.receive_apdu("an answer")
    there.link.send_apdu(b"question")
    with pytest.raises(NoAnswer, match="closed"):
        there.link.receive_apdu("an answer")
    assert len(there.unit.heard) == 2


def test_what_must_not_be_sent_twice_waits_for_the_closing(place: Places) -> None:
    there = place("wrapper", lambda octets: [(0.1, ANSWER), (0.2, None)] if octets.endswith(b"release") else [])
    there.link.connect()
    there.link.send_apdu(b"release")
    there.link.receive_apdu("an answer")
    there.link.allow_closing()
    there.link.settle()
    there.link.send_apdu(b"password")
    assert there.link.receive_apdu_or_silence() is None
    assert len(there.unit.heard) == 2
