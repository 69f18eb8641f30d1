"""Only a silence as long as the inactivity time excuses that a link ends, and only until the next connection."""

from conformance.clock import NANOSECONDS
from conformance.tester.idleness import Idleness


def after(sent_s: list[int], ended_s: int, timeout_s: float | None = 5) -> Idleness:
    idleness = Idleness(timeout_s)
    for moment in sent_s:
        idleness.sent(moment * NANOSECONDS)
    idleness.ended(ended_s * NANOSECONDS)
    return idleness


def test_link_that_ends_during_a_silence() -> None:
    assert after([0], 5).has_lapsed
    assert not after([0, 4], 8).has_lapsed


def test_link_whose_end_shows_with_the_next_request() -> None:
    assert after([0, 6], 7).has_lapsed


def test_nothing_lapses_without_an_inactivity_time() -> None:
    assert not after([0, 6000], 6001, timeout_s=None).has_lapsed
    assert not after([0, 6000], 6001, timeout_s=0).has_lapsed


def test_a_new_connection_begins_anew() -> None:
    idleness = after([0, 6], 7)
    idleness.begin()
    assert not idleness.has_lapsed
    idleness.ended(100 * NANOSECONDS)
    assert not idleness.has_lapsed
