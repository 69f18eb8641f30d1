"""What the doctor says: one row for each check, with whose fault it is and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from conformance.errors import MendableError
from conformance.exit_codes import FAILED, FAULT, PASSED


class State(StrEnum):
    OK = "ok"
    NOTE = "note"
    """Nothing that keeps a run from its verdicts, but worth knowing."""

    FAULT = "fault"
    UNKNOWN = "unknown"
    """It could not be judged; the row says why."""


class Whose(StrEnum):
    """Where a fault has to be looked for."""

    BENCH = "bench"
    """The bench file, this host, or the cabling to it: yours to mend."""

    DUT = "dut"
    """The device answers, and does what it may not."""

    UNREACHABLE = "unreachable"
    """Nothing answers, and nobody can tell from here which side of the line is to blame."""

    NOBODY = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One check."""

    check: str
    state: State
    found: str
    remedy: str = ""
    fault: str = ""
    """Name of the fault, for programs; the same whatever the words say."""

    whose: Whose = Whose.NOBODY
    link: str = ""
    """The link that was looked at, as the bench file writes it; empty for what concerns the whole bench."""

    def as_json(self) -> dict[str, str]:
        return {name: str(getattr(self, name)) for name in self.__dataclass_fields__}


def ok(check: str, found: str, *, link: str = "") -> Row:
    return Row(check, State.OK, found, link=link)


def note(check: str, found: str, remedy: str = "", *, link: str = "") -> Row:
    return Row(check, State.NOTE, found, remedy, link=link)


def unknown(check: str, found: str, remedy: str, *, link: str = "") -> Row:
    return Row(check, State.UNKNOWN, found, remedy, link=link)


def fault(check: str, name: str, whose: Whose, found: str, remedy: str, *, link: str = "") -> Row:
    return Row(check, State.FAULT, found, remedy, name, whose, link)


def told_by(check: str, name: str, whose: Whose, error: MendableError, *, link: str = "") -> Row:
    """The row of an error that says itself what to do."""
    return fault(check, name, whose, error.found, error.remedy, link=link)


def exit_code(rows: Iterable[Row]) -> int:
    """0 all is well, 1 a fault was found, 11 something could not be judged."""
    states = {row.state for row in rows}
    if State.FAULT in states:
        return FAILED
    return FAULT if State.UNKNOWN in states else PASSED
