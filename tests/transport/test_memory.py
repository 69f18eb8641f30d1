"""Links in memory: exact when perfect, each impairment real, alone, and the same for the same seed."""

import itertools
import random
from collections import Counter
from dataclasses import replace

import pytest

from conformance.clock import NANOSECONDS
from conformance.transport.base import Closed
from conformance.transport.memory import PERFECT, Impairments, MemoryEnd, MemoryLink

COUNT = 1000
MESSAGES = [number.to_bytes(4, "big") for number in range(COUNT)]
SPACING_NS = 50_000_000
RATE = 1_000_000.0
DELAY_NS = 100_000
FLIGHT_NS = 4_000 + DELAY_NS
"""Four octets at the link's capacity, and the delay of the link."""

CHANCE = 0.2
IMPAIRMENTS = {
    "loss": Impairments(loss=CHANCE),
    "duplication": Impairments(duplication=CHANCE),
    "reordering": Impairments(reordering=CHANCE),
    "corruption": Impairments(corruption=CHANCE),
    "delay": Impairments(delay=CHANCE),
    "all": Impairments(CHANCE, CHANCE, CHANCE, CHANCE, CHANCE),
}

WORDS = {
    "loss": "lost",
    "duplication": "sent twice",
    "reordering": "may be overtaken",
    "corruption": "changed",
    "delay": "late",
}

Arrivals = list[tuple[int, bytes]]


def link(impairments: Impairments = PERFECT, seed: int = 1) -> MemoryLink:
    made = MemoryLink(
        "test",
        random.Random(seed),  # noqa: S311 - reproducible on purpose
        octets_per_second=RATE,
        delay_ns=DELAY_NS,
        impairments=impairments,
    )
    made.near.open()
    made.far.open()
    return made


def drained(end: MemoryEnd) -> Arrivals:
    found = []
    while (moment := end.due()) is not None:
        assert end.receive(moment - 1) == b"", "something arrived before its time"
        found.append((moment, end.receive(moment)))
    return found


def carried(impairments: Impairments, seed: int = 1) -> Arrivals:
    """What the far end gets of all messages, sent one by one."""
    used = link(impairments, seed)
    for number, message in enumerate(MESSAGES):
        used.near.send(message, number * SPACING_NS)
    return drained(used.far)


def in_time(number: int) -> int:
    return number * SPACING_NS + FLIGHT_NS


@pytest.mark.parametrize("impairments", [PERFECT, Impairments(delay_ns=1)], ids=["perfect", "no chances"])
def test_without_impairments_everything_arrives_once_in_order_and_in_time(impairments: Impairments) -> None:
    assert carried(impairments) == [(in_time(number), message) for number, message in enumerate(MESSAGES)]


@pytest.mark.parametrize("kind", IMPAIRMENTS)
def test_the_same_seed_gives_the_same_octets_at_the_same_moments(kind: str) -> None:
    first, again, other = (carried(IMPAIRMENTS[kind], seed) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def expected_number(found: int) -> bool:
    """About as many as the chance says; with a fixed seed this is no matter of luck."""
    return COUNT * CHANCE * 0.8 < found < COUNT * CHANCE * 1.2


def test_loss_takes_some_and_leaves_the_others_as_they_were() -> None:
    arrivals = carried(IMPAIRMENTS["loss"])
    whole = [(in_time(number), message) for number, message in enumerate(MESSAGES)]
    assert set(arrivals) < set(whole)
    assert arrivals == sorted(arrivals)
    assert expected_number(COUNT - len(arrivals))


def test_duplication_brings_some_twice() -> None:
    counts = Counter(octets for _, octets in carried(IMPAIRMENTS["duplication"]))
    assert set(counts) == set(MESSAGES)
    assert set(counts.values()) == {1, 2}
    assert expected_number(list(counts.values()).count(2))


def test_reordering_lets_some_be_overtaken() -> None:
    order = [octets for _, octets in carried(IMPAIRMENTS["reordering"])]
    assert sorted(order) == MESSAGES
    overtaken = sum(later < earlier for earlier, later in itertools.pairwise(order))
    assert overtaken > COUNT * CHANCE / 2


def test_corruption_turns_one_bit_of_some() -> None:
    arrivals = carried(IMPAIRMENTS["corruption"])
    assert [moment for moment, _ in arrivals] == [in_time(number) for number in range(COUNT)]
    changes = [int.from_bytes(came) ^ int.from_bytes(sent) for sent, (_, came) in zip(MESSAGES, arrivals, strict=True)]
    assert {change.bit_count() for change in changes} == {0, 1}
    assert expected_number(COUNT - changes.count(0))
    positions = {
        int.from_bytes(came) ^ int.from_bytes(sent) for sent, (_, came) in zip(MESSAGES, arrivals, strict=True)
    }
    assert len(positions) == 33, "any of the 32 bits, or none"


def test_delay_makes_some_late_and_holds_up_what_is_behind() -> None:
    arrivals = carried(IMPAIRMENTS["delay"])
    assert [octets for _, octets in arrivals] == MESSAGES
    late = [moment - in_time(number) for number, (moment, _) in enumerate(arrivals)]
    assert min(late) == 0
    assert max(late) >= PERFECT.delay_ns
    assert all(moment >= before for (before, _), (moment, _) in itertools.pairwise(arrivals))


@pytest.mark.parametrize(("impairments", "copies"), [(Impairments(loss=1.0), 0), (Impairments(duplication=1.0), 2)])
def test_what_is_certain_happens_every_time(impairments: Impairments, copies: int) -> None:
    assert Counter(octets for _, octets in carried(impairments)) == Counter(MESSAGES * copies)


def test_without_loss_nothing_is_lost_whatever_else_happens() -> None:
    impairments = replace(IMPAIRMENTS["all"], loss=0.0, corruption=0.0)
    assert {octets for _, octets in carried(impairments)} == set(MESSAGES)


def test_what_holds_up_one_direction_leaves_the_other_alone() -> None:
    used = link(Impairments(delay=1.0, delay_ns=NANOSECONDS))
    used.near.send(b"away", 0)
    used.impairments = replace(used.impairments, delay=0.0)
    used.far.send(b"back", 0)
    assert drained(used.near) == [(FLIGHT_NS, b"back")]
    assert drained(used.far) == [(FLIGHT_NS + NANOSECONDS, b"away")]


def test_a_busy_line_queues() -> None:
    used = link()
    for message in MESSAGES[:3]:
        used.near.send(message, 0)
    assert [moment for moment, _ in drained(used.far)] == [4_000 * number + DELAY_NS for number in (1, 2, 3)]


def test_a_closing_arrives_behind_all_that_was_sent_before() -> None:
    used = link(Impairments(delay=1.0, delay_ns=NANOSECONDS))
    used.near.send(b"last", 0)
    used.near.close()
    used.near.close()
    moment = used.far.due()
    assert moment == FLIGHT_NS + NANOSECONDS
    assert used.far.receive(moment) == b"last"
    behind = used.far.due()
    assert behind is not None
    assert behind >= moment
    with pytest.raises(Closed, match="the other end closed"):
        used.far.receive(behind)
    assert not used.far.is_open
    with pytest.raises(Closed, match="closed"):
        used.near.send(b"more", 0)


def test_what_was_meant_for_an_earlier_connection_is_lost_with_it() -> None:
    used = link()
    noticed: list[str] = []
    used.near_opened = lambda: noticed.append("opened")
    used.far.send(b"late", 0)
    used.near.close()
    used.near.open()
    used.near.open()
    assert noticed == ["opened"]
    assert drained(used.near) == []


@pytest.mark.parametrize("name", WORDS)
def test_each_impairment_is_told_when_it_happens(name: str) -> None:
    made = link(IMPAIRMENTS[name])
    made.near.open()
    made.far.open()
    told: list[str] = []
    made.near.tell_impaired = told.append
    for number, message in enumerate(MESSAGES):
        made.near.send(message, number * SPACING_NS)
    assert COUNT * CHANCE * 0.8 < len(told) < COUNT * CHANCE * 1.2
    assert all(WORDS[name] in what for what in told)


def test_a_perfect_link_tells_nothing() -> None:
    made = link()
    made.near.open()
    told: list[str] = []
    made.near.tell_impaired = told.append
    made.near.send(b"octets", 0)
    assert not told
