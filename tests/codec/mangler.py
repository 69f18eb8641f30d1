"""Makes valid messages hostile: reproducibly, from a seed.

Most of what is made is nearly right, so that it gets past the first check:
flipped bits, telling octets in the wrong place, lengths that promise four
gigabytes, cuts, repetitions, nesting, and two messages spliced into one.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

TELLING = bytes((0x00, 0x01, 0x02, 0x13, 0x7E, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xA0, 0xA8, 0xFE, 0xFF))
"""Octets that mean something nearly everywhere."""

INFLATED = (b"\x84\xff\xff\xff\xff", b"\x83\xff\xff\xff", b"\x82\xff\xff", b"\x81\xff", b"\x88" + b"\xff" * 8, b"\x80")
"""Lengths that promise more than is there, or that are none."""

NESTING = (b"\x01\x01", b"\x02\x01", b"\x02\x02", b"\x01\x81\x01", b"\x13\x02\x01", b"\x13\x01\x00\x02", b"\xa1\x7f")
"""Openings of composites within composites."""

Repair = Callable[[bytes], bytes]
"""Mends what a decoder checks first (an outer length, a check sequence), so that the rest is reached."""


class Mangler:
    """Each call answers one hostile input; the same seed answers the same inputs."""

    def __init__(self, messages: Sequence[bytes], seed: int, repair: Repair | None = None) -> None:
        self.messages = list(messages)
        self.random = Random(seed)  # noqa: S311 - reproducible on purpose
        self.repair = repair
        self._ways = (
            self._flip,
            self._flip,
            self._tell,
            self._tell,
            self._inflate,
            self._cut,
            self._extend,
            self._remove,
            self._repeat,
            self._splice,
            self._nest,
            self._noise,
        )

    def __call__(self) -> bytes:
        octets = self._some(self.messages)
        octets = self._some(self._ways)(octets)
        while self.random.random() < 0.4:
            octets = self._some(self._ways)(octets)
        if self.repair is not None and self.random.random() < 0.7:
            octets = self.repair(octets)
        return octets

    def _below(self, end: int) -> int:
        return int(self.random.random() * end)

    def _some(self, things: Sequence[T]) -> T:
        return things[int(self.random.random() * len(things))]

    def _flip(self, octets: bytes) -> bytes:
        if not octets:
            return b"\x01"
        at = self._below(len(octets))
        return octets[:at] + bytes((octets[at] ^ 1 << self._below(8),)) + octets[at + 1 :]

    def _tell(self, octets: bytes) -> bytes:
        at = self._below(len(octets) + 1)
        return octets[:at] + bytes((self._some(TELLING),)) + octets[at + 1 :]

    def _inflate(self, octets: bytes) -> bytes:
        at = self._below(len(octets) + 1)
        return octets[:at] + self._some(INFLATED) + octets[at + 1 :]

    def _cut(self, octets: bytes) -> bytes:
        return octets[: self._below(len(octets) + 1)]

    def _extend(self, octets: bytes) -> bytes:
        return octets + self.random.randbytes(1 + self._below(8))

    def _remove(self, octets: bytes) -> bytes:
        at = self._below(len(octets) + 1)
        return octets[:at] + octets[at + 1 + self._below(4) :]

    def _repeat(self, octets: bytes) -> bytes:
        at = self._below(len(octets) + 1)
        part = octets[at : at + 1 + self._below(12)]
        return octets[:at] + part * self._below(24) + octets[at:]

    def _splice(self, octets: bytes) -> bytes:
        other = self._some(self.messages)
        return octets[: self._below(len(octets) + 1)] + other[self._below(len(other) + 1) :]

    def _nest(self, octets: bytes) -> bytes:
        at = self._below(len(octets) + 1)
        return octets[:at] + self._some(NESTING) * (1 + self._below(80)) + octets[at:]

    def _noise(self, octets: bytes) -> bytes:
        at = self._below(len(octets) + 1)
        return octets[:at] + self.random.randbytes(self._below(24))
