"""`goldenbench prove`: every published case passes the golden meter, and a defect of each rule it covers fails it."""

import json
import re
from pathlib import Path

from conformance.catalogue import published
from conformance.evidence.journal import Event, read_events
from tests.processes import goldenbench

PYTHON = re.compile(r"<[A-Z]\w+\.|\w+\(\w+=|ObisCode\(|\bNone\b|object at 0x|\brange\(|frozenset")
"""What values look like in Python's own words, which nobody has to know."""


def test_every_case_is_proved_and_fails_in_the_words_of_the_standards(tmp_path: Path) -> None:
    done = goldenbench("prove", "--run-dir", str(tmp_path), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    proof = json.loads(done.stdout)
    assert proof["complete"] is True
    assert list(proof["golden"]) == [case.facts.id for case in published().in_order()]
    assert set(proof["golden"].values()) == {"PASS"}
    told = [event for event in verdicts_in(tmp_path) if event["verdict"] == "FAIL"]
    assert len(told) >= len(proof["golden"])
    for event in told:
        said = event["divergence"]
        assert said["found"] != said["wanted"]
        assert not PYTHON.search(f"{said['found']}; {said['wanted']}; {event['reason'].partition(' [assert ')[0]}"), (
            said
        )


def verdicts_in(folder: Path) -> list[Event]:
    journals = folder.glob("*/cases/*/*/journal.jsonl")
    return [event for journal in journals for event in read_events(journal) if event["kind"] == "verdict"]
