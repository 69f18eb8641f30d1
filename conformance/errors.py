"""Whose fault was it? Every error of goldenbench answers that question by its class.

`ProtocolViolation` is the peer's fault and can become a FAIL; `HarnessError`
is ours or the bench's and never does.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass


class GoldenbenchError(Exception):
    """Root of all errors that goldenbench raises on purpose."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the recorded traffic the octet of a violation came, be it in one of several blocks."""

    within: str
    """What `offset` counts the octets of, where that is not one message."""

    frame: int | None
    """The latest frame of the DUT when the APDU had come that holds the octet."""

    octets: int
    """How long that APDU is."""

    at: int
    """The octet within that APDU, from 0."""


class ProtocolViolation(GoldenbenchError, ValueError):
    """The peer sent, or did, what its protocol does not allow.

    `offset` counts octets from the start of the decoded message; `field` names
    the part of the message; `rule` is the id of the rule in
    testcases/requirements.toml that was broken, where whoever raises knows it:
    the layer that was violated need not be the one that a case is about.
    `place` is added by whoever knows how the octets came.
    """

    place: Place | None = None

    tolerance: str = ""
    """The name of the tolerance that is for this very deviation; empty if none is."""

    def __init__(self, found: str, wanted: str, *, offset: int | None = None, field: str = "", rule: str = "") -> None:
        self.found = found
        self.wanted = wanted
        self.offset = offset
        self.field = field
        self.rule = rule
        super().__init__(found, wanted, offset, field, rule)

    def __str__(self) -> str:
        within = f" of the {self.place.within}" if self.place and self.place.within else ""
        where = "" if self.offset is None else f"octet {self.offset}{within}: "
        field = f" ({self.field})" if self.field else ""
        return f"{where}found {self.found}, wanted {self.wanted}{field}"

    def __reduce__(self) -> tuple[object, ...]:
        made_of = (type(self), self.found, self.wanted, self.offset, self.field, self.rule)
        return _rebuild_violation, made_of, {"place": self.place, "tolerance": self.tolerance}


def _rebuild_violation(
    kind: type[ProtocolViolation], found: str, wanted: str, offset: int | None, field: str, rule: str
) -> ProtocolViolation:
    return kind(found, wanted, offset=offset, field=field, rule=rule)


@contextlib.contextmanager
def under(rule: str) -> Iterator[None]:
    """Violations that come up inside break this rule, unless whoever raised them knew better."""
    try:
        yield
    except ProtocolViolation as violation:
        violation.rule = violation.rule or rule
        raise


@contextlib.contextmanager
def eased_by(tolerance: str) -> Iterator[None]:
    """Violations that come up inside are what this tolerance is for (conformance/tolerances.py)."""
    try:
        yield
    except ProtocolViolation as violation:
        violation.tolerance = tolerance
        raise


class NoAnswer(ProtocolViolation):
    """A mandatory answer did not come within its bound, or the peer hung up first."""


class HarnessError(GoldenbenchError, RuntimeError):
    """Our own fault or the bench's; never held against the DUT."""


class MendableError(HarnessError):
    """Something the user can mend; the text says what was found, what was wanted and what to do about it."""

    def __init__(self, found: str, wanted: str, remedy: str) -> None:
        self.found = found
        self.wanted = wanted
        self.remedy = remedy
        super().__init__(found, wanted, remedy)

    def __str__(self) -> str:
        if "\n" in self.found:  # a list of faults, each with its own remedy
            return f"{self.found}\nwanted {self.wanted}; {self.remedy}"
        return f"{self.found}; wanted {self.wanted}; {self.remedy}"


class UsageError(MendableError):
    """A command line asks for something that is not there."""


class BenchError(MendableError):
    """A file, a port, a control or a permission is not as it should be."""


class NoOperator(BenchError):
    """A person was asked to do something, and nobody is there."""


class EvidenceError(MendableError):
    """Evidence cannot be written, or not be read; without evidence nothing is judged."""
