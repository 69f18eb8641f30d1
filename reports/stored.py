"""results.json of a run that ended, read again; made from the evidence where it is missing or damaged."""

import json
from typing import Any

from conformance.evidence.run_directory import RunDirectory
from conformance.verdict import Verdict
from reports.build import build
from reports.model import Json
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
    """The results of a run; and what was wrong with results.json, in words, if it had to be made again."""
    try:
        found: Any = json.loads(directory.results.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return results(build(directory)), "results.json was missing"
    except (OSError, ValueError, RecursionError):
        return results(build(directory)), "results.json could not be read"
    if not fits(found, _SHAPE):
        return results(build(directory)), "results.json was not as goldenbench writes it"
    whole: Json = found
    return whole, ""
