"""What stands on page one: who was tested, under which conditions, what failed, what was not tested."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from conformance.verdict import Verdict
from reports.model import CaseReport, Identification, Json, Report, Rule
from reports.words import headline

_IDENTITY = (
    ("Manufacturer", "manufacturer", ""),
    ("Model", "model", ""),
    ("Serial number", "serial_number", "serial_number"),
    ("Hardware version", "hardware_version", ""),
    ("Firmware version", "firmware_version", "firmware_version"),
    ("Firmware SHA-256", "firmware_sha256", ""),
    ("Logical device name", "", "logical_device_name"),
)
"""Label, name in the bench file, name in what the DUT says."""

_ENDS = {"before": "before the first case", "after": "after the last case"}
"""Moments of identification; of a resumed run with the number of the sitting. Any other is a recovery, which has to
find the DUT again."""

_BETWEEN_CLAUSES = re.compile(r";(?![^()]*\))")

ATTENTION = (Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.REVIEW)
"""Verdicts that somebody has to act upon, first things first."""

NO_EFFECTS = "none"
"""What a case may leave behind that sets nothing."""

UNTESTED = (Verdict.NOT_RUN, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """One property of the DUT as the bench file has it, and as the DUT said before and after the cases."""

    label: str
    bench: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return len({text for text in (self.bench, self.before, self.after) if text}) > 1

    @property
    def difference(self) -> str:
        """Who says what, in words."""
        told = [("bench file", self.bench), ("DUT before", self.before), ("DUT after", self.after)]
        return "; ".join(f"{who} {text}" for who, text in told if text)


@dataclass(frozen=True, slots=True)
class Group:
    """Cases with one verdict for one reason."""

    verdict: Verdict
    reason: str
    cases: list[CaseReport]

    @property
    def clause(self) -> str:
        """The clause of all these verdicts; empty if they rest on several, or on none."""
        clauses = {case.counted.clause if case.counted else "" for case in self.cases}
        return clauses.pop() if len(clauses) == 1 else ""


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    clause: str
    rules: dict[str, Rule]
    """By id."""

    cases: dict[tuple[str, Verdict], list[CaseReport]]
    """Instances of a case with one verdict, together."""


@dataclass(frozen=True, slots=True)
class Tolerated:
    """A tolerance of the run."""

    name: str
    text: str
    reason: str
    """Why the profile has it; empty if the bench file names it itself."""


def tolerances(report: Report) -> list[Tolerated]:
    """Those that the bench file names, and those of its profile."""
    pixit: Json = report.run.facts["bench_file"]["dut"]["pixit"]
    reasons = (pixit.get("tolerance_profile") or {}).get("tolerances", {})
    texts = report.run.facts.get("tolerances", {})
    names = dict.fromkeys((*pixit["tolerances"], *reasons))
    return [Tolerated(name, texts.get(name, ""), reasons.get(name, "")) for name in names]


def identity(report: Report) -> list[IdentityRow]:
    dut: Json = report.run.facts["bench_file"]["dut"]
    before, after = _ends(report)
    rows = [
        IdentityRow(label, dut.get(in_bench, ""), _answer(before, in_dut), _answer(after, in_dut))
        for label, in_bench, in_dut in _IDENTITY
    ]
    rows.append(IdentityRow("Conformance block", "", _conformance(before), _conformance(after)))
    rows.append(IdentityRow("Objects it lists", "", _objects(before), _objects(after)))
    return [row for row in rows if row.bench or row.before or row.after]


def _ends(report: Report) -> tuple[Identification | None, Identification | None]:
    """What the DUT said of itself first, before any case, and what it said last, after the cases."""
    found = report.run.identification
    first = [found[when] for when in found if when.partition("-")[0] == "before" and _is_end(when)]
    last = [found[when] for when in found if when.partition("-")[0] == "after" and _is_end(when)]
    return next((one for one in first if one.answered), first[0] if first else None), last[-1] if last else None


def _is_end(when: str) -> bool:
    return re.fullmatch(r"(before|after)(-\d+)?", when) is not None


def identification_trouble(report: Report) -> list[str]:
    """What kept the DUT from saying who it is; recoveries included."""
    moments: dict[str, list[str]] = {}
    for when, found in report.run.identification.items():
        if found.trouble and not any(found.trouble in line for line in report.run.trouble):
            moments.setdefault(found.trouble, []).append(when)
    return [f"{_moments(when)}: {trouble}" for trouble, when in moments.items()]


def _moments(when: list[str]) -> str:
    known = [one.partition("-") for one in when if _is_end(one)]
    ends = [_ENDS[end] + (f" of sitting {number}" if number else "") for end, _, number in known]
    recoveries = len(when) - len(ends)
    if recoveries:
        ends.append("in a recovery between cases" if recoveries == 1 else f"in {recoveries} recoveries between cases")
    return " and ".join(ends)


def object_changes(report: Report) -> list[str]:
    """Objects that the DUT listed at one end of the run only."""
    before, after = _ends(report)
    if before is None or after is None or before.objects is None or after.objects is None:
        return []
    gone = [f"{name} is gone" for name in before.objects if name not in after.objects]
    return gone + [f"{name} is new" for name in after.objects if name not in before.objects]


def groups(cases: Iterable[CaseReport], verdicts: Iterable[Verdict]) -> list[Group]:
    """Cases grouped by verdict and by what is said of it: in the order of the verdicts, large groups first."""
    found: dict[tuple[Verdict, str], Group] = {}
    for case in cases:
        reason = headline(case)
        found.setdefault((case.verdict, reason), Group(case.verdict, reason, [])).cases.append(case)
    order = {verdict: place for place, verdict in enumerate(verdicts)}
    kept = [group for group in found.values() if group.verdict in order]
    return sorted(kept, key=lambda group: (order[group.verdict], -len(group.cases), group.reason))


def not_restored(report: Report) -> list[tuple[CaseReport, str]]:
    return [
        (case, what)
        for case in report.cases
        for what in dict.fromkeys(what for attempt in case.attempts for what in attempt.not_restored)
    ]


def has_changed(report: Report) -> bool:
    """True if cases ran that may set something in the DUT."""
    return any(case.attempts and case.facts.effects != NO_EFFECTS for case in report.cases)


def clause_index(cases: Iterable[CaseReport]) -> list[ClauseEntry]:
    """Every clause that a rule of a case cites, with its rules and cases."""
    found: dict[str, ClauseEntry] = {}
    for case in cases:
        for rule in case.facts.rules:
            for clause in filter(None, map(str.strip, _BETWEEN_CLAUSES.split(rule.clause))):
                entry = found.setdefault(clause, ClauseEntry(clause, {}, {}))
                entry.rules[rule.id] = rule
                instances = entry.cases.setdefault((case.facts.id, case.verdict), [])
                if not instances or instances[-1] is not case:
                    instances.append(case)
    return [found[clause] for clause in sorted(found, key=in_counting_order)]


def in_counting_order(name: str) -> list[tuple[int, str]]:
    """Clause 9.4.6 comes before 9.4.10, attribute 2 before 10."""
    parts = re.split("0*([0-9]+)", name)  # more digits make a larger number, however many they are
    return [(len(part) if number % 2 else 0, part) for number, part in enumerate(parts)]


def content_hashes(cases: Iterable[CaseReport]) -> list[str]:
    """A line for each case, however many instances it has."""
    known = {(case.facts.id, case.facts.version, case.facts.content_hash) for case in cases}
    return [f"{case_id} version {version} {content_hash}" for case_id, version, content_hash in sorted(known)]


def judged_rule(case: CaseReport) -> Rule | None:
    """The rule that was broken; of older evidence, that of the step in which the case ended early."""
    if case.counted and case.counted.rule:
        return case.counted.rule
    ended = case.counted.failed_step if case.counted and case.verdict is not Verdict.ERROR else None
    rules = {rule.id: rule for rule in case.facts.rules}
    return rules.get(ended[1].rule) if ended else None


def _answer(found: Identification | None, name: str) -> str:
    return found.answers.get(name, "") if found and name else ""


def _conformance(found: Identification | None) -> str:
    return found.conformance if found and found.answered else ""


def _objects(found: Identification | None) -> str:
    return "" if found is None or found.objects is None else str(len(found.objects))
