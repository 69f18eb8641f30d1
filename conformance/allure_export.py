"""What `pytest --alluredir DIR` gets to see of a case: allure-pytest writes, this supplies text, labels, steps, files.

Allure knows fewer verdicts than we do, so ours goes along as a label; all text
comes from the record of the case, in which secrets are masked already.
"""

import contextlib
from pathlib import Path

import allure
import pytest

from conformance.bench.session import CaseJson
from conformance.printable import printable
from conformance.verdict import Verdict


def export_case(record: CaseJson, run_dir: Path) -> None:
    """Describe the case that is running to Allure."""
    allure.dynamic.title(f"{record['id']} {record['title']}")
    allure.dynamic.description(f"{record['purpose']}\n\n{record['verdict']}: {printable(record['reason'])}")
    allure.dynamic.epic(record["id"].partition("-")[0])
    allure.dynamic.story(record["id"])
    for rule in record["rules"]:
        allure.dynamic.label("clause", rule["clause"])
    allure.dynamic.label("verdict", record["verdict"])
    allure.dynamic.parameter("role", record["role"])
    allure.dynamic.parameter("link", record["link"])
    for step in record.get("steps", []):
        _export_step(step["text"], Verdict(step["verdict"]), printable(record["reason"]))
    if "evidence" in record:
        evidence = run_dir / record["evidence"]
        allure.attach.file(str(evidence / "capture.pcapng"), "capture.pcapng", extension="pcapng")
        allure.attach.file(str(evidence / "journal.jsonl"), "journal.jsonl", extension="jsonl")


def _export_step(text: str, verdict: Verdict, reason: str) -> None:
    """Allure learns the outcome of a step from what is raised in it."""
    with contextlib.suppress(AssertionError, RuntimeError, pytest.skip.Exception), allure.step(text):
        if verdict is Verdict.FAIL:
            raise AssertionError(reason)
        if verdict is Verdict.ERROR:
            raise RuntimeError(reason)
        if verdict is Verdict.INCONCLUSIVE:
            pytest.skip(reason)
