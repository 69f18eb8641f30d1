"""What report.typ prints: the report as plain JSON, every text ready to be shown.

A view of the same model as the page in HTML, worded by the same modules. Cases
that somebody has to act upon stand with their steps and the frames around the
divergence, of many instances of one case some; of all others a line is enough on paper.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.verdict import Verdict
from reports import entries, expectation, overview, statement, words
from reports.entries import Entry, Piece
from reports.glyphs import shown
from reports.instances import WAYS, Finding, Fold, Named, Told, findings, folds, named, told
from reports.model import CaseReport, Json, Report
from reports.printed_attempt import attempt_on_paper
from reports.seal import Seal
from reports.words import cut

LISTED = 40
"""So many cases are named where many ended alike."""

INSTANCES = 3
"""So many instances of each."""

CHANGES = 10
SURPRISES = 20


def printed(report: Report, seal: Seal) -> Json:
    outcome, sentence = words.outcome(report)
    parts = {
        verdict: told(case for case in report.cases if case.verdict is verdict)
        for verdict in overview.ATTENTION
        if report.totals[verdict]
    }
    leads = [case for of_verdict in parts.values() for one in of_verdict for case in one.leads]
    places = {id(case): f"case-{number}" for number, case in enumerate(leads)}
    facts = report.run.facts
    view = {
        "outcome": outcome,
        "sentence": sentence,
        "subject": _pieces(entries.subject(report), places),
        "totals": [_counted(verdict, report.totals[verdict]) for verdict in words.SHAPES],
        "trouble": [cut(line, words.TROUBLE_LIMIT) for line in report.run.trouble],
        "known_before": [cut(line, words.TROUBLE_LIMIT) for line in report.run.static_review],
        "surprises": _surprises(report),
        "may": statement.may_be_concluded(report),
        "may_not": statement.may_not_be_concluded(report),
        "identity": [_identity(row) for row in overview.identity(report)],
        "remarks": _remarks(report),
        "conditions": [
            _entry(entry, places) for entry in (*entries.conditions(report), *_expected(report), *_method(facts))
        ],
        "pressing": [_finding(finding, places) for finding in findings(report.cases, overview.ATTENTION)],
        "sections": [_section(verdict, found, places) for verdict, found in parts.items()],
        "untested": [_group(group, places) for group in overview.groups(report.cases, overview.UNTESTED)],
        "not_reached": {"count": report.not_reached, "cases": ", ".join(report.names_not_reached)},
        "cases": [_row(fold, places) for fold in folds(report.cases)],
        "count": words.counted(report.cases),
        "clauses": [_clause(entry) for entry in overview.clause_index(report.cases)],
        "declared": [list(pair) for pair in _flat(facts["bench_file"])],
        "contents": [line.rsplit(" ", 1) for line in overview.content_hashes(report.cases)],
        "hashes": [list(pair) for pair in seal.hashes.items()],
        "digest": seal.digest,
        "started": words.wall_time(facts["started"]) if facts["started"] else "an unknown moment",
        "verdicts": [{**_verdict(verdict), "meaning": meaning} for verdict, meaning in words.MEANINGS.items()],
    }
    made: Json = _shown(view)
    return made


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {key: _shown(found) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(found) for found in value]
    return value


# Words.


def _verdict(verdict: Verdict) -> Json:
    return {"verdict": str(verdict), "word": words.word(verdict), "shape": words.SHAPES[verdict]}


def _counted(verdict: Verdict, count: int) -> Json:
    return {**_verdict(verdict), "count": count}


def _pieces(pieces: Iterable[Piece], places: Mapping[int, str]) -> list[Json]:
    return [{"text": piece.text, "style": piece.style, "to": places.get(id(piece.case), "")} for piece in pieces]


def _entry(entry: Entry, places: Mapping[int, str]) -> Json:
    return {"label": entry.label, "kind": entry.kind, "pieces": _pieces(entry.pieces, places)}


# Page one.


def _identity(row: overview.IdentityRow) -> Json:
    after = "same" if row.after and row.after == row.before else cut(row.after, words.IDENTITY_LIMIT)
    told = [cut(text, words.IDENTITY_LIMIT) for text in (row.bench, row.before)]
    return {"label": row.label, "told": [*told, after], "differs": row.differs}


def _remarks(report: Report) -> list[str]:
    """What is odd about the identity of the DUT."""
    incomplete = [f"Identification incomplete, {cut(line)}" for line in overview.identification_trouble(report)]
    rows = [row for row in overview.identity(report) if row.differs]
    differing = [f"{row.label}: {cut(row.difference)}" for row in rows]
    changes = overview.object_changes(report)[:CHANGES]
    return [*incomplete, *differing, *(f"Object list changed during the run: {line}" for line in changes)]


def _surprises(report: Report) -> list[str]:
    """What came out in another way than its bench file expects."""
    found = expectation.expectation(report)
    lines = [f"{cut(one.name, 60)}: {cut(one.said)}" for one in found.surprises] if found else []
    return [*lines[:SURPRISES], *([f"and {len(lines) - SURPRISES} more"] if len(lines) > SURPRISES else [])]


def _expected(report: Report) -> list[Entry]:
    found = expectation.expectation(report)
    if found is None:
        return []
    file = expectation.file_of(report.run.facts["bench_file"]["campaign"])
    met = [f"{cut(one.name, 60)} ({one.verdict}: {cut(one.reason)})" for one in found.as_expected]
    said = f"As expected did not pass: {'; '.join(met)}." if met else "None of them applied to this run."
    pieces = Piece("listed in "), Piece(cut(file, 120), "code"), Piece(f"; they change no verdict. {said}")
    return [Entry("Expected results", pieces)]


def _method(facts: Json) -> list[Entry]:
    """By which means it was tested; the rest of the conditions is in entries.py."""
    host = facts["host"]
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    system = f"Python {host['python']} on {host['system']} {host['release']}"
    return [
        Entry("Seed", (Piece(str(facts["seed"])),)),
        Entry("Versions", (Piece(f"{versions}; {system}; run directory format {facts['format']}"),)),
    ]


# The parts behind it.


def _section(verdict: Verdict, found: list[Told], places: Mapping[int, str]) -> Json:
    return {
        "heading": words.HEADINGS[verdict],
        "meaning": words.MEANINGS[verdict],
        "count": words.cases(sum(len(one.leads) + len(one.others) for one in found)),
        "cases": [case for one in found for case in _told(one, places)],
    }


def _told(found: Told, places: Mapping[int, str]) -> list[Json]:
    """Some in full, and of the other instances a line each behind the last of these."""
    cases = [_in_full(case, places) for case in found.leads]
    same = {words.headline(case): f"as {case.facts.instance}" for case in found.leads}
    cases[-1]["others"] = [_in_a_line(case, same) for case in found.others]
    return cases


def _in_full(case: CaseReport, places: Mapping[int, str]) -> Json:
    return {
        **_verdict(case.verdict),
        "place": places[id(case)],
        "id": case.facts.id,
        "name": cut(case.name, entries.SHORT),
        "title": cut(case.facts.title),
        "purpose": cut(case.facts.purpose, entries.LONG),
        "entries": [_entry(entry, places) for entry in entries.divergence(case)],
        "attempt": attempt_on_paper(case.counted) if case.counted else None,
        "others": [],
    }


def _in_a_line(case: CaseReport, same: Mapping[str, str]) -> Json:
    """`same` is what is said in short of a reason that has been told."""
    judged = case.counted.judged_frame if case.counted else None
    return {
        "name": cut(case.facts.instance, entries.SHORT),
        "reason": cut(same.get(words.headline(case), words.headline(case)), entries.SHORT),
        "frame": "" if judged is None else str(judged),
        "attempt": str(case.counted.number) if case.counted else "",
    }


def _finding(finding: Finding, places: Mapping[int, str]) -> Json:
    return {
        "ways": [_group(group, places) for group in finding.ways[:WAYS]],
        "more": max(0, len(finding.ways) - WAYS),
    }


def _group(group: overview.Group, places: Mapping[int, str]) -> Json:
    found = named(group.cases, INSTANCES)
    return {
        **_verdict(group.verdict),
        "reason": cut(group.reason),
        "clause": cut(group.clause),
        "count": words.cases(len(group.cases)),
        "cases": [{"name": _named(one), "to": places.get(id(one.first), "")} for one in found[:LISTED]],
        "more": max(0, len(found) - LISTED),
    }


def _named(one: Named) -> str:
    if one.count == 1:
        return cut(one.first.name, 60)
    more = f" and {one.count - len(one.shown)} more" if one.count > len(one.shown) else ""
    shown_ones = ", ".join(cut(case.facts.instance, 60) for case in one.shown)
    return f"{one.first.facts.id} × {one.count} ({shown_ones}{more})"  # noqa: RUF001


def _row(fold: Fold, places: Mapping[int, str]) -> Json:
    case = fold.first
    attempts = f"{len(case.attempts)} attempts" if len(case.attempts) > 1 else ""
    ends = ", ".join(f"{count} {words.word(verdict)}" for verdict, count in fold.counts.items())
    reason = "" if case.verdict is Verdict.PASS else cut(words.headline(case))
    return {
        **_verdict(case.verdict),
        "name": cut(case.facts.id if fold.is_many else case.name, 80),
        "to": places.get(id(case), ""),
        "title": cut(case.facts.title, 160),
        "reason": f"{len(fold.cases)} instances: {ends}" if fold.is_many else reason,
        "clause": cut(case.clause),
        "attempts": "" if fold.is_many else attempts,
    }


def _clause(entry: overview.ClauseEntry) -> Json:
    return {
        "clause": entry.clause,
        "rules": [{"text": rule.text, "id": rule.id, "grade": words.grade(rule)} for rule in entry.rules.values()],
        "cases": [
            {**_counted(verdict, len(instances)), "id": case_id}
            for (case_id, verdict), instances in entry.cases.items()
        ],
    }


def _flat(value: Any, name: str = "") -> Iterable[tuple[str, str]]:
    """A bench file line by line, without what is empty."""
    if isinstance(value, dict):
        for key, found in value.items():
            yield from _flat(found, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, one in enumerate(value, start=1):
            yield from _flat(one, f"{name} {number}")
    elif value not in ("", None, []):
        yield name, cut(", ".join(map(str, value)) if isinstance(value, list) else str(value))
