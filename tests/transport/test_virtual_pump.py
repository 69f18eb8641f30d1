"""The pump on the virtual clock: order of time, exact bounds, and an end to whoever never stops."""

import random
from collections.abc import Callable

import pytest

from conformance.clock import NANOSECONDS, VirtualClock
from conformance.errors import HarnessError
from conformance.transport.memory import MemoryLink
from conformance.transport.pump import VirtualPump
from tests.transport.ends import End


class Scripted:
    """Has arrivals and deadlines at given moments and writes down when it was served."""

    is_timed = True

    def __init__(self, name: str, log: list[tuple[int, str]], due: list[int], deadlines: list[int]) -> None:
        self.name, self.log = name, log
        self._due, self._deadlines = due, deadlines
        self.on_ready: Callable[[], None] = lambda: None

    def fileno(self) -> int:
        return -1

    def due(self) -> int | None:
        return self._due[0] if self._due else None

    def ready(self, now: int) -> None:
        self._due.pop(0)
        self.log.append((now, f"{self.name} ready"))
        self.on_ready()

    def next_deadline(self) -> int | None:
        return self._deadlines[0] if self._deadlines else None

    def tick(self, now: int) -> None:
        self._deadlines.pop(0)
        self.log.append((now, f"{self.name} tick"))


def never() -> bool:
    return False


def test_moments_come_in_order_arrivals_before_deadlines_and_sources_as_added() -> None:
    log: list[tuple[int, str]] = []
    pump = VirtualPump(VirtualClock())
    pump.add(Scripted("a", log, [30, 30], [10, 30]))
    pump.add(Scripted("b", log, [20, 30], [30]))
    assert not pump.run(never, 40)
    assert log == [
        (10, "a tick"),
        (20, "b ready"),
        (30, "a ready"),
        (30, "a ready"),
        (30, "b ready"),
        (30, "a tick"),
        (30, "b tick"),
    ]
    assert pump.clock.now() == 40


def test_it_stops_at_the_very_event_that_is_waited_for() -> None:
    log: list[tuple[int, str]] = []
    pump = VirtualPump(VirtualClock())
    pump.add(Scripted("a", log, [10, 10, 20], []))
    assert pump.run(lambda: len(log) == 1, 100)
    assert (pump.clock.now(), len(log)) == (10, 1)
    assert pump.run(lambda: len(log) == 3, 100)
    assert pump.clock.now() == 20


def test_a_bound_is_kept_to_the_nanosecond_and_what_is_due_then_still_counts() -> None:
    log: list[tuple[int, str]] = []
    pump = VirtualPump(VirtualClock())
    pump.add(Scripted("a", log, [100, 101], []))
    assert pump.run(lambda: bool(log), 100)
    assert not pump.run(lambda: len(log) == 2, 100)
    assert pump.clock.now() == 100


def test_what_is_overdue_is_served_now_and_time_never_runs_back() -> None:
    log: list[tuple[int, str]] = []
    pump = VirtualPump(VirtualClock(start_ns=50))
    pump.add(Scripted("a", log, [10], [20]))
    assert not pump.run(never, 60)
    assert log == [(50, "a ready"), (50, "a tick")]
    assert not pump.run(never, 7)
    assert pump.clock.now() == 60


def test_a_source_that_was_removed_is_served_no_more() -> None:
    log: list[tuple[int, str]] = []
    pump = VirtualPump(VirtualClock())
    first, second = Scripted("a", log, [10], []), Scripted("b", log, [10], [20])
    first.on_ready = lambda: pump.remove(second)
    pump.add(first)
    pump.add(second)
    assert not pump.run(never, 100)
    assert log == [(10, "a ready")]
    pump.remove(second)


def test_two_peers_that_answer_each_other_for_ever_are_bounded() -> None:
    pump = VirtualPump(VirtualClock())
    link = MemoryLink("test", random.Random(1), octets_per_second=1000.0, delay_ns=0)  # noqa: S311 - reproducible
    link.near.open()
    link.far.open()
    near, far = End(link.near, pump), End(link.far, pump)
    near.on_octets = lambda octets, now: link.near.send(octets, now)
    far.on_octets = lambda octets, now: link.far.send(octets, now)
    link.near.send(b"babble", 0)
    assert not pump.run(never, NANOSECONDS)
    assert pump.clock.now() == NANOSECONDS
    assert len(near.octets + far.octets) == 996, "as much as the line carries in a second"


def test_a_unit_that_wants_its_time_at_once_for_ever_is_our_fault_and_ends() -> None:
    class Stuck(Scripted):
        def tick(self, now: int) -> None:
            """Leaves its deadline where it is."""

    pump = VirtualPump(VirtualClock())
    pump.add(Stuck("a", [], [], [10]))
    with pytest.raises(HarnessError, match=r"at 10 ns: .*Stuck.tick is due"):
        pump.run(never, NANOSECONDS)
