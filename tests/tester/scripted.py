"""A link of the tester on a virtual clock, with a script at the other end."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from conformance.bench.bench import new_dissector
from conformance.bench.live import LiveExchange
from conformance.bench.unit_port import UnitHost, UnitPort
from conformance.clock import NANOSECONDS, VirtualClock
from conformance.evidence.record import Recorder
from conformance.steps import Step
from conformance.tester.exchange import Timing
from conformance.tester.hdlc_link import HdlcLink, HdlcSettings
from conformance.tester.wrapper_link import WrapperLink
from conformance.transport.memory import MemoryLink
from conformance.transport.pump import VirtualPump
from golden_units.unit import Output

SECOND = NANOSECONDS

Script = Callable[[bytes], Iterable[tuple[float, bytes | None]]]
"""What comes back for some octets: after how many seconds which octets, or None for hanging up."""


class Scripted:
    """A unit that answers by a script, each answer after its time."""

    role = "script"

    def __init__(self, script: Script) -> None:
        self.script = script
        self.heard: list[bytes] = []
        self._due: list[tuple[int, bytes | None]] = []

    def connect(self, port: str, framing: str, now: int) -> None:
        self._due.clear()

    def disconnect(self, port: str, now: int) -> None:
        self._due.clear()

    def receive(self, port: str, octets: bytes, now: int) -> list[Output]:
        self.heard.append(octets)
        self._due += [(now + round(delay * SECOND), answer) for delay, answer in self.script(octets)]
        return self.tick(now)

    def next_deadline(self) -> int | None:
        return min((moment for moment, _ in self._due), default=None)

    def tick(self, now: int) -> list[Output]:
        due = [(moment, answer) for moment, answer in self._due if moment <= now]
        self._due = [entry for entry in self._due if entry not in due]
        return [("meter", answer) for _, answer in due]

    def control(self, name: str, now: int) -> list[Output]:
        return []


class Place:
    """A link of the tester, its step, and the script at the other end."""

    def __init__(self, directory: Path, framing: str, script: Script, timing: Timing, settings: HdlcSettings) -> None:
        self.recorder = Recorder(directory / "evidence")
        self.recorder.add_port("meter", "script", new_dissector(framing))
        self.unit = Scripted(script)
        chances = random.Random(1)  # noqa: S311 - reproducible on purpose
        clock = VirtualClock()
        pump = VirtualPump(clock)
        host = UnitHost(self.unit)
        memory = MemoryLink("meter", chances, octets_per_second=timing.octets_per_second or 1e6)
        port = UnitPort(host, "meter", framing, memory.far)

        def accept() -> None:
            port.end(clock.now())
            memory.far.is_open = False
            memory.far.open()
            port.open(clock.now())

        memory.near_opened = accept
        pump.add(port)
        pump.add(host)
        self.exchange = LiveExchange(
            "meter", memory.near, pump, self.recorder, timing, chances, controller=lambda name: "done"
        )
        self.step = Step(self.recorder, self.exchange, ("RULE",))
        saps: Any = {"client_sap": 16, "server_sap": 1}
        self.link: Any = (
            HdlcLink(self.exchange, self.step, settings=settings, **saps)
            if framing == "hdlc"
            else WrapperLink(self.exchange, self.step, **saps)
        )
        self.exchange.attach(self.link)

    @property
    def now_s(self) -> float:
        return self.exchange.now / SECOND


class Places:
    """Makes places with a script each, and closes their evidence."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._made: list[Place] = []

    def __call__(
        self,
        framing: str,
        script: Script,
        *,
        response_timeout_s: float = 5.0,
        octets_per_second: float | None = None,
        is_noisy: bool = False,
        retries: int = 0,
    ) -> Place:
        timing = Timing(round(response_timeout_s * SECOND), 0, octets_per_second)
        directory = self._directory / str(len(self._made))
        settings = HdlcSettings(is_noisy=is_noisy, retries=retries)
        self._made.append(Place(directory, framing, script, timing, settings))
        return self._made[-1]

    def close(self) -> None:
        for made in self._made:
            made.recorder.close()
