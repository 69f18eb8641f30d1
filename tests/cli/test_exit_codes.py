"""The exit code of every way in which a command can end, from real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import goldenbench

REFUSAL = "DLMS-GET-003"


def run(folder: Path, bench: str, *cases: str) -> "subprocess.CompletedProcess[str]":
    wanted = [argument for case in cases for argument in ("--case", case)]
    return goldenbench("run", bench, "--run-dir", str(folder / "run"), *wanted)


def golden_bench(folder: Path, more: str, link: str = "golden") -> str:
    path = folder / "bench.toml"
    path.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n{more}\n', encoding="utf-8")
    return str(path)


def test_0_if_all_pass(tmp_path: Path) -> None:
    done = run(tmp_path, "golden", REFUSAL, "DLMS-GET-001")
    assert done.returncode == 0, done.stdout
    assert "2 PASS" in done.stdout


def test_1_if_one_fails_whatever_else_is_open(tmp_path: Path) -> None:
    bench = golden_bench(tmp_path, "permits = []", "golden:get-answers-absent-objects")
    done = run(tmp_path, bench, REFUSAL, "DLMS-GET-001", "DLMS-SET-001")
    assert done.returncode == 1, done.stdout
    assert "1 FAIL" in done.stdout
    assert f"FAIL {REFUSAL}" in done.stdout
    assert "  found   " in done.stdout
    assert "  wanted  " in done.stdout
    assert "  clause  " in done.stdout


def test_5_if_nothing_applies(tmp_path: Path) -> None:
    done = run(tmp_path, "hdlc+golden", "DLMS-WRAPPER-001")
    assert done.returncode == 5, done.stdout
    assert "1 NOT_APPLICABLE" in done.stdout


def test_10_if_something_is_left_open(tmp_path: Path) -> None:
    done = run(tmp_path, golden_bench(tmp_path, "permits = []"), REFUSAL, "DLMS-SET-001")
    assert done.returncode == 10, done.stdout
    assert "1 PASS, 1 NOT_RUN" in done.stdout


def test_11_if_the_bench_is_at_fault(tmp_path: Path) -> None:
    done = run(tmp_path, golden_bench(tmp_path, "permits = ['wishes']"), REFUSAL)
    assert done.returncode == 11
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "arguments",
    [("sing",), ("run", "--loud"), ("explain",), ("golden", "toaster"), *(("run", "-n", n) for n in ("0", "-1", "x"))],
)
def test_2_if_the_command_line_makes_no_sense(arguments: tuple[str, ...]) -> None:
    done = goldenbench(*arguments)
    assert done.returncode == 2
    assert "Usage: " in done.stderr
    assert "Traceback" not in done.stderr


def test_3_and_4_come_from_pytest(tmp_path: Path) -> None:
    (tmp_path / "broken_plugin.py").write_text(
        "def pytest_collection_modifyitems(items):\n    raise RuntimeError('a plugin of somebody else')\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "testcases"]
    command += ["--bench", "golden", "--run-dir"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    for code, name, more in ((3, "broken", ["-p", "broken_plugin"]), (4, "unknown", ["--case", "DLMS-NONE-001"])):
        done = subprocess.run(
            [*command, name, *more], cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False
        )
        assert done.returncode == code, done.stdout


def test_a_replay_that_differs_is_1_and_one_that_cannot_be_judged_11(tmp_path: Path) -> None:
    run(tmp_path, "golden", REFUSAL)
    journal = tmp_path / "run" / "cases" / REFUSAL / "1" / "journal.jsonl"
    events = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    answers = [event for event in events if event["kind"] == "receive"]
    answers[-2]["octets"] = answers[-2]["octets"][:-2] + "00"
    journal.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    done = goldenbench("replay", str(tmp_path / "run"))
    assert done.returncode == 1
    assert "DIFFERS" in done.stdout
    assert "1 differ" in done.stdout
    journal.write_text("no JSON\n{}\n", encoding="utf-8")
    done = goldenbench("replay", str(tmp_path / "run"))
    assert done.returncode == 11
    assert "line 1 of" in done.stderr
    assert "restore the run directory from its original" in done.stderr
