"""Client and server over a bad line: what is delivered is what was sent, in order; else somebody says so."""

import random

import pytest

from conformance.clock import NANOSECONDS
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.errors import ProtocolViolation
from conformance.transport.memory import PERFECT, Impairments
from tests.hdlc.back_to_back import Line, chance

FRAME_NS = NANOSECONDS // 50
"""Less than the shortest frame takes, so that a late one is never taken for one eight numbers later."""

LINES = {
    "loss": Impairments(loss=0.1),
    "corruption": Impairments(corruption=0.1),
    "duplication": Impairments(duplication=0.1),
    "reordering": Impairments(reordering=0.1, delay_ns=FRAME_NS),
    "delay": Impairments(delay=0.3, delay_ns=FRAME_NS),
    "everything": Impairments(0.05, 0.05, 0.05, 0.05, 0.05, FRAME_NS),
    "hopeless": Impairments(loss=0.7, corruption=0.2),
}
UNITS = 12
SEEDS = range(40)


def parameters(rng: random.Random) -> HdlcParameters:
    sizes = rng.randint(32, 200), rng.randint(32, 200)
    return HdlcParameters(*sizes, rng.randint(1, 7), rng.randint(1, 7))


def octets(rng: random.Random, number: int) -> bytes:
    """A data unit that is like no other: between nothing but its number and many segments."""
    return bytes((number,)) + rng.randbytes(rng.choice((0, 5, 31, 32, 150, 400)))


def answer(data: bytes) -> bytes:
    return b"answer to " + data + bytes(reversed(data))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", LINES)
def test_nothing_wrong_is_delivered(kind: str, seed: int) -> None:
    """The server serves a beginning of what was sent, each unit once; the client hears exactly its answers."""
    rng = chance(kind, seed)
    line = Line(rng, LINES[kind], answer=answer, client=parameters(rng), server=parameters(rng))
    units = [octets(rng, number) for number in range(UNITS)]
    heard: list[bytes] = []
    try:
        if line.connect():
            for unit in units:
                came = line.ask(unit)
                if came is None:
                    break
                heard.append(came)
    except ProtocolViolation:
        pass  # loud enough
    assert line.served == units[: len(line.served)]
    assert heard == [answer(unit) for unit in units[: len(heard)]]
    assert len(heard) <= len(line.served)


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_is_delivered_over_a_perfect_line(seed: int) -> None:
    rng = chance(seed)
    line = Line(rng, PERFECT, answer=answer, client=parameters(rng), server=parameters(rng), retries=0)
    assert line.connect()
    units = [octets(rng, number) for number in range(UNITS)]
    assert [line.ask(unit) for unit in units] == [answer(unit) for unit in units]
    assert line.served == units
    assert line.primary.repetitions == 0


@pytest.mark.parametrize(
    ("kind", "share"), [("loss", 0.9), ("corruption", 0.9), ("delay", 0.9), ("reordering", 0.9), ("duplication", 0.5)]
)
def test_repetition_gets_most_through(kind: str, share: float) -> None:
    """A line that loses a tenth of its frames still works; otherwise the tests above would prove nothing.

    No line repeats frames by itself, so against that there is only loudness: a UA
    that nobody asked for ends the conversation.
    """
    complete = 0
    for seed in SEEDS:
        rng = chance(kind, seed)
        line = Line(rng, LINES[kind], answer=answer, client=parameters(rng), server=parameters(rng))
        units = [octets(rng, number) for number in range(UNITS)]
        try:
            complete += line.connect() and all(line.ask(unit) == answer(unit) for unit in units)
        except ProtocolViolation:
            continue
    assert complete >= share * len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_repetitions_a_loss_ends_the_conversation(seed: int) -> None:
    """A strict client neither repeats nor invents: it waits, or names the violation."""
    rng = chance("strict", seed)
    line = Line(rng, LINES["everything"], answer=answer, retries=0)
    units = [octets(rng, number) for number in range(UNITS)]
    heard: list[bytes] = []
    try:
        if line.connect():
            for unit in units:
                came = line.ask(unit)
                if came is None:
                    break
                heard.append(came)
    except ProtocolViolation:
        pass
    assert line.primary.repetitions == 0
    assert line.served == units[: len(line.served)]
    assert heard == [answer(unit) for unit in units[: len(heard)]]
