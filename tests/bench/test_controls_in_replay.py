"""What the DUT does while a control is under way is recorded, and a replay hands it in again."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.bench.live import LiveExchange
from conformance.bench.replay import Diverged, ReplayExchange
from conformance.clock import NANOSECONDS, VirtualClock
from conformance.dlms.dissect import WrapperDissector
from conformance.errors import BenchError
from conformance.evidence.journal import Event, read_events
from conformance.evidence.record import Recorder
from conformance.tester.exchange import Timing
from conformance.transport.memory import MemoryLink
from conformance.transport.pump import VirtualPump

CHANCES = random.Random(1)  # noqa: S311 - reproducible on purpose


class Listener:
    """A receiver with a timer that runs out while the control is under way."""

    def __init__(self) -> None:
        self.heard: list[object] = []
        self.deadline: int | None = 2 * NANOSECONDS

    def receive(self, octets: bytes, now: int) -> None:
        self.heard.append(octets)

    def closed(self, why: str, now: int) -> None:
        self.heard.append(why)

    def next_deadline(self) -> int | None:
        return self.deadline

    def tick(self, now: int) -> None:
        self.deadline = None
        self.heard.append(now)


def recorder_in(folder: Path) -> Recorder:
    recorder = Recorder(folder)
    recorder.add_port("meter", "memory", WrapperDissector())
    return recorder


def recorded(folder: Path, do: Callable[[MemoryLink, VirtualPump], str]) -> tuple[list[Event], Listener]:
    """The journal of a control during which something happens."""
    pump = VirtualPump(VirtualClock())
    link = MemoryLink("meter", CHANCES)
    link.far.open()
    listener = Listener()
    with recorder_in(folder) as recorder:
        exchange = LiveExchange(
            "meter", link.near, pump, recorder, Timing(), CHANCES, controller=lambda name: do(link, pump)
        )
        exchange.attach(listener)
        exchange.open()
        try:
            exchange.control("power_cycle")
        except BenchError:
            exchange.note("given up")
    return list(read_events(folder / "journal.jsonl")), listener


def replayed(folder: Path, events: list[Event], name: str = "power_cycle") -> tuple[list[Event], Listener]:
    listener = Listener()
    with recorder_in(folder) as recorder:
        exchange = ReplayExchange("meter", events, recorder, Timing(), CHANCES, lambda octets: octets)
        exchange.attach(listener)
        exchange.open()
        try:
            exchange.control(name)
        except BenchError:
            exchange.note("given up")
    assert exchange.unused == 0
    return list(read_events(folder / "journal.jsonl")), listener


def by_operator(link: MemoryLink, pump: VirtualPump) -> str:
    """As conformance.bench.operator.ask: the bench is served until the person answers."""
    link.far.send(b"goodbye", pump.clock.now())
    pump.run(lambda: False, 3 * NANOSECONDS)
    link.far.close()
    pump.run(lambda: False, 5 * NANOSECONDS)
    return "done"


def by_broken_command(link: MemoryLink, pump: VirtualPump) -> str:
    raise BenchError("control power_cycle ended with exit code 1", "0", "try it in a shell")


@pytest.mark.parametrize("do", [by_operator, by_broken_command])
def test_a_replay_leaves_the_same_journal(tmp_path: Path, do: Callable[[MemoryLink, VirtualPump], str]) -> None:
    events, live = recorded(tmp_path / "live", do)
    again, replay = replayed(tmp_path / "replay", events)
    assert again == events
    assert replay.heard == live.heard


def test_what_came_meanwhile_lies_between_asking_and_doing(tmp_path: Path) -> None:
    events, listener = recorded(tmp_path / "live", by_operator)
    kinds = [event["kind"] for event in events if event["kind"] not in ("frame", "wait")]
    assert kinds == ["open", "asked", "receive", "tick", "closed", "control"]
    assert listener.heard[0] == b"goodbye"


def test_another_control_than_the_recorded_one_diverges(tmp_path: Path) -> None:
    events, _ = recorded(tmp_path / "live", by_operator)
    with pytest.raises(Diverged, match="recorded control power_cycle, replayed reset"):
        replayed(tmp_path / "replay", events, "reset")
