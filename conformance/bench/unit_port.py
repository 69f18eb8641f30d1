"""Golden units on their transports: what arrives goes to the unit, what it answers goes out."""

from collections.abc import Callable
from typing import Any

from conformance.transport.base import Closed
from golden_units.unit import Output, Unit


class UnitHost:
    """Runs one unit on any number of ports; as a source of the pump it gives the unit its time."""

    is_timed = True

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.ports: dict[str, UnitPort] = {}

    def deliver(self, outputs: list[Output], now: int) -> None:
        for name, octets in outputs:
            port = self.ports.get(name)
            if port is not None:
                port.send(octets, now)

    def fileno(self) -> int:
        return -1

    def due(self) -> int | None:
        return None

    def ready(self, now: int) -> None:
        """Nothing arrives here; octets arrive at the ports."""

    def next_deadline(self) -> int | None:
        return self.unit.next_deadline()

    def tick(self, now: int) -> None:
        self.deliver(self.unit.tick(now), now)


class UnitPort:
    """One port of a unit and the transport it is on, as a source of the pump."""

    is_timed = False

    def __init__(
        self,
        host: UnitHost,
        name: str,
        framing: str,
        transport: Any,
        on_end: "Callable[[UnitPort], None] | None" = None,
    ) -> None:
        self.host = host
        self.on_end = on_end
        self.name = name
        self.framing = framing
        self.transport = transport
        self.is_open = False

    def open(self, now: int) -> None:
        self.is_open = True
        self.host.ports[self.name] = self
        self.host.unit.connect(self.name, self.framing, now)

    def fileno(self) -> int:
        return int(self.transport.fileno())

    def due(self) -> int | None:
        moment: int | None = self.transport.due()
        return moment

    def ready(self, now: int) -> None:
        try:
            octets = self.transport.receive(now)
        except Closed:
            self.end(now)
            return
        if octets:
            self.host.deliver(self.host.unit.receive(self.name, octets, now), now)

    def send(self, octets: bytes | None, now: int) -> None:
        """Send octets, or close the port if the unit wants that."""
        try:
            if octets is None:
                self.transport.close()
                self.end(now)
            else:
                self.transport.send(octets, now)
        except Closed:
            self.end(now)

    def end(self, now: int) -> None:
        """The other side, or the unit itself, has closed the port."""
        if self.is_open:
            self.is_open = False
            if self.on_end is not None:
                self.on_end(self)
            del self.host.ports[self.name]
            self.host.unit.disconnect(self.name, now)

    def next_deadline(self) -> int | None:
        return None

    def tick(self, now: int) -> None:
        """The host keeps the time."""
