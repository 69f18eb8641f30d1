"""The journal: JSON lines in one sequence, flushed event by event; the truth of a run.

Every event has its number `n`, its moment `t` in nanoseconds of the run, and its
`kind`. Inputs (octets, openings and closings, looks at the clock, controls) carry exactly
what was handed in and when, so that they can be handed in again. Everything
else is output (`send`, `close`) or annotation.
"""

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from conformance.errors import EvidenceError
from conformance.interruption import held_back

Event = dict[str, Any]
Found = TypeVar("Found", bound=Event)

LINES_SHOWN = 5
CUT_OFF = "its last, is cut off"
"""What is told of a line that a crash has cut; nothing else has to be missing of a journal because of one."""

LARGEST = 2**63 - 1

INPUTS = frozenset({"open", "receive", "closed", "wait", "tick", "bound", "asked", "control", "impaired"})
OUTPUTS = frozenset({"send", "close"})


class Journal:
    """Appends events to a file; a crash loses at most the event being written."""

    def __init__(self, path: Path, *, goes_on: bool = False) -> None:
        self.path = path
        self.number = 0
        self.is_mended = False
        """True if the file ended with a line that was cut off; it is kept, and what comes now has a line of its own."""

        is_ended = True
        if goes_on and path.exists():
            self.number, is_ended, self.is_mended = _end_of(path)
        self._file = path.open("a" if goes_on else "x", encoding="utf-8", newline="\n")
        if not is_ended:
            self._file.write("\n")

    @held_back
    def append(self, kind: str, moment_ns: int, **details: Any) -> None:
        self.number += 1
        line = _ENCODER.encode({"n": self.number, "t": moment_ns, "kind": kind, **details})
        try:
            self._file.write(line + "\n")
            self._file.flush()
        except OSError as error:
            raise cannot_write(self.path, error) from error

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what could not be written has been told when it was appended
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def read_events(path: Path) -> Iterator[Event]:
    """Events of a journal in order; a last line that was cut off by a crash is left out."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                _, _, event = read_line(line)
            except ValueError as error:
                if line.endswith(b"\n"):
                    raise EvidenceError(
                        f"line {number} of {path} is no event ({error})",
                        "a journal as goldenbench wrote it",
                        "restore the run directory from its original",
                    ) from error
                return
            yield event


def _end_of(path: Path) -> tuple[int, bool, bool]:
    """Of a journal that is to go on: the number of its last line, whether that is ended, and whether it was cut off."""
    number, line, is_cut_off = 0, b"\n", False
    with path.open("rb") as file:
        for line in file:
            is_cut_off = False
            try:
                number = max(number + 1, read_line(line)[0])
            except ValueError:
                number += 1
                is_cut_off = not line.endswith(b"\n")
    return number, line.endswith(b"\n"), is_cut_off


AFTER_CUT_OFF = "after_cut_off"
"""Key of an event before which a line was found cut off: a process was killed there, and nobody has spoilt it since."""


Line = tuple[int, int, Event]
"""A line of a journal that could be read: number, moment, event."""


def read_what_is_left(path: Path, tell: Callable[[str], None]) -> Iterator[Event]:
    """Events of a journal that may be damaged, in order; in the end `tell` is given what is missing of it."""
    return (event for _, _, event in lines_left(path, tell, read_line))


def lines_left(
    path: Path, tell: Callable[[str], None], read: Callable[[bytes], tuple[int, int, Found]]
) -> Iterator[tuple[int, int, Found]]:
    """The same, each line read by `read`, which is like `read_line` and has its errors."""
    spoilt: list[int] = []
    missing = 0
    expected = 1
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                found = read(line)
            except ValueError:
                if line.endswith(b"\n"):
                    spoilt.append(number)
                    expected += 1
                else:
                    tell(f"line {number}, {CUT_OFF}")
                continue
            if spoilt and spoilt[-1] == number - 1 and found[2].get(AFTER_CUT_OFF):
                spoilt.pop()
            if found[0] > expected:
                missing += found[0] - expected
            expected = found[0] + 1
            yield found
    if spoilt:
        tell(those("line", spoilt, "damaged"))
    if missing:
        tell(f"{missing} event{'s are' if missing > 1 else ' is'} missing")


def those(noun: str, numbers: Sequence[int], what: str) -> str:
    """`line 3 is ...`, or the first few of them."""
    if len(numbers) == 1:
        return f"{noun} {numbers[0]} is {what}"
    more = f" and {len(numbers) - LINES_SHOWN} more" if len(numbers) > LINES_SHOWN else ""
    return f"{noun}s {', '.join(map(str, numbers[:LINES_SHOWN]))}{more} are {what}"


def read_line(line: bytes) -> Line:
    """ValueError if it holds no event."""
    try:
        event = json.loads(line.decode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError("too deeply nested") from error
    if not isinstance(event, dict):
        raise ValueError("a value without names")
    n: Any = event.get("n")
    t: Any = event.get("t")
    if is_number(n) and is_number(t) and isinstance(event.get("kind"), str):
        return n, t, event
    raise ValueError("no number, moment or kind")


def is_number(value: object) -> bool:
    """True of a whole number that can be reckoned with: so many nanoseconds are 292 years."""
    return type(value) is int and -LARGEST <= value <= LARGEST


def cannot_write(path: Path, error: OSError) -> EvidenceError:
    return EvidenceError(
        f"cannot write {path} ({error.strerror or error})",
        "room and permission for evidence",
        "free some space or choose another run directory; what was recorded so far is intact",
    )
