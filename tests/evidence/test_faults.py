"""A full disk, Ctrl-C, a vanished device and a killed run leave a clear message and readable evidence."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import runs
from tests.processes import GOLDENBENCH, golden_meter, goldenbench
from tests.runs import child_of, wait_for, wait_for_body, wait_for_cases


def results_after(run: Path, *, code: int = 0) -> dict[str, Any]:
    """The report made again from whatever evidence there is."""
    done = goldenbench("report", str(run), "--json")
    assert done.returncode == code, done.stderr
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
    results = results_after(run, code=1)
    assert results["totals"]["FAIL"] == 0
    assert any("its last, is cut off" in line for line in results["run"]["trouble"])


def start(run: Path, bench: str = "golden", *options: str) -> "subprocess.Popen[str]":
    return runs.start("run", bench, "--run-dir", str(run), *options)


def bench_file(folder: Path, url: str, **extra: str) -> Path:
    path = folder / "bench.toml"
    path.write_text(
        f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n[dut.timing]\nresponse_timeout_s = 0.5\n', encoding="utf-8"
    )
    return path


LASTS_SECONDS = "DLMS-OBJ-007"
"""The clock has to advance while the case looks on."""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_ends_the_run_with_readable_evidence(tmp_path: Path, stop: signal.Signals) -> None:
    run = tmp_path / "run"
    cases = ("DLMS-GET-001", LASTS_SECONDS, "DLMS-XDLMS-001")
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        process = start(run, str(bench_file(tmp_path, url)), *(word for case in cases for word in ("--case", case)))
        journal = run / "cases" / LASTS_SECONDS / "1" / "journal.jsonl"
        wait_for(journal, lambda path: path.exists() and '"name":"body"' in path.read_text(encoding="utf-8"))
        process.send_signal(stop)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2, output
    assert "Traceback" not in output
    results = results_after(run)
    assert results["totals"]["PASS"] == results["totals"]["INCONCLUSIVE"] == 1
    assert (run / "report.html").stat().st_size > 10_000
    *_, trouble, report = output.splitlines()
    told = f"interrupted in case 2 of 3 ({LASTS_SECONDS}); 1 not reached"
    assert trouble == f"trouble: {told}"
    assert results["run"]["trouble"] == [told]
    assert report == f"report: {run / 'report.html'}"
    assert "pytest ended" not in output


IGNORING = "import os, signal as s, sys; s.signal(s.SIGINT, s.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"


def test_a_run_in_the_background_of_a_script_can_be_stopped(tmp_path: Path) -> None:
    """Shells have it ignore Ctrl-C; it is no Ctrl-C that it is told to end with."""
    run, case = tmp_path / "run", "DLMS-XDLMS-001"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench = str(bench_file(tmp_path, url))
        command = (*GOLDENBENCH, "run", bench, "--run-dir", str(run), "--case", LASTS_SECONDS, "--case", case)
        process = subprocess.Popen(
            [sys.executable, "-c", IGNORING, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        wait_for_body(run, LASTS_SECONDS)
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2, output
    told = f"interrupted in case 1 of 2 ({LASTS_SECONDS}); 1 not reached"
    assert output.splitlines()[-2:] == [f"trouble: {told}", f"report: {run / 'report.html'}"]
    assert results_after(run)["run"]["trouble"] == [told]


def test_ctrl_c_before_the_first_case_leaves_a_report_too(tmp_path: Path) -> None:
    """The first answer is still waited for."""
    run, bench = tmp_path / "run", tmp_path / "bench.toml"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\ntiming.response_timeout_s = 50\n')
        process = start(run, str(bench), "--case", "DLMS-GET-001")
        journal = run / "identification" / "before" / "journal.jsonl"
        wait_for(journal, lambda path: path.exists() and '"wait"' in path.read_text(encoding="utf-8"))
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2, output
    assert output.splitlines()[-2:] == [
        "trouble: interrupted before the first case; 1 not reached",
        f"report: {run / 'report.html'}",
    ]


def test_a_second_ctrl_c_ends_at_once_and_says_what_that_means(tmp_path: Path) -> None:
    """The control that hangs cannot be interrupted."""
    run, bench = tmp_path / "run", tmp_path / "bench.toml"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench.write_text(HANGING.format(url=url, python=sys.executable), encoding="utf-8")
        process = start(run, str(bench), "--case", "DLMS-XDLMS-009")
        journal = run / "cases" / "DLMS-XDLMS-009" / "1" / "journal.jsonl"
        wait_for(journal, lambda path: path.exists() and '"asked"' in path.read_text(encoding="utf-8"))
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert any(line.startswith("interrupted: ") for line in iter(process.stdout.readline, ""))
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2, output
    assert output.splitlines()[-1] == f"ended at once; what was changed may still be: see `goldenbench report {run}`"
    assert "XDLMS-009" in goldenbench("report", str(run), "--json").stdout


HANGING = """
[dut]
role = "electricity_meter"
link = "{url}"
permits = ["power"]
[dut.control]
power_cycle = "cmd {python} -c 'import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(20)'"
"""


def test_a_run_whose_command_was_killed_ends_after_its_case(tmp_path: Path) -> None:
    run = tmp_path / "run"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        process = start(run, str(bench_file(tmp_path, url)))
        wait_for_cases(run, 3)
        process.kill()
        process.communicate(timeout=60)
        wait_for(run / "results.json", Path.exists)
    results = results_after(run)
    assert results["run"]["trouble"][0].endswith("not reached; whoever started the run is gone")
    assert results["run"]["not_reached"] > 0


def test_a_killed_run_leaves_evidence_that_can_be_reported_and_replayed(tmp_path: Path) -> None:
    run = tmp_path / "run"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        process = start(run, str(bench_file(tmp_path, url)))
        wait_for_cases(run, 3)
        os.killpg(child_of(process), signal.SIGKILL)
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
    lost = [case for case in results["cases"] if case["reason_code"] == "given-up"]
    assert lost, output
    assert all(case["reason"].startswith("DUT lost after DLMS-") for case in lost)
    assert "RECOVERY: after the case the DUT gave no sign of life: see to its cable" in output
    assert output.count("DUT lost after") == 1, "of all cases that were not run it is the trouble"
    assert f"NOT_RUN, {len(lost)} cases: see the trouble" in output
    assert "trouble: DUT lost after" in output
    assert results["totals"]["PASS"] >= 3
    assert "DUT lost after" in output
    assert process.returncode in (1, 10, 11)
