"""From evidence to results.json and report.html."""

import json
from typing import Any

from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import RunDirectory


def build(directory: RunDirectory) -> dict[str, Any]:
    run = directory.read_run()
    cases = [event["case"] for event in read_events(directory.events) if event["kind"] == "case finished"]
    totals: dict[str, int] = {}
    for case in cases:
        totals[case["verdict"]] = totals.get(case["verdict"], 0) + 1
    return {"run": run, "cases": cases, "totals": totals}


def write_reports(directory: RunDirectory) -> None:
    results = build(directory)
    directory.write_json(directory.results, results)
    json.dumps(results)
