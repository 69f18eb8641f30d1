"""What every golden unit offers to the pump and to the bench."""

from typing import Protocol

Output = tuple[str, bytes | None]
"""Octets to send on a port, or None to close it."""


class Unit(Protocol):
    """A device made of machines; all that it wants to send is returned, never sent."""

    def connect(self, port: str, framing: str, now: int) -> None:
        """A port has been opened; `framing` is "wrapper", "wrapper-datagram" or "hdlc"."""

    def disconnect(self, port: str, now: int) -> None:
        """A port has been closed by the other side."""

    def receive(self, port: str, octets: bytes, now: int) -> list[Output]: ...

    def next_deadline(self) -> int | None: ...

    def tick(self, now: int) -> list[Output]: ...

    def control(self, name: str, now: int) -> list[Output]:
        """Do what a person or a switch would make it do: power_cycle, reset, ..."""
