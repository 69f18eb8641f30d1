"""A bench on real equipment: one wall clock, one pump and one transport for the whole session."""

import os
import random
import secrets as system_random
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

from conformance.bench import operator
from conformance.bench.bench import PORT, Bench
from conformance.bench.bench_file import AssociationPart, BenchFile
from conformance.bench.exchange import PortExchange
from conformance.bench.link_url import LinkUrl
from conformance.bench.live import LiveExchange, ReconnectDelay
from conformance.bench.transports import device_names, tester_transport
from conformance.clock import WallClock, seconds_to_ns
from conformance.errors import BenchError
from conformance.evidence.record import Recorder
from conformance.tester.hdlc_link import HdlcSettings
from conformance.transport.base import Transport
from conformance.transport.lock import DeviceLock
from conformance.transport.pump import WallPump
from conformance.transport.tcp import TcpAcceptor

PUBLIC = AssociationPart(name="public")

CONTROL_TIMEOUT_S = 300.0

OPERATOR = "operator"
"""How a bench file says that a person does it."""

OPERATOR_DOES = {
    "power_cycle": "Switch the power of the device off and on again, wait until it runs, then press Enter.",
    "reset": "Reset the device, wait until it runs, then press Enter.",
    "wake": "Wake the device, then press Enter.",
    "press": "Press the button of the device, then press Enter.",
    "read_display": "Type what the display shows, then press Enter.",
}


class WallBench(Bench):
    """Keeps the transport open between cases where the last one left it quiet."""

    is_golden = False

    def __init__(self, file: BenchFile, source: str, links: list[LinkUrl], seed: int | None = None) -> None:
        super().__init__(
            file,
            source,
            links=links,
            associations=file.dut.associations or [PUBLIC],
            permits=frozenset(file.dut.permits or ()),
        )
        self.clock = WallClock()
        self.pump = WallPump(self.clock)
        self._transports = {link.framing: tester_transport(link) for link in links}
        delay_ns = seconds_to_ns(file.dut.timing.reconnect_delay_s)
        self._reconnects = {link.framing: ReconnectDelay(delay_ns) for link in links}
        self.locks: list[DeviceLock] = []
        self._seed = system_random.randbits(64) if seed is None else seed
        self._operator = os.environ.get(operator.VARIABLE, "")

    def tell_waits(self, tell: Callable[[str], None]) -> None:
        """Where the DUT is waited for that has to come by itself, as soon as that begins."""
        for transport in self._transports.values():
            if isinstance(transport, TcpAcceptor):
                transport.tell_wait = tell

    def octets_per_second(self, framing: str) -> float | None:
        rate: float | None = self._transports[framing].octets_per_second
        return rate

    def controls(self) -> frozenset[str]:
        """Controls with a command line; those of an operator only if one is there to be asked."""
        has_operator = bool(self._operator) and not operator.is_gone(Path(self._operator))
        return frozenset(name for name, how in self.file.dut.control.items() if how != OPERATOR or has_operator)

    def wall_origin_ns(self) -> int:
        return self.clock.wall_origin_ns

    def seed(self) -> int:
        return self._seed

    def hdlc_settings(self, framing: str, *, is_noisy: bool = False) -> HdlcSettings:
        return super().hdlc_settings(framing, is_noisy=self._transports[framing].medium.is_noisy)

    def exchange(self, recorder: Recorder, framing: str, rng: random.Random) -> PortExchange:
        self.lock()
        return self.exchange_over(self._transports[framing], recorder, self._reconnects[framing], rng)

    def transport_to(self, link: LinkUrl) -> Transport:
        """The transport of one of its links; a new one where the same place is spoken to in another way."""
        is_own = link in self.links or link.scheme == "tcp-listen"
        transport: Transport = self._transports[link.framing] if is_own else tester_transport(link)
        return transport

    def exchange_over(
        self, transport: Transport, recorder: Recorder, reconnect: ReconnectDelay, rng: random.Random
    ) -> LiveExchange:
        """A port to the DUT over some transport, with the timing of this bench."""
        timing = self.timing(transport.octets_per_second)
        return LiveExchange(PORT, transport, self.pump, recorder, timing, rng, controller=self.act, reconnect=reconnect)

    def lock(self) -> None:
        """Keep others off the device; only now, as names of hosts may take a while to resolve."""
        if not self.locks:
            names = dict.fromkeys(name for link in self.links for name in device_names(link))
            self.locks = [DeviceLock(name, self.use) for name in names]
        for lock in self.locks:
            lock.acquire()

    @property
    def left(self) -> list[str]:
        return list(dict.fromkeys(run for lock in self.locks for run in lock.left))

    def forget(self, run: str) -> None:
        for lock in self.locks:
            lock.forget(run)

    def act(self, control: str) -> str:
        if control not in self.controls():
            raise BenchError(
                f"this bench cannot do {control}",
                'a command line, or "operator" in a run on a terminal',
                f'write {control} = "cmd ..." into [dut.control] of the bench file',
            )
        how = self.file.dut.control[control]
        if how == OPERATOR:
            return operator.ask(Path(self._operator), OPERATOR_DOES[control], self.pump)
        return run_command(control, how.removeprefix("cmd "))

    def close(self) -> None:
        for transport in self._transports.values():
            transport.close()
            if isinstance(transport, TcpAcceptor):
                transport.stop_listening()
        for lock in self.locks:
            lock.release()


def run_command(name: str, command: str) -> str:
    """Run the command line of a control; answers the last line it wrote."""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command, from the bench file
            shlex.split(command), capture_output=True, text=True, timeout=CONTROL_TIMEOUT_S, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise BenchError(f"control {name} failed ({error})", f"{command!r} to run", "try it in a shell") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no output"]
        raise BenchError(
            f"control {name} ended with exit code {done.returncode} ({said[0]})",
            f"{command!r} to end with 0",
            "try it in a shell",
        )
    return (done.stdout.strip().splitlines() or ["done"])[-1]
