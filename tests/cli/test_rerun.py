"""Cases of a run are run again as further attempts: all are kept, and the worst counts."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.processes import golden_meter, goldenbench
from tests.runs import results_of

FAILS, PASSES = "DLMS-GET-003", "DLMS-GET-001"
CASES = ("--case", FAILS, "--case", PASSES)
BENCH = '[dut]\nrole = "electricity_meter"\nlink = "{url}"\n'


def attempts(results: dict[str, Any]) -> dict[str, list[str]]:
    return {case["id"]: [one["verdict"] for one in case["attempts"]] for case in results["cases"]}


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_what_failed_is_run_again(tmp_path: Path, workers: tuple[str, ...]) -> None:
    run = str(tmp_path / "run")
    results_of("run", "golden:get-answers-absent-objects", "--run-dir", run, *CASES, code=1)
    done = goldenbench("rerun", run, *workers)
    assert done.returncode == 1
    assert "again: 1 case, as further attempts" in done.stdout
    assert f"[1/1] {FAILS}" in done.stdout
    assert attempts(results_of("report", run, code=0)) == {FAILS: ["FAIL", "FAIL"], PASSES: ["PASS"]}


def test_what_failed_once_does_not_pass_by_trying_again(tmp_path: Path) -> None:
    run, bench = str(tmp_path / "run"), tmp_path / "bench.toml"
    with golden_meter("tcp://127.0.0.1:0", defect="get-answers-absent-objects") as (url,):
        bench.write_text(BENCH.format(url=url), encoding="utf-8")
        results_of("run", str(bench), "--run-dir", run, *CASES, code=1)
    with golden_meter(url):
        results = results_of("rerun", run, "--verdict", "fail", code=1)
    assert attempts(results) == {FAILS: ["FAIL", "PASS"], PASSES: ["PASS"]}
    (case,) = (case for case in results["cases"] if case["id"] == FAILS)
    assert (case["verdict"], case["attempt"]) == ("FAIL", 1)
    assert case["reason"].startswith("differs between attempts (1: FAIL, 2: PASS)")
    assert [(one["how"], one["finished"]) for one in results["run"]["sittings"]] == [("run", 2), ("rerun", 1)]
    assert list(results["run"]["identification"]) == ["before", "after", "before-2", "after-2"]


def test_cases_are_chosen_by_verdict_and_by_id(tmp_path: Path) -> None:
    run = str(tmp_path / "run")
    results_of("run", "golden", "--run-dir", run, *CASES, code=0)
    nothing = goldenbench("rerun", run)
    assert nothing.returncode == 4
    assert "has the verdict fail, error, inconclusive" in nothing.stderr
    unknown = goldenbench("rerun", run, "--case", "DLMS-GET-002")
    assert unknown.returncode == 4
    assert "DLMS-GET-002: not among the cases of" in unknown.stderr
    both = results_of("rerun", run, "--verdict", "pass", "--case", PASSES, code=0)
    assert attempts(both) == {FAILS: ["PASS"], PASSES: ["PASS", "PASS"]}
    assert goldenbench("rerun", run, "--verdict", "green").returncode == 2


def test_plain_pytest_does_the_same(tmp_path: Path) -> None:
    run = str(tmp_path / "run")
    results_of("run", "golden", "--run-dir", run, *CASES, code=0)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "testcases", "--resume", run]
    for more, code, said in (
        (["--case", FAILS], 0, "goldenbench: report"),
        ([], 0, "nothing to resume"),
        (["--run-dir", "x"], 11, "leave out --run-dir"),
    ):
        done = subprocess.run([*command, *more], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == code, done.stdout
        assert said in done.stdout + done.stderr
    assert attempts(results_of("report", run, code=0)) == {FAILS: ["PASS", "PASS"], PASSES: ["PASS"]}
