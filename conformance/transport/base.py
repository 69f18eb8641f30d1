"""What every transport offers: octets out, octets in, and a reason when it ends."""

from enum import Enum
from typing import Protocol


class Medium(Enum):
    """What a transport may do to octets without anybody's fault.

    Octets get lost or corrupted on SERIAL and RADIO; on the others a wrong check
    sequence is its sender's doing.
    """

    MEMORY = "memory"
    TCP = "tcp"
    UDP = "udp"
    PTY = "pty"
    SERIAL = "serial"

    @property
    def is_noisy(self) -> bool:
        return self is Medium.SERIAL


class Closed(Exception):
    """The other side ended the transport, or it broke; the text says how."""


class Transport(Protocol):
    """One end of something that carries octets to one peer."""

    url: str
    medium: Medium
    octets_per_second: float | None
    """Capacity of the line where it is known and slow enough to matter."""

    @property
    def is_open(self) -> bool: ...

    def open(self) -> None:
        """Reach the other side; BenchError if it cannot be reached."""

    def send(self, octets: bytes, now: int) -> None:
        """Hand octets over; Closed if nobody takes them any more."""

    def receive(self, now: int) -> bytes:
        """Octets that have arrived, b"" if none; Closed when there will be no more."""

    def close(self) -> None:
        """Let go of the other side; closing twice is harmless."""


class Source(Protocol):
    """Something that the pump serves: a port of the tester, of a golden unit, or a listener."""

    is_timed: bool
    """False if it never has a deadline, so that the pump need not ask."""

    def fileno(self) -> int:
        """What to wait for on the wall clock; -1 if there is nothing to wait for."""

    def due(self) -> int | None:
        """When `ready` will have something, for links in memory; None if unknown."""

    def ready(self, now: int) -> None:
        """Take one arrival and act on it."""

    def next_deadline(self) -> int | None:
        """When `tick` wants to be called, None for never."""

    def tick(self, now: int) -> None:
        """Act on the time."""
