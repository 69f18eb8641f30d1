"""What a run is expected to come to, and where it came to something else: baselines for CI.

A baseline lists cases with the verdict that is expected of them and why; every
other case is expected to pass, or not to apply. It changes no verdict. Only the
exit code of the run follows it, and what is told beside the verdicts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conformance.case_names import case_id, case_name

EXPECTABLE = ("FAIL", "INCONCLUSIVE", "REVIEW", "NOT_RUN")
"""Verdicts that a baseline may list: what passes or does not apply needs no entry, and no fault of ours is expected."""

UNREMARKABLE = ("PASS", "NOT_APPLICABLE")


@dataclass(frozen=True, slots=True)
class Expected:
    """An entry of a baseline."""

    case: str
    instance: str
    verdict: str
    reason: str
    """Why this is expected, such as the number of a bug."""

    @property
    def name(self) -> str:
        return case_name(self.case, self.instance)


@dataclass(frozen=True, slots=True)
class Surprise:
    """A case that did not come out as expected."""

    name: str
    expected: str
    found: str
    """Its verdict; empty if there is none."""

    reason: str
    """Why something else was expected."""

    remedy: str

    @property
    def said(self) -> str:
        why = f" ({self.reason})" if self.reason else ""
        got = f"got {self.found}" if self.found else "did not come to it"
        return f"expected {self.expected}{why}, {got}" + (f": {self.remedy}" if self.remedy else "")

    @property
    def weight(self) -> str:
        """The verdict by which it counts for the exit code: what was to go wrong and did not is a failure."""
        if self.expected != "PASS" and self.found in (*UNREMARKABLE, ""):
            return "FAIL"
        return self.found


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside its baseline."""

    as_expected: list[Expected]
    """Entries that came true."""

    surprises: list[Surprise]

    @property
    def weights(self) -> list[str]:
        """What listed cases and surprises count for the exit code; what came true counts as passed."""
        return [*(surprise.weight for surprise in self.surprises), *("PASS" for _ in self.as_expected)]


def compared(
    entries: Iterable[Expected], verdicts: Mapping[str, str], planned: Iterable[str], file: str, *, is_whole: bool
) -> Comparison:
    """By names of cases, instances included; entries of cases that were not asked for say nothing.

    `is_whole`: the run came to its end, so that what has no verdict has never been there.
    """
    listed = {entry.name: entry for entry in entries}
    asked = set(map(case_id, planned))
    found = Comparison([], [])
    for name, verdict in verdicts.items():
        entry = listed.pop(name, None)
        if entry is not None and verdict == entry.verdict:
            found.as_expected.append(entry)
        elif entry is not None:
            remedy = f"take it out of {file}" if verdict in UNREMARKABLE else ""
            found.surprises.append(Surprise(name, entry.verdict, verdict, entry.reason, remedy))
        elif verdict not in UNREMARKABLE:
            found.surprises.append(Surprise(name, "PASS", verdict, "", ""))
    for name, entry in listed.items():
        if is_whole and entry.case in asked:
            remedy = f"this run has no such instance; correct it in {file}, or take it out"
            found.surprises.append(Surprise(name, entry.verdict, "", entry.reason, remedy))
    return found
