"""A golden unit alone: any number of listeners, many clients at once, one loop."""

import dataclasses
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from conformance.bench.addresses import lower_misfit, upper_misfit
from conformance.bench.golden import golden_unit, no_golden_unit
from conformance.bench.golden_file import read_meter_file
from conformance.bench.link_url import SCHEMES, LinkUrl, accepted, parse_link
from conformance.bench.paced_port import PacedPort
from conformance.bench.unit_port import UnitHost, UnitPort
from conformance.clock import NANOSECONDS, WallClock
from conformance.errors import BenchError
from conformance.transport.pump import WallPump
from conformance.transport.serial import DEFAULT_BAUD, SerialTransport
from conformance.transport.stop import StopSignal
from conformance.transport.tcp import TcpListener
from conformance.transport.udp import Address, UdpListener
from golden_units.cosem.hdlc_session import HdlcProfile
from golden_units.electricity_meter import MeterSettings

if TYPE_CHECKING:
    from conformance.transport.pty import PtyTransport

FOR_EVER_NS = 365 * 24 * 3600 * NANOSECONDS


def serve(role: str, urls: list[str], config: Path | None, defect: str) -> None:
    """Listen on all URLs, say so, and serve until SIGINT or SIGTERM."""
    trouble = no_golden_unit(role, defect)
    if trouble is not None:
        raise trouble
    if not urls:
        raise BenchError("no --listen was given", "at least one", "try --listen tcp://127.0.0.1:4059")
    links = [_parse(url) for url in urls]
    settings = _with_addresses(read_meter_file(config, time.time_ns()), links)
    stop = StopSignal()
    pump = WallPump(WallClock())
    pump.add(stop)
    host = UnitHost(golden_unit(role, defect, settings))
    pump.add(host)
    for number, link in enumerate(links):
        url = listen(link, host, pump, f"port{number}")
        typer.echo(f"listening on {url}")
    while not stop.is_set:
        pump.run(lambda: stop.is_set, pump.clock.now() + FOR_EVER_NS)


def _parse(url: str) -> LinkUrl:
    scheme = url.removeprefix("hdlc+").partition(":")[0]
    if scheme in SCHEMES and scheme not in _LISTENERS:
        raise BenchError(
            f"nothing can listen on {url}", f"one of {', '.join(accepted(tuple(_LISTENERS)))}", "correct --listen"
        )
    try:
        return parse_link(url, tuple(_LISTENERS))
    except ValueError as error:
        found, _, rest = str(error).partition("; ")
        wanted, _, remedy = rest.removeprefix("wanted ").partition("; ")
        if not rest.startswith("wanted "):
            wanted, remedy = "a URL to listen on", rest
        raise BenchError(f"--listen {found}", wanted, remedy or "correct it") from None


def _with_addresses(settings: MeterSettings, links: list[LinkUrl]) -> MeterSettings:
    """HDLC addresses written into a URL hold for the whole unit."""
    hdlc = settings.hdlc
    for link in links:
        hdlc = dataclasses.replace(
            hdlc,
            address_octets=link.parameters.get("address_octets", hdlc.address_octets),
            lower=link.parameters.get("server_lower", hdlc.lower),
        )
    _check_addresses(settings.server_sap, hdlc, links)
    return dataclasses.replace(settings, hdlc=hdlc)


def _check_addresses(server_sap: int, hdlc: HdlcProfile, links: list[LinkUrl]) -> None:
    """A meter that no frame can address would listen and never answer."""
    said = lower_misfit(hdlc.lower, hdlc.address_octets) or upper_misfit(server_sap, hdlc.address_octets)
    if said and any(link.framing == "hdlc" for link in links):
        raise BenchError(said, "addresses that fit into HDLC frames", "correct --listen or the file of --config")


def listen(link: LinkUrl, host: UnitHost, pump: WallPump, name: str) -> str:
    """Start to listen; answers the URL that a bench's link accepts."""
    url = _LISTENERS[link.scheme](link, host, pump, name)
    prefix = "hdlc+" if link.framing == "hdlc" else ""
    given = [f"{key}={value}" for key, value in link.parameters.items() if key != "baud"]
    query = ("&" if "?" in url else "?") + "&".join(given) if given else ""
    return f"{prefix}{url}{query}"


def _listen_tcp(link: LinkUrl, host: UnitHost, pump: WallPump, name: str) -> str:
    listener = TcpListener(link.host, link.port)
    pump.add(_Acceptor(listener, host, pump, name, link.framing))
    return listener.url


def _listen_udp(link: LinkUrl, host: UnitHost, pump: WallPump, name: str) -> str:
    listener = UdpListener(link.host, link.port)
    pump.add(_UdpPort(listener, host, name))
    return listener.url


def _listen_pty(link: LinkUrl, host: UnitHost, pump: WallPump, name: str) -> str:
    """A pseudo-terminal carries octets at once, unless a rate is named: then it takes the time of a line."""
    paced = link.parameters.get("baud")
    transport = pty_transport(paced or DEFAULT_BAUD)
    if paced and transport.octets_per_second:
        _serve(PacedPort(host, name, "hdlc", transport, transport.octets_per_second), pump)
    else:
        _serve(UnitPort(host, name, "hdlc", transport), pump)
    return transport.url


def pty_transport(baud: int) -> "PtyTransport":
    """A new pseudo-terminal; imported only here, as not every system has them."""
    try:
        from conformance.transport.pty import PtyTransport
    except ImportError as error:
        raise BenchError(
            f"this system has no pseudo-terminals ({error})",
            "a system with termios, such as Linux or macOS",
            "listen on tcp://, hdlc+tcp:// or hdlc+serial:// instead",
        ) from error
    return PtyTransport(baud)


def _listen_serial(link: LinkUrl, host: UnitHost, pump: WallPump, name: str) -> str:
    baud = link.parameters.get("baud", DEFAULT_BAUD)
    transport = SerialTransport(link.device, baud)
    transport.open()
    _serve(UnitPort(host, name, "hdlc", transport), pump)
    return f"serial://{link.device}?baud={baud}"


def _serve(port: UnitPort, pump: WallPump) -> None:
    port.open(pump.clock.now())
    pump.add(port)


_LISTENERS: dict[str, Callable[[LinkUrl, UnitHost, WallPump, str], str]] = {
    "tcp": _listen_tcp,
    "udp": _listen_udp,
    "pty": _listen_pty,
    "serial": _listen_serial,
}


class _Untimed:
    """A source that has nothing to do with time."""

    is_timed = False

    def due(self) -> int | None:
        return None

    def next_deadline(self) -> int | None:
        return None

    def tick(self, now: int) -> None:
        """Never called."""


class _Acceptor(_Untimed):
    """A listening TCP port; every connection becomes a port of the unit."""

    def __init__(self, listener: TcpListener, host: UnitHost, pump: WallPump, name: str, framing: str) -> None:
        self.listener, self.host, self.pump, self.name, self.framing = listener, host, pump, name, framing
        self.accepted = 0

    def fileno(self) -> int:
        return self.listener.fileno()

    def ready(self, now: int) -> None:
        transport = self.listener.accept()
        if transport is None:
            return
        self.accepted += 1
        port = UnitPort(self.host, f"{self.name}-{self.accepted}", self.framing, transport, on_end=self.pump.remove)
        port.open(now)
        self.pump.add(port)


class _UdpPort(_Untimed):
    """A bound UDP port; every peer address becomes a port of the unit."""

    def __init__(self, listener: UdpListener, host: UnitHost, name: str) -> None:
        self.listener, self.host, self.name = listener, host, name
        self.peers: dict[Address, UnitPort] = {}

    def fileno(self) -> int:
        return self.listener.fileno()

    def ready(self, now: int) -> None:
        received = self.listener.receive()
        if received is None:
            return
        octets, address = received
        if address not in self.peers:
            answer = _UdpAnswer(self.listener, address)
            self.peers[address] = UnitPort(self.host, f"{self.name}-{address}", "wrapper-datagram", answer)
            self.peers[address].open(now)
        self.host.deliver(self.host.unit.receive(self.peers[address].name, octets, now), now)


class _UdpAnswer:
    """The way back to one UDP peer."""

    def __init__(self, listener: UdpListener, address: Address) -> None:
        self.listener, self.address = listener, address

    def send(self, octets: bytes, now: int) -> None:
        self.listener.send(octets, self.address)

    def close(self) -> None:
        """Nothing to close: a datagram leaves no connection."""
