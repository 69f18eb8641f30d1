"""What report.typ prints: the report as plain JSON, every text ready to be shown.

A view of the same model as the page in HTML, worded by the same modules. Cases
that somebody has to act upon stand with their steps and the frames around the
divergence; of all others the verdict is enough on paper.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.verdict import Verdict
from reports import entries, overview, statement, words
from reports.entries import Entry, Piece
from reports.glyphs import shown
from reports.model import CaseReport, Json, Report
from reports.printed_attempt import attempt_on_paper
from reports.seal import Seal
from reports.words import cut

LISTED = 40
"""So many cases are named where many ended alike."""

CHANGES = 10


def printed(report: Report, seal: Seal) -> Json:
    outcome, sentence = words.outcome(report)
    places = {id(case): f"case-{number}" for number, case in enumerate(report.cases)}
    facts = report.run.facts
    view = {
        "outcome": outcome,
        "sentence": sentence,
        "subject": _pieces(entries.subject(report), places),
        "totals": [_counted(verdict, report.totals[verdict]) for verdict in words.SHAPES],
        "trouble": [cut(line, words.TROUBLE_LIMIT) for line in report.run.trouble],
        "may": statement.may_be_concluded(report),
        "may_not": statement.may_not_be_concluded(report),
        "identity": [_identity(row) for row in overview.identity(report)],
        "remarks": _remarks(report),
        "conditions": [_entry(entry, places) for entry in (*entries.conditions(report), *_method(facts))],
        "pressing": [_group(group, places) for group in overview.groups(report.cases, overview.ATTENTION)],
        "sections": [_section(report, verdict, places) for verdict in overview.ATTENTION if report.totals[verdict]],
        "untested": [_group(group, places) for group in overview.groups(report.cases, overview.UNTESTED)],
        "not_reached": {"count": report.not_reached, "cases": ", ".join(report.names_not_reached)},
        "cases": [_row(case, places) for case in report.cases],
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
    return [
        {"text": piece.text, "style": piece.style, "to": places[id(piece.case)] if _is_told(piece.case) else ""}
        for piece in pieces
    ]


def _is_told(case: CaseReport | None) -> bool:
    """True if a case has a place of its own."""
    return case is not None and case.verdict in overview.ATTENTION


def _entry(entry: Entry, places: Mapping[int, str]) -> Json:
    return {"label": entry.label, "kind": entry.kind, "pieces": _pieces(entry.pieces, places)}


# Page one.


def _identity(row: overview.IdentityRow) -> Json:
    after = "same" if row.after and row.after == row.before else cut(row.after)
    told = [cut(text) for text in (row.bench, row.before)]
    return {"label": row.label, "told": [*told, after], "differs": row.differs}


def _remarks(report: Report) -> list[str]:
    """What is odd about the identity of the DUT."""
    incomplete = [f"Identification incomplete, {cut(line)}" for line in overview.identification_trouble(report)]
    rows = [row for row in overview.identity(report) if row.differs]
    differing = [f"{row.label}: {cut(row.difference)}" for row in rows]
    changes = overview.object_changes(report)[:CHANGES]
    return [*incomplete, *differing, *(f"Object list changed during the run: {line}" for line in changes)]


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


def _section(report: Report, verdict: Verdict, places: Mapping[int, str]) -> Json:
    cases = [case for case in report.cases if case.verdict is verdict]
    return {
        "heading": words.HEADINGS[verdict],
        "meaning": words.MEANINGS[verdict],
        "count": words.cases(len(cases)),
        "cases": [_told(case, places) for case in cases],
    }


def _told(case: CaseReport, places: Mapping[int, str]) -> Json:
    return {
        **_verdict(case.verdict),
        "place": places[id(case)],
        "name": cut(case.name, entries.SHORT),
        "title": cut(case.facts.title),
        "purpose": cut(case.facts.purpose, entries.LONG),
        "entries": [_entry(entry, places) for entry in entries.divergence(case)],
        "attempt": attempt_on_paper(case.counted) if case.counted else None,
    }


def _group(group: overview.Group, places: Mapping[int, str]) -> Json:
    named = [{"name": cut(case.name, 60), "to": places[id(case)]} for case in group.cases[:LISTED]]
    return {
        **_verdict(group.verdict),
        "reason": cut(group.reason),
        "clause": cut(group.clause),
        "count": words.cases(len(group.cases)),
        "cases": [one if _is_told(case) else one | {"to": ""} for one, case in zip(named, group.cases, strict=False)],
        "more": max(0, len(group.cases) - LISTED),
    }


def _row(case: CaseReport, places: Mapping[int, str]) -> Json:
    attempts = f"{len(case.attempts)} attempts" if len(case.attempts) > 1 else ""
    return {
        **_verdict(case.verdict),
        "name": cut(case.name, 80),
        "to": places[id(case)] if _is_told(case) else "",
        "title": cut(case.facts.title, 160),
        "reason": "" if case.verdict is Verdict.PASS else cut(words.headline(case)),
        "clause": cut(case.clause),
        "attempts": attempts,
    }


def _clause(entry: overview.ClauseEntry) -> Json:
    return {
        "clause": entry.clause,
        "rules": [
            {"text": rule.text, "id": rule.id, "grade": words.GRADES.get(rule.grade, rule.grade)}
            for rule in entry.rules.values()
        ],
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
