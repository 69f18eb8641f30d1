"""The recorder: one journal and one capture for everything that crosses a bench in one case.

It is told what happens and when, and decides nothing. What may not be written
is masked before it gets here by the port it belongs to.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from conformance.errors import EvidenceError
from conformance.evidence.journal import Journal, cannot_write
from conformance.evidence.pcapng import INBOUND, OUTBOUND, Capture
from conformance.interruption import held_back

TO_DUT, FROM_DUT = "to DUT", "from DUT"


Finding = tuple[bytes, str, dict[str, object]]
"""A frame: its octets, one line about it, its decoded tree (JSON, see conformance.codec.tree)."""


class Dissector(Protocol):
    """Finds and decodes frames in what crosses one port; keeps both directions apart."""

    def feed(self, direction: str, octets: bytes) -> Sequence[Finding]: ...

    def rest(self, direction: str) -> Sequence[Finding]:
        """What is left at the end and never became a frame."""


Mask = Callable[[str, bytes], bytes]
"""Octets as they may be recorded, by direction; it is given all that crosses a port, in order."""


MaskText = Callable[[Any], Any]
"""Details of an event, JSON, as they may be recorded."""


def unmasked(_direction: str, octets: bytes) -> bytes:
    return octets


@dataclass(slots=True)
class _Port:
    dissector: Dissector
    mask: Mask


class Recorder:
    """Records one case in its directory: journal.jsonl and capture.pcapng."""

    def __init__(self, directory: Path, *, origin_ns: int = 0) -> None:
        self.directory = directory
        self.octets_from_dut = 0
        self.last_frames: dict[str, int | None] = {TO_DUT: None, FROM_DUT: None}
        """The number of the latest frame in each direction."""

        try:
            with held_back:
                directory.mkdir(parents=True, exist_ok=False)
                self.journal = Journal(directory / "journal.jsonl")
                self._capture = Capture(directory / "capture.pcapng", origin_ns=origin_ns)
        except OSError as error:
            raise cannot_write(directory, error) from error
        self.lost: EvidenceError | None = None
        """Why something could not be recorded, once the DUT comes first."""

        self._forgives = False
        self.mask_text: MaskText = lambda details: details
        self._ports: dict[str, _Port] = {}
        self._now = 0

    def forgive(self) -> None:
        """From now on the DUT comes first: what cannot be written is told by `lost` and stops nothing."""
        self._forgives = True

    @property
    def frames(self) -> int:
        """Frames captured so far; the number of the latest one."""
        return self._capture.frames

    def add_port(self, name: str, url: str, dissector: Dissector, mask: Mask = unmasked) -> None:
        self._ports[name] = _Port(dissector, mask)
        self._capture.add_interface(name, url)

    @held_back
    def sent(self, port: str, octets: bytes, now: int) -> bytes:
        """Record octets that leave for the DUT; answers them as recorded."""
        place = self._ports[port]
        shown = place.mask(TO_DUT, octets)
        self._append("send", now, port=port, octets=shown.hex())
        self._frames(port, TO_DUT, place.dissector.feed(TO_DUT, shown), now)
        return shown

    @held_back
    def received(self, port: str, octets: bytes, now: int) -> None:
        """Record octets that came from the DUT."""
        place = self._ports[port]
        self.octets_from_dut += len(octets)
        octets = place.mask(FROM_DUT, octets)
        self._append("receive", now, port=port, octets=octets.hex())
        self._frames(port, FROM_DUT, place.dissector.feed(FROM_DUT, octets), now)

    def note(self, kind: str, now: int, **details: Any) -> None:
        """Record what is no octets of a port: what a DUT said may be quoted in it, a secret among it."""
        self._append(kind, now, **self.mask_text(details))

    def _append(self, kind: str, now: int, **details: Any) -> None:
        self._now = now
        with self._forgiving():
            self.journal.append(kind, now, **details)

    @contextlib.contextmanager
    def _forgiving(self) -> Iterator[None]:
        try:
            yield
        except EvidenceError as full:
            if not self._forgives:
                raise
            self.lost = full

    @held_back
    def close(self) -> None:
        """Store what never became a frame, and end both files."""
        for name, place in self._ports.items():
            for direction in (TO_DUT, FROM_DUT):
                self._frames(name, direction, place.dissector.rest(direction), self._now)
        self.journal.close()
        self._capture.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _frames(self, port: str, direction: str, frames: Sequence[Finding], now: int) -> None:
        for finding in frames:
            with self._forgiving():
                self._frame(port, direction, finding, now)

    def _frame(self, port: str, direction: str, finding: Finding, now: int) -> None:
        octets, summary, tree = finding
        flag = OUTBOUND if direction == TO_DUT else INBOUND
        number = self._capture.add_frame(port, flag, now, octets, f"{direction}: {summary}")
        self.last_frames[direction] = number
        self.journal.append(
            "frame",
            now,
            port=port,
            direction=direction,
            number=number,
            octets=octets.hex(),
            summary=summary,
            tree=tree,
        )
