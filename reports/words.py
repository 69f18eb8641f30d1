"""How a report puts things: verdicts, moments, counts. No other module words them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.reason_codes import LINK_QUALITY
from conformance.verdict import Verdict
from reports.model import CaseReport, Report, Rule

SHAPES = {
    Verdict.FAIL: "✕",
    Verdict.ERROR: "!",
    Verdict.INCONCLUSIVE: "?",
    Verdict.REVIEW: "◐",
    Verdict.PASS: "✓",
    Verdict.NOT_RUN: "○",
    Verdict.NOT_APPLICABLE: "–",  # noqa: RUF001
}
"""A shape for each verdict, so that none is told by colour alone; in the order in which they are of interest."""

MEANINGS = {
    Verdict.FAIL: "The DUT broke a rule, or gave no answer where one is mandatory.",
    Verdict.ERROR: "A fault of the harness or the bench; never held against the DUT.",
    Verdict.INCONCLUSIVE: "The case could not be judged: its start state was not reached, "
    "or the DUT did something legal that the case does not foresee.",
    Verdict.REVIEW: "All checks held, but a person has to look at something.",
    Verdict.PASS: "Every check held.",
    Verdict.NOT_RUN: "The case applies, but something kept it from being run.",
    Verdict.NOT_APPLICABLE: "The case is not for this DUT.",
}

HEADINGS = {
    Verdict.FAIL: "Failed",
    Verdict.ERROR: "Errors of harness or bench",
    Verdict.INCONCLUSIVE: "Inconclusive",
    Verdict.REVIEW: "For a person to look at",
}

CHECK = "assert "
"""How `where` of a divergence starts if it is a check of the case and no field."""

SPEAKING = ("said(", "kind_of(")
"""Calls that put a frame into words: what was found then says what it is."""

_COMPARISON = re.compile(r" (?:==|!=|<=|>=|<|>|in|not in|is|is not) ")

DIFFERS = "differs between attempts"

_GRADES = {
    "two-sources": "clause number confirmed by two sources",
    "one-source": "clause number confirmed by one source",
    "unconfirmed": "clause number not confirmed",
}

PHASES = {
    "foundation": "development and plugfest; not a certification run",
    "enduring": "certification",
}

UNNAMED = "a device that the bench file does not name"

TEXT_LIMIT = 300
"""Longest text that is shown of a value; its octets are shown in full."""

IDENTITY_LIMIT = 500
"""The same for what the DUT says of itself: a conformance block with every bit set fits in."""

TROUBLE_LIMIT = 1_000
"""The same for what went wrong with the whole run: what to do about it stands at its end."""


def word(verdict: Verdict) -> str:
    return str(verdict).replace("_", " ")


def grade(rule: Rule) -> str:
    """How far the number of the clause is confirmed."""
    return _GRADES.get(rule.grade, rule.grade)


def cut(text: str, limit: int = TEXT_LIMIT) -> str:
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def cases(count: int) -> str:
    return f"{count} case" if count == 1 else f"{count} cases"


def counted(found: Sequence[CaseReport]) -> str:
    """How many cases, and of how many of them all instances are counted."""
    ids = {case.facts.id for case in found}
    return str(len(found)) if len(ids) == len(found) else f"{len(found)}, all instances of {cases(len(ids))} counted"


def moment(t_ns: int) -> str:
    """A moment or a duration: milliseconds where they are enough."""
    return f"{t_ns / 1e6:.3f} ms" if t_ns < 1_000_000_000 else f"{t_ns / 1e9:.3f} s"


def heading(report: Report, attention: int) -> str:
    """Over what stands on page one."""
    if attention or report.run.trouble or report.run.static_review:
        return "What needs attention"
    return "Nothing failed" if report.totals[Verdict.PASS] else "Nothing was tested"


def headline(case: CaseReport) -> str:
    """Why a case did not pass, in one line."""
    divergence = case.counted.divergence if case.counted else None
    if divergence is None or case.reason_code == LINK_QUALITY:
        return case.reason
    wanted = divergence.wanted or "this to hold"
    said = f"found {divergence.found or 'nothing'}, wanted {wanted}"
    where = sides(divergence.where)[0] or divergence.where
    if where.startswith(SPEAKING):
        return said
    return f"{where}: {said}" if where else said


def sides(where: str) -> tuple[str, str]:
    """What a failed check looked at, and what it compared that with; empty if `where` is no check.

    By convention the left side of a comparison is what the DUT did.
    """
    if not where.startswith(CHECK):
        return "", ""
    parts = _COMPARISON.split(where.removeprefix(CHECK))
    return (parts[0], parts[1]) if len(parts) == 2 else (where.removeprefix(CHECK), "")


def built_in_fault(dut: Mapping[str, Any]) -> str:
    """The defect of a golden unit, as its link names it, in a bench file or on the command line; empty if none."""
    links = [dut["link"] or "", *dut["links"].values()]
    golden = [link.partition("?")[0] for link in links if link.partition("?")[0].partition(":")[0].endswith("golden")]
    faults = [link.partition(":")[2] for link in golden]
    return next(filter(None, faults), "")


def wall_time(stamp: str) -> str:
    """A moment of run.json or run.jsonl, to the second."""
    return f"{stamp[:10]} {stamp[11:19]} {'UTC' if stamp.endswith('+00:00') else stamp[23:]}"


def outcome(report: Report) -> tuple[str, str]:
    """The whole run in one word and one sentence."""
    totals = report.totals
    ran = sum(count for verdict, count in totals.items() if verdict.is_judged or verdict is Verdict.ERROR)
    failed = totals[Verdict.FAIL]
    ends = _open_ends(report)
    if not ran:
        word, sentence = "OPEN", "no case was run"
    elif failed:
        undecided = sum(count for count, _ in ends)
        word, sentence = "FAIL", _of(failed, ran, "failed") + (f"; {_others(undecided)}" if undecided else "")
    elif ends:
        word, sentence = "OPEN", f"no case failed, but {_joined([f'{count} {what}' for count, what in ends])}"
    else:
        word, sentence = "PASS", _of(ran, ran, "passed")
    whole = [
        *(["the run was cut off"] if report.run.finished is None else []),
        *(["the evidence is damaged"] if report.run.damage else []),
    ]
    if whole:
        return "FAIL" if failed else "OPEN", f"{_joined(whole).capitalize()}: {sentence}."
    return word, f"{sentence[0].upper()}{sentence[1:]}."


def _of(count: int, ran: int, did: str) -> str:
    if count < ran:
        return f"{count} of {cases(ran)} {did}"
    return f"the only case that ran {did}" if ran == 1 else f"all {ran} cases that ran {did}"


def _others(count: int) -> str:
    return "1 other is undecided" if count == 1 else f"{count} others are undecided"


def _open_ends(report: Report) -> list[tuple[int, str]]:
    """What keeps a run without failure from being a success: how many cases, and what is the matter with them."""
    totals = report.totals
    found = [
        (totals[Verdict.INCONCLUSIVE], "was inconclusive", "were inconclusive"),
        (totals[Verdict.ERROR], "ended in an error of harness or bench", "ended in errors of harness or bench"),
        (totals[Verdict.REVIEW], "awaits a person's review", "await a person's review"),
        (totals[Verdict.NOT_RUN], "could not be run", "could not be run"),
        (report.not_reached, "was not reached", "were not reached"),
    ]
    return [(count, one if count == 1 else many) for count, one, many in found if count]


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
