"""`goldenbench prove`: every published case passes the golden meter, and a defect of each rule it covers fails it."""

import json
import re
from pathlib import Path

import pytest

from conformance.bench.proof import prove
from conformance.catalogue import published
from conformance.evidence.journal import Event, read_events
from golden_units.defects import defects_of
from tests.processes import goldenbench

CASE, DEFECT = "DLMS-GET-003", "get-answers-absent-objects"

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


def test_one_case_is_proved_alone_and_that_is_no_proof_of_the_whole() -> None:
    done, machine = goldenbench("prove", "--case", CASE), goldenbench("prove", "--case", CASE, "--json")
    assert (done.returncode, machine.returncode) == (0, 0), done.stdout
    *told, last = done.stdout.splitlines()
    assert [line.split()[0] for line in told] == [CASE]
    assert f"fails on {DEFECT}" in told[0]
    assert last.startswith("nothing is wrong with these: 1 case, ")
    assert last.endswith("this is no proof of the whole, which `goldenbench prove` alone gives")
    proof = json.loads(machine.stdout)
    assert (proof["complete"], proof["partial"], list(proof["golden"])) == (False, True, [CASE])


def test_one_defect_meets_the_cases_of_its_rule_alone() -> None:
    done = goldenbench("prove", "--defect", DEFECT, "--json")
    assert done.returncode == 0, done.stdout
    proof = json.loads(done.stdout)
    assert {row["defect"] for row in proof["runs"]} == {DEFECT}
    rule = defects_of()[DEFECT].rule
    assert set(proof["golden"]) == {name for name, case in published().cases.items() if rule in case.facts.covers}
    assert (proof["unproved"], proof["undetected"]) == ([], [])


def test_a_defect_that_a_case_does_not_see_is_told() -> None:
    """The case is not about the rule that this defect breaks."""
    done = goldenbench("prove", "--case", CASE, "--defect", "clock-month-from-zero")
    assert done.returncode == 1
    assert f"{CASE:<18} golden PASS  fails on NOTHING" in done.stdout
    assert "not detected: clock-month-from-zero" in done.stdout
    assert "something is wrong with these" in done.stdout


def test_a_case_that_no_defect_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("conformance.bench.proof.defects_of", lambda role: {})
    proof = prove(published(), tmp_path, only=[CASE])
    assert not proof.is_clean
    assert {case for case, _ in proof.unproved} == {CASE}


@pytest.mark.parametrize("asked", [("--case", "DLMS-NONE-001"), ("--defect", "get-answers-absent-object")])
def test_what_is_not_there_cannot_be_proved(asked: tuple[str, str]) -> None:
    done = goldenbench("prove", *asked)
    assert done.returncode == 4
    assert asked[1] in done.stderr


def verdicts_in(folder: Path) -> list[Event]:
    journals = folder.glob("*/cases/*/*/journal.jsonl")
    return [event for journal in journals for event in read_events(journal) if event["kind"] == "verdict"]
