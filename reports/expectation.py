"""A run beside the expected results that its bench file names; none of it changes a verdict."""

from collections.abc import Mapping
from dataclasses import asdict

from conformance.expected import Comparison, Expected, Surprise, compared
from reports.model import Json, Report

_TEXTS = ("case", "instance", "verdict", "reason")


def file_of(campaign: Mapping[str, object]) -> str:
    """The file with expected results; empty if the bench file names none."""
    named = campaign.get("expected")
    return str(named.get("file", "")) if isinstance(named, dict) else ""


def entries_of(campaign: Mapping[str, object]) -> list[Expected]:
    """What is listed there, as far as run.json is whole."""
    named = campaign.get("expected")
    listed = named.get("expected") if isinstance(named, dict) else None
    rows = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    return [Expected(*(str(entry.get(name, "")) for name in _TEXTS)) for entry in rows]


def expectation(report: Report) -> Comparison | None:
    """None for a run without expected results."""
    campaign = report.run.facts["bench_file"]["campaign"]
    file = file_of(campaign)
    if not file:
        return None
    verdicts = {case.name: str(case.verdict) for case in report.cases}
    is_whole = report.run.finished is not None and not report.not_reached
    return compared(entries_of(campaign), verdicts, [*report.run.planned_cases, *verdicts], file, is_whole=is_whole)


def as_json(report: Report) -> Json | None:
    """As it stands in results.json."""
    found = expectation(report)
    if found is None:
        return None
    return {
        "file": file_of(report.run.facts["bench_file"]["campaign"]),
        "as_expected": [{**asdict(entry), "name": entry.name} for entry in found.as_expected],
        "not_as_expected": [_surprise(surprise) for surprise in found.surprises],
    }


def _surprise(surprise: Surprise) -> Json:
    return {"name": surprise.name, "expected": surprise.expected, "found": surprise.found, "said": surprise.said}
