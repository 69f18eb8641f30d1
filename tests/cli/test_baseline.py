"""Baselines end to end: the exit code follows them, verdicts do not; and a run can be written down as one."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.processes import goldenbench

FAILS, PASSES = "DLMS-GET-003", "DLMS-GET-001"
CASES = ("--case", FAILS, "--case", PASSES)


def bench(folder: Path, *entries: tuple[str, str]) -> str:
    rows = [f'[[expected]]\ncase = "{case}"\nverdict = "{verdict}"\nreason = "bug 4711"\n' for case, verdict in entries]
    (folder / "known.toml").write_text("".join(rows), encoding="utf-8")
    path = folder / "bench.toml"
    link = "golden:get-answers-absent-objects"
    dut = f'[dut]\nrole = "electricity_meter"\nlink = "{link}"'
    path.write_text(f'{dut}\n[campaign]\nexpected = "known.toml"\n', encoding="utf-8")
    return str(path)


def run(folder: Path, given: str) -> "subprocess.CompletedProcess[str]":
    return goldenbench("run", given, "--run-dir", str(folder / "run"), *CASES)


def test_as_expected(tmp_path: Path) -> None:
    ended = run(tmp_path, bench(tmp_path, (FAILS, "FAIL")))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "1 PASS, 1 FAIL\nas expected by known.toml: 1 case did not pass\n" in ended.stdout
    results = json.loads((tmp_path / "run" / "results.json").read_text(encoding="utf-8"))
    assert {case["id"]: case["verdict"] for case in results["cases"]} == {FAILS: "FAIL", PASSES: "PASS"}
    assert results["run"]["expectation"]["as_expected"][0]["reason"] == "bug 4711"
    suite = ET.parse(tmp_path / "run" / "junit.xml").getroot()[0]  # noqa: S314 - our own
    assert suite.get("failures") == "1"
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "As expected did not pass: 1 case." in page
    assert "1 of 2 cases failed" in page


def test_not_as_expected(tmp_path: Path) -> None:
    ended = run(tmp_path, bench(tmp_path, (PASSES, "FAIL")))
    assert ended.returncode == 1
    assert "NOT AS EXPECTED by known.toml, 2 cases:" in ended.stdout
    assert f"{PASSES}: expected FAIL (bug 4711), got PASS: take it out of known.toml" in ended.stdout
    assert f"{FAILS}: expected PASS, got FAIL" in ended.stdout
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "Not as expected" in page
    assert "expected FAIL (bug 4711), got PASS: take it out of known.toml" in page


def test_an_expected_failure_that_does_not_happen_fails_the_run(tmp_path: Path) -> None:
    ended = run(tmp_path, bench(tmp_path, (FAILS, "FAIL"), (PASSES, "FAIL")))
    assert ended.returncode == 1
    assert "NOT AS EXPECTED by known.toml, 1 case:" in ended.stdout


@pytest.mark.parametrize(("entries", "code"), [([(FAILS, "FAIL")], 0), ([(FAILS, "FAIL"), (PASSES, "FAIL")], 1)])
def test_plain_pytest_follows_it_too(tmp_path: Path, entries: list[tuple[str, str]], code: int) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "testcases", *CASES]
    command += ["--bench", bench(tmp_path, *entries), "--run-dir", str(tmp_path / "run")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False)
    assert ended.returncode == code, ended.stdout
    assert (f"goldenbench: {PASSES}: expected FAIL" in ended.stdout) == bool(code)


def test_a_failure_beside_the_cases_is_never_expected(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_fails():\n    assert False\n", encoding="utf-8")
    given = bench(tmp_path, (FAILS, "FAIL"))
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "testcases", "test_own.py"]
    command += ["--bench", given, "--run-dir", str(tmp_path / "run"), *CASES]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False)
    assert ended.returncode == 1, ended.stdout


def test_a_stale_entry_ends_the_run_before_it_starts(tmp_path: Path) -> None:
    ended = goldenbench("run", bench(tmp_path, ("DLMS-GET-03", "FAIL")), "--run-dir", str(tmp_path / "run"))
    assert (ended.returncode, ended.stdout) == (11, "")
    assert "there is no case 'DLMS-GET-03'" in ended.stderr
    assert not (tmp_path / "run").exists()


def test_a_run_written_down_is_as_expected_from_then_on(tmp_path: Path) -> None:
    given = bench(tmp_path)
    assert run(tmp_path, given).returncode == 1
    made = goldenbench("baseline", str(tmp_path / "run"))
    assert made.returncode == 0, made.stderr
    assert f'case = "{FAILS}"\nverdict = "FAIL"\nreason = "found ' in made.stdout
    known = tmp_path / "known.toml"
    known.write_text(made.stdout.replace('reason = "found', 'reason = "bug 7: found'), encoding="utf-8")
    again = tmp_path / "again"
    again.mkdir()
    assert run(again, given).returncode == 0
    kept = goldenbench("baseline", str(again / "run"))
    assert 'reason = "bug 7: found' in kept.stdout, "the reason that somebody has written is gone"


def test_no_baseline_of_a_run_that_did_not_come_to_its_end(tmp_path: Path) -> None:
    run(tmp_path, bench(tmp_path))
    events = tmp_path / "run" / "run.jsonl"
    lines = events.read_text(encoding="utf-8").splitlines(keepends=True)
    events.write_text("".join(line for line in lines if '"kind":"finished"' not in line), encoding="utf-8")
    (tmp_path / "run" / "results.json").unlink()
    made = goldenbench("baseline", str(tmp_path / "run"))
    assert (made.returncode, made.stdout) == (11, "")
    assert "wanted a run that came to its end in order" in made.stderr
