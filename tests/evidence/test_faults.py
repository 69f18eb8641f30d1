"""A full disk, Ctrl-C, a vanished device and a killed run leave a clear message and readable evidence."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.processes import GOLDENBENCH, golden_meter, goldenbench


def results_after(run: Path) -> dict[str, Any]:
    """The report made again from whatever evidence there is."""
    done = goldenbench("report", str(run), "--json")
    assert done.returncode == 0, done.stderr
    content: dict[str, Any] = json.loads(done.stdout)
    return content


@pytest.mark.skipif(sys.platform == "win32", reason="limits file sizes by a POSIX shell")
@pytest.mark.parametrize("blocks", [8, 40, 150])
def test_a_full_disk_is_told_and_what_was_recorded_is_kept(tmp_path: Path, blocks: int) -> None:
    """No file may grow beyond some blocks: writing ends as on a full disk, in the middle of a journal."""
    run = tmp_path / "run"
    limited = f"ulimit -f {blocks}; {' '.join(GOLDENBENCH)} run --run-dir {run}"
    done = subprocess.run(["/bin/sh", "-c", limited], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 11, done.stdout + done.stderr
    assert "cannot write" in done.stdout
    assert "File too large" in done.stdout
    results = results_after(run)
    assert results["totals"]["FAIL"] == 0


def start(run: Path, bench: str = "golden", *options: str) -> "subprocess.Popen[str]":
    command = [*GOLDENBENCH, "run", bench, "--run-dir", str(run), *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def wait_for_cases(run: Path, count: int) -> None:
    """Until so many cases have finished; the run itself is the clock."""
    deadline = time.monotonic() + 120
    events = run / "run.jsonl"
    while time.monotonic() < deadline:
        if events.exists() and events.read_text(encoding="utf-8").count('"case finished"') >= count:
            return
        time.sleep(0.05)
    raise AssertionError("the run does not get on")


def bench_file(folder: Path, url: str, **extra: str) -> Path:
    path = folder / "bench.toml"
    path.write_text(
        f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n[dut.timing]\nresponse_timeout_s = 0.5\n', encoding="utf-8"
    )
    return path


def test_ctrl_c_ends_the_run_with_readable_evidence(tmp_path: Path) -> None:
    run = tmp_path / "run"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        process = start(run, str(bench_file(tmp_path, url)))
        wait_for_cases(run, 3)
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2, output
    assert "Traceback" not in output
    results = results_after(run)
    assert results["totals"]["PASS"] >= 3
    assert (run / "report.html").stat().st_size > 10_000


def test_a_killed_run_leaves_evidence_that_can_be_reported_and_replayed(tmp_path: Path) -> None:
    run = tmp_path / "run"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        process = start(run, str(bench_file(tmp_path, url)))
        wait_for_cases(run, 3)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    results = results_after(run)
    assert results["totals"]["PASS"] >= 3
    finished = [case["id"] for case in results["cases"] if case["verdict"] == "PASS"]
    replayed = goldenbench("replay", str(run), finished[0])
    assert replayed.returncode == 0, replayed.stdout


def test_a_vanished_meter_stops_the_run_as_lost(tmp_path: Path) -> None:
    run = tmp_path / "run"
    with golden_meter("hdlc+pty:") as (url,):
        process = start(run, str(bench_file(tmp_path, url)))
        wait_for_cases(run, 3)
    output, _ = process.communicate(timeout=120)
    results = results_after(run)
    lost = [case for case in results["cases"] if case["reason_code"] == "dut-lost"]
    assert lost, output
    assert all(case["reason"].startswith("DUT lost after DLMS-") for case in lost)
    assert results["totals"]["PASS"] >= 3
    assert "DUT lost after" in output
    assert process.returncode in (1, 10, 11)
