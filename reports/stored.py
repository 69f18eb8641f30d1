"""results.json of a run that ended, read again. It is no evidence: where there is any, that is what counts."""

import json
from typing import Any

from conformance.case_names import case_name
from conformance.evidence.run_directory import RunDirectory
from conformance.verdict import Verdict
from reports.build import build
from reports.model import Json, Report
from reports.results import results
from reports.shapes import fits

_DIVERGENCE = {"found": str, "wanted": str, "where": str}
_CASE = {
    "id": str,
    "instance": str,
    "title": str,
    "version": int,
    "content_hash": str,
    "verdict": lambda value: value in tuple(Verdict),
    "reason_code": str,
    "reason": str,
    "clause": str,
    "divergence": (_DIVERGENCE, type(None)),
    "duration_s": (int, float),
}
_SHAPE = {
    "run": {
        "started": str,
        "bench_file": dict,
        "versions": dict,
        "trouble": [str],
        "planned": (int, type(None)),
        "not_reached": int,
        "finished": (str, type(None)),
        "identification": dict,
    },
    "cases": [_CASE],
    "totals": dict,
}


Told = dict[str, str] | str
"""The verdicts that a results.json tells, by case; or what is wrong with it."""


def stored_results(directory: RunDirectory) -> tuple[Json, str]:
    """The results of a run; and what is wrong with its results.json, in words.

    Of a run that has nothing else left, as one kept to compare others with, results.json is taken as it is.
    """
    found = _read(directory)
    if isinstance(found, dict) and not directory.cases.is_dir():
        return found, ""
    report = build(directory)
    return results(report), stale(_told(found), report)


def told_in(directory: RunDirectory) -> Told:
    return _told(_read(directory))


def stale(told: Told, report: Report) -> str:
    """In which way a results.json was not, or no longer, what the evidence says; empty if it was."""
    if isinstance(told, str):
        return told
    now = {case.name: str(case.verdict) for case in report.cases}
    differing = sorted(name for name in {**now, **told} if told.get(name) != now.get(name))
    if not differing:
        return ""
    first, more = differing[0], f", and {len(differing) - 1} more" if len(differing) > 1 else ""
    said = f"{first}: {told.get(first, 'nothing')} there, {now.get(first, 'nothing')} in the evidence{more}"
    return f"results.json did not say what the evidence says ({said})"


def _read(directory: RunDirectory) -> Json | str:
    try:
        found: Any = json.loads(directory.results.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "results.json was missing"
    except (OSError, ValueError, RecursionError):
        return "results.json could not be read"
    return found if fits(found, _SHAPE) else "results.json was not as goldenbench writes it"


def _told(found: Json | str) -> Told:
    if isinstance(found, str):
        return found
    return {case_name(case["id"], case["instance"]): case["verdict"] for case in found["cases"]}
