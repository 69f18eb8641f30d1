"""The pump on real time: bounds hold against silence and babble, timers never fire early, removal is at once."""

import socket
from collections.abc import Iterator

import pytest

from conformance.clock import NANOSECONDS, WallClock
from conformance.transport.pump import WallPump
from conformance.transport.tcp import TcpTransport
from tests.transport.ends import LONG_NS, End
from tests.transport.peers import babble, serving

SHORT_NS = 20_000_000


def never() -> bool:
    return False


@pytest.fixture
def pump() -> WallPump:
    return WallPump(WallClock())


class Timer:
    """A source without a descriptor that wants its time at a moment, again after each tick for so many times."""

    is_timed = True

    def __init__(self, deadline_ns: int, repeats: int) -> None:
        self.deadline_ns = deadline_ns
        self.repeats = repeats
        self.ticked: list[int] = []

    def fileno(self) -> int:
        return -1

    def due(self) -> int | None:
        return None

    def ready(self, now: int) -> None:
        raise AssertionError("nothing arrives at a timer")

    def next_deadline(self) -> int | None:
        return self.deadline_ns if len(self.ticked) < self.repeats else None

    def tick(self, now: int) -> None:
        assert now >= self.deadline_ns
        self.ticked.append(now)


class Pair:
    """Two joined sockets; the near one is a source."""

    is_timed = False

    def __init__(self) -> None:
        self.near, self.far = socket.socketpair()
        self.heard: list[bytes] = []

    def fileno(self) -> int:
        return self.near.fileno()

    def due(self) -> int | None:
        return None

    def ready(self, now: int) -> None:
        self.heard.append(self.near.recv(100))

    def next_deadline(self) -> int | None:
        raise AssertionError("a source without timers is not asked for one")

    def tick(self, now: int) -> None:
        raise AssertionError("a source without timers has none")


@pytest.fixture
def pairs() -> Iterator[tuple[Pair, Pair]]:
    made = Pair(), Pair()
    yield made
    for pair in made:
        pair.near.close()
        pair.far.close()


def test_silence_ends_at_the_bound_and_not_before(pump: WallPump) -> None:
    bound = pump.clock.now() + SHORT_NS
    assert not pump.run(never, bound)
    assert pump.clock.now() >= bound
    assert not pump.run(never, 0)


def test_what_holds_already_costs_no_wait(pump: WallPump) -> None:
    assert pump.run(lambda: True, 0)


def test_timers_fire_in_order_and_never_early(pump: WallPump) -> None:
    start = pump.clock.now()
    late, early = Timer(start + 2 * SHORT_NS, 1), Timer(start + SHORT_NS, 3)
    pump.add(late)
    pump.add(early)
    assert pump.run(lambda: bool(late.ticked), start + LONG_NS)
    assert len(early.ticked) == 3
    assert early.ticked[-1] <= late.ticked[0]
    pump.remove(early)
    pump.remove(late)
    assert not pump.run(never, 0)


def test_the_end_of_a_wait_is_the_arrival_that_was_waited_for(pump: WallPump, pairs: tuple[Pair, Pair]) -> None:
    for pair in pairs:
        pump.add(pair)
        pair.far.send(b"x")

    def heard() -> int:
        return len(pairs[0].heard) + len(pairs[1].heard)

    assert pump.run(lambda: heard() == 1, pump.clock.now() + LONG_NS)
    assert heard() == 1, "the other one is left for the next wait"
    assert pump.run(lambda: heard() == 2, pump.clock.now() + LONG_NS)


def test_a_source_that_another_one_removes_is_not_served_in_the_same_round(
    pump: WallPump, pairs: tuple[Pair, Pair]
) -> None:
    class Jealous(Pair):
        def ready(self, now: int) -> None:
            super().ready(now)
            pump.remove(pairs[1])
            pump.remove(pairs[0])

    first = Jealous()
    with first.near, first.far:
        for pair in (first, *pairs):
            pump.add(pair)
            pair.far.send(b"x")
        pump.run(lambda: bool(first.heard), pump.clock.now() + LONG_NS)
        before = [list(pair.heard) for pair in pairs]
        assert not pump.run(never, pump.clock.now() + SHORT_NS)
        assert [pair.heard for pair in pairs] == before
        pump.remove(first)


def test_a_babbling_peer_ends_at_the_bound(pump: WallPump) -> None:
    with serving("127.0.0.1", babble) as (host, port):
        transport = TcpTransport(host, port)
        transport.open()
        end = End(transport, pump)
        end.until(lambda: len(end.octets) > 100_000)
        bound = pump.clock.now() + SHORT_NS
        assert not pump.run(never, bound)
        assert bound <= pump.clock.now() < bound + 10 * NANOSECONDS
        end.drop()
        transport.close()
