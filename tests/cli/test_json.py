"""What programs read: every --json is one JSON document on standard output, and says what the plain words say."""

import json
from pathlib import Path
from typing import Any

import pytest

from golden_units.defects import defects_of
from tests.processes import goldenbench

CASE = "DLMS-GET-003"


def json_of(*arguments: str, code: int = 0) -> Any:
    done = goldenbench(*arguments, "--json")
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("run") / "run"
    results = json_of("run", "--run-dir", str(folder), "--case", CASE)
    assert results == json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert [(case["id"], case["verdict"]) for case in results["cases"]] == [(CASE, "PASS")]
    return folder


def test_a_run_writes_results_to_one_stream_and_progress_to_the_other(tmp_path: Path) -> None:
    done = goldenbench("run", "golden:get-answers-absent-objects", "--run-dir", str(tmp_path), "--case", CASE, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["totals"]["FAIL"] == 1
    assert f"[1/1] {CASE}" in done.stderr
    assert "report:" in done.stderr


def test_the_list_names_every_case_and_for_a_bench_what_would_become_of_it() -> None:
    plain = goldenbench("list").stdout.splitlines()
    cases = json_of("list")
    assert [line.split()[0] for line in plain[:-1]] == [case["id"] for case in cases]
    assert all(case["title"] and case["covers"] and len(case["content_hash"]) == 64 for case in cases)
    assert all("decision" not in case for case in cases)
    decided = {case["id"]: case for case in json_of("list", "hdlc+golden")}
    assert list(decided) == [case["id"] for case in cases]
    assert decided[CASE]["decision"] == "runs"
    assert decided[CASE]["expected_s"] >= 0
    assert decided["DLMS-WRAPPER-001"]["decision"] == "NOT_APPLICABLE"
    assert decided["DLMS-WRAPPER-001"]["reason"]


def test_an_explanation_carries_rules_clauses_and_the_decision() -> None:
    told = json_of("explain", CASE)
    assert (told["id"], told["decision"], told["covers"]) == (CASE, "runs", ["DLMS-GET-REFUSAL"])
    assert told["rules"][0]["id"] == "DLMS-GET-REFUSAL"
    assert told["clause"]
    assert told["pics_decision"]
    other = json_of("explain", "DLMS-WRAPPER-001", "hdlc+golden")
    assert other["decision"] == "NOT_APPLICABLE"
    assert other["reason"]


def test_a_report_is_made_again_to_the_same_results(run: Path) -> None:
    before = (run / "results.json").read_bytes()
    (run / "results.json").unlink()
    done = goldenbench("report", str(run), "--json")
    assert done.returncode == 1, "what was missing is told, on standard error"
    assert json.loads(done.stdout) == json.loads(before)
    assert "results.json was missing" in done.stderr
    assert json_of("report", str(run)) == json.loads(before)
    assert (run / "results.json").read_bytes() == before


def test_a_replay_lists_every_attempt(run: Path) -> None:
    (attempt,) = json_of("replay", str(run))
    assert attempt == {
        "case": CASE,
        "instance": "",
        "attempt": 1,
        "recorded": "PASS",
        "replayed": "PASS",
        "difference": "",
        "is_judged": True,
        "agrees": True,
    }
    assert json_of("replay", str(run), CASE) == [attempt]


def test_defects_are_listed_with_rule_and_summary() -> None:
    listed = json_of("golden", "electricity-meter", "--list-defects")
    assert [defect["name"] for defect in listed] == list(defects_of("electricity_meter"))
    assert all(defect["rule"].startswith("DLMS-") and defect["summary"] for defect in listed)
