"""results.json of a run that ended, read again. It is no evidence: where there is any, that is what counts."""

import json
from typing import Any

from conformance.case_names import case_name
from conformance.evidence.run_directory import RunDirectory
from conformance.reason_codes import as_spelt_now
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


def stored_results(directory: RunDirectory) -> tuple[Json, str]:
    """The results of a run; and what is wrong with its results.json, in words.

    Of a run that has nothing else left, as one kept to compare others with, results.json is taken as it is.
    """
    found = _parsed(octets_of(directory))
    if isinstance(found, dict) and not directory.cases.is_dir():
        return found, ""
    report = build(directory)
    return results(report), _differing(found, report)


def octets_of(directory: RunDirectory) -> bytes | None:
    """results.json as it stands; None if it cannot be read."""
    try:
        return directory.results.read_bytes()
    except OSError:
        return None


def stale(before: bytes | None, directory: RunDirectory, made: Report) -> str:
    """In which way results.json was not what the evidence says, now that it has been made again; empty if it was."""
    return "" if before == octets_of(directory) else _differing(_parsed(before), made)


def _parsed(octets: bytes | None) -> Json | str:
    """What a results.json holds; or what is wrong with it, in words."""
    if octets is None:
        return "results.json was missing"
    try:
        found: Any = json.loads(octets)
    except (ValueError, RecursionError):
        return "results.json could not be read"
    if not fits(found, _SHAPE):
        return "results.json was not as goldenbench writes it"
    for case in found["cases"]:
        case["reason_code"] = as_spelt_now(case["reason_code"])
    whole: Json = found
    return whole


def _differing(found: Json | str, report: Report) -> str:
    if isinstance(found, str):
        return found
    told = {case_name(case["id"], case["instance"]): case["verdict"] for case in found["cases"]}
    now = {case.name: str(case.verdict) for case in report.cases}
    differing = sorted(name for name in {**now, **told} if told.get(name) != now.get(name))
    if not differing:
        return ""
    first, more = differing[0], f", and {len(differing) - 1} more" if len(differing) > 1 else ""
    said = f"{first}: {told.get(first, 'nothing')} there, {now.get(first, 'nothing')} in the evidence{more}"
    return f"results.json did not say what the evidence says ({said})"
