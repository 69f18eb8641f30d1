"""A campaign that was killed goes on where it was, to the verdicts of one that nobody disturbed."""

import contextlib
import json
import os
import signal
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.bench.link_url import parse_link
from conformance.bench.transports import device_names
from conformance.transport.lock import DeviceLock
from tests.processes import golden_meter, goldenbench
from tests.runs import (
    PLAIN,
    child_of,
    kill_all,
    results_of,
    start,
    verdicts_in,
    wait_for,
    wait_for_body,
    wait_for_cases,
)

DEFECT = "get-answers-absent-objects"
FAILS, PASSES = "DLMS-GET-003", "DLMS-GET-001"
LASTS_SECONDS = "DLMS-OBJ-007"
"""The clock has to advance while the case looks on."""

SOME = [word for case in (PASSES, FAILS, LASTS_SECONDS, "DLMS-XDLMS-001", "DLMS-SET-001") for word in ("--case", case)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Path]:
    """A golden meter with a fault, in a process of its own that outlives the runs on it."""
    path = tmp_path / "bench.toml"
    with golden_meter("tcp://127.0.0.1:0", defect=DEFECT) as (url,):
        path.write_text(BENCH.format(link=url), encoding="utf-8")
        yield path


BENCH = """
[dut]
role = "electricity_meter"
link = "{link}"
timing.response_timeout_s = 0.5
permits = ["writes"]
[[dut.associations]]
name = "public"
[[dut.associations]]
name = "writing"
client_sap = 48
mechanism = "lls"
secret = "12345678"
may_write = true
"""


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_golden_units_killed_twice_come_to_the_same_verdicts(tmp_path: Path, workers: tuple[str, ...]) -> None:
    whole = results_of("run", f"golden:{DEFECT}", "--run-dir", str(tmp_path / "whole"), *PLAIN, *workers, code=1)
    run = tmp_path / "run"
    process = start("run", f"golden:{DEFECT}", "--run-dir", str(run), *PLAIN, *workers)
    for count in (10, 60):
        wait_for_cases(run, count)
        kill_all(process)
        process = start("resume", str(run), *workers)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 1, output
    results = json.loads((run / "results.json").read_text(encoding="utf-8"))
    assert verdicts_in(results) == verdicts_in(whole)
    assert results["run"]["trouble"] == whole["run"]["trouble"] == []
    assert results["run"]["planned"] == whole["run"]["planned"]
    assert [sitting["how"] for sitting in results["run"]["sittings"]] == ["run", "resume", "resume"]
    assert [sitting["ended"] is None for sitting in results["run"]["sittings"]] == [True, True, False]
    assert f"FAIL {FAILS}" in output, "what failed before the run was killed is told in the end, too"


def test_a_meter_on_tcp_killed_in_the_middle_of_a_case(tmp_path: Path, bench: Path) -> None:
    whole = results_of("run", str(bench), "--run-dir", str(tmp_path / "whole"), *SOME, code=1)
    run = tmp_path / "run"
    process = start("run", str(bench), "--run-dir", str(run), *SOME)
    wait_for_body(run, LASTS_SECONDS)
    kill_all(process)
    results = results_of("resume", str(run), code=1)
    assert verdicts_in(results) == verdicts_in(whole)
    assert results["run"]["trouble"] == []
    (cut_off,) = (case for case in results["cases"] if case["id"] == LASTS_SECONDS)
    assert [(one["attempt"], one["verdict"]) for one in cut_off["attempts"]] == [(1, "ERROR"), (2, "PASS")]
    assert cut_off["attempts"][0]["reason_code"] == "interrupted"
    others = [len(case["attempts"]) for case in results["cases"] if case["id"] != LASTS_SECONDS]
    assert others == [1] * len(others), "what had its verdict was not run again"
    replayed = goldenbench("replay", str(run), PASSES)
    assert replayed.returncode == 0, replayed.stdout


def test_ctrl_c_says_how_to_go_on_and_leaves_no_stain(tmp_path: Path, bench: Path) -> None:
    run = tmp_path / "run"
    process = start("run", str(bench), "--run-dir", str(run), "--case", PASSES, "--case", LASTS_SECONDS)
    wait_for_body(run, LASTS_SECONDS)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert f"`goldenbench resume {run}` goes on with the 1 case that is left" in output
    results = results_of("resume", str(run), code=0)
    assert results["totals"]["PASS"] == 2
    assert results["run"]["trouble"] == []
    assert results["run"]["sittings"][0]["trouble"] == [f"interrupted in case 2 of 2 ({LASTS_SECONDS}); 0 not reached"]


def test_a_device_that_was_lost_and_is_back(tmp_path: Path) -> None:
    run, bench = tmp_path / "run", tmp_path / "bench.toml"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench.write_text(BENCH.format(link=url), encoding="utf-8")
        process = start("run", str(bench), "--run-dir", str(run), *SOME)
        wait_for_body(run, LASTS_SECONDS)
    output, _ = process.communicate(timeout=120)
    assert "goes on with the" in output
    silent = goldenbench("resume", str(run))
    assert silent.returncode == 11, silent.stdout
    assert "trouble: no valid answer before the first case" in silent.stdout
    with golden_meter(url):
        results = results_of("resume", str(run), code=1)  # what the loss did to the case in which it happened stands
    assert results["run"]["not_reached"] == 0
    assert "given-up" not in [case["reason_code"] for case in results["cases"]]
    assert [sitting["is_refused"] for sitting in results["run"]["sittings"]] == [False, True, False]


def test_another_device_is_refused_before_any_case(tmp_path: Path) -> None:
    run, bench, other = tmp_path / "run", tmp_path / "bench.toml", tmp_path / "other.toml"
    other.write_text('serial_number = "00000002"\n', encoding="utf-8")
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench.write_text(BENCH.format(link=url), encoding="utf-8")
        process = start("run", str(bench), "--run-dir", str(run), *SOME)
        wait_for_body(run, LASTS_SECONDS)
        kill_all(process)
    with golden_meter(url, config=other):
        for verb in ("resume", "rerun"):
            done = goldenbench(verb, str(run), *(["--case", PASSES] if verb == "rerun" else []))
            assert done.returncode == 11, done.stdout
            assert "not the device, or not the firmware, of this run" in done.stdout
            assert "serial number: 00000001 when the run began, 00000002 now" in done.stdout
    assert not (run / "cases" / LASTS_SECONDS / "2").exists()
    assert not (run / "cases" / PASSES / "2").exists()


def test_a_run_that_is_complete_ends_as_it_ended(tmp_path: Path) -> None:
    run = tmp_path / "run"
    results_of("run", f"golden:{DEFECT}", "--run-dir", str(run), "--case", FAILS, "--case", PASSES, code=1)
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file() and path.name != "pytest.log"}
    done = goldenbench("resume", str(run))
    assert done.returncode == 1, "as an uninterrupted run, so that CI is not told that all is well"
    assert done.stdout.startswith("nothing to resume: all its 2 cases have a verdict")
    assert {path: path.read_bytes() for path in before} == before


def test_a_run_that_is_still_going_on_is_refused(tmp_path: Path, bench: Path) -> None:
    run = tmp_path / "run"
    process = start("run", str(bench), "--run-dir", str(run), "--case", LASTS_SECONDS)
    wait_for_body(run, LASTS_SECONDS)
    child = child_of(process)
    os.killpg(child, signal.SIGSTOP)  # for as long as it takes to look
    try:
        for verb in ("resume", "rerun"):
            done = goldenbench(verb, str(run))
            assert done.returncode == 11
            assert f"the run {run} is still going on" in done.stderr
    finally:
        os.killpg(child, signal.SIGCONT)
        process.communicate(timeout=60)
    assert not (run / "cases" / LASTS_SECONDS / "2").exists()


def test_a_run_whose_command_was_killed_goes_on_once_it_has_ended(tmp_path: Path, bench: Path) -> None:
    run = tmp_path / "run"
    process = start("run", str(bench), "--run-dir", str(run), "--case", LASTS_SECONDS, "--case", "DLMS-XDLMS-001")
    wait_for_body(run, LASTS_SECONDS)
    process.kill()
    process.communicate(timeout=60)
    wait_for(run / "report.html", Path.exists)
    wait_for(run, lambda _: goldenbench("resume", str(run)).returncode == 0)  # its process may not be gone yet
    results = results_of("resume", str(run), code=0)
    assert results["totals"]["PASS"] == 2
    assert [len(case["attempts"]) for case in results["cases"]] == [1, 1]


def killed(folder: Path, bench: Path) -> Path:
    run = folder / "run"
    process = start("run", str(bench), "--run-dir", str(run), *SOME)
    wait_for_cases(run, 1)
    os.killpg(child_of(process), signal.SIGKILL)
    process.communicate(timeout=60)
    return run


def test_a_bench_file_that_changed_is_refused_and_one_that_moved_is_named(tmp_path: Path, bench: Path) -> None:
    run, moved = killed(tmp_path, bench), tmp_path / "moved.toml"
    text = bench.read_text(encoding="utf-8")
    bench.rename(moved)
    gone = goldenbench("resume", str(run))
    assert gone.returncode == 11
    assert "is not there" in gone.stderr
    assert "--bench FILE" in gone.stderr
    for change, said in (
        (("0.5", "0.7"), "dut.timing.response_timeout_s: 0.5 then, 0.7 now"),
        (("12345678", "123456789"), "dut.associations, entry 2.secret: of another length"),
        (('permits = ["writes"]', ""), "dut.permits: ['writes'] then, nothing now"),
    ):
        moved.write_text(text.replace(*change), encoding="utf-8")
        refused = goldenbench("resume", str(run), "--bench", str(moved))
        assert refused.returncode == 11
        assert said in refused.stderr
        assert "12345678" not in refused.stderr
    moved.write_text(text, encoding="utf-8")
    results = results_of("resume", str(run), "--bench", str(moved), code=1)
    assert results["run"]["not_reached"] == 0
    everything = b"".join(path.read_bytes() for path in run.rglob("*") if path.is_file())
    assert b"12345678" not in everything
    assert b"31323334353637" not in everything


def test_the_seed_of_the_run_is_needed(tmp_path: Path, bench: Path) -> None:
    run = killed(tmp_path, bench)
    (run / "secrets.json").unlink()
    done = goldenbench("resume", str(run))
    assert done.returncode == 11
    assert "secrets.json is gone" in done.stderr


def test_what_is_not_listed_any_more_is_missed(tmp_path: Path) -> None:
    """Instances come from what the DUT lists when it is asked; here one more was planned."""
    run = tmp_path / "run"
    results_of("run", "golden", "--run-dir", str(run), "--case", PASSES, code=0)
    events = (run / "run.jsonl").read_text(encoding="utf-8")
    changed = events.replace(f'"cases":["{PASSES}"]', f'"cases":["{PASSES}","DLMS-ATTR-001[public 1 0-0:9.9.9.9 2]"]')
    assert changed != events
    (run / "run.jsonl").write_text(changed, encoding="utf-8")
    done = goldenbench("resume", str(run))
    assert done.returncode == 11
    assert "DLMS-ATTR-001[public 1 0-0:9.9.9.9 2] has been planned, and the DUT does not list" in done.stdout
    again = results_of("rerun", str(run), "--case", PASSES, code=10)
    assert again["run"]["cases_not_reached"] == ["DLMS-ATTR-001[public 1 0-0:9.9.9.9 2]"]


def cut_off(run: Path, case: str) -> None:
    """Leave of a run what there is if the power goes right behind the first write of its last case."""
    journal = run / "cases" / case / "1" / "journal.jsonl"
    before, written, _ = journal.read_text(encoding="utf-8").partition("set-response-normal success")
    assert '"kind":"preserve"' in before, "the old value is there before anything is written"
    journal.write_text(before + written, encoding="utf-8")
    events = (run / "run.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    last = next(place for place, line in enumerate(events) if '"case started"' in line and f'"{case}"' in line)
    (run / "run.jsonl").write_text("".join(events[: last + 1]), encoding="utf-8")
    (run / "results.json").unlink()


@contextlib.contextmanager
def locked(bench: Path, run: Path) -> Iterator[None]:
    """The device of a bench is used by a run, and released as by one that was killed."""
    url = tomllib.loads(bench.read_text(encoding="utf-8"))["dut"]["link"]
    locks = [DeviceLock(name, str(run)) for name in device_names(parse_link(url))]
    for lock in locks:
        lock.acquire()
    yield
    for lock in locks:
        lock.release()


def test_every_run_on_a_device_says_so_until_a_killed_one_has_put_back_what_it_changed(
    tmp_path: Path, bench: Path
) -> None:
    """A device that is not there is not told of; a run that ended in order is not named."""
    run, case, again = tmp_path / "a run", "DLMS-SET-001", ("run", str(bench), "--case", PASSES)
    results_of("run", str(bench), "--run-dir", str(run), "--case", PASSES, "--case", case, code=0)
    assert "WARNING" not in goldenbench(*again, "--run-dir", str(tmp_path / "1")).stdout
    cut_off(run, case)
    with locked(bench, run):
        refused = goldenbench(*again, "--run-dir", str(tmp_path / "2"))
    assert f"is in use by another run on this host ({run})" in refused.stdout
    left = f"an earlier run, {run}, may have left this device changed: attempt 1 of {case} was cut off"
    for number in ("3", "4"):
        told = goldenbench(*again, "--run-dir", str(tmp_path / number))
        assert told.returncode == 0, "what it found it found"
        assert f"WARNING: {left}" in told.stdout
        assert f"(here: `goldenbench resume '{run}'`)" in told.stdout
        assert f"Trouble of the run:</b> {left}" in (tmp_path / number / "report.html").read_text(encoding="utf-8")
    assert "put back after attempt 1" in goldenbench("resume", str(run)).stdout
    assert "WARNING" not in goldenbench(*again, "--run-dir", str(tmp_path / "5")).stdout


def test_what_a_killed_case_left_changed_is_told_and_put_back(tmp_path: Path, bench: Path) -> None:
    """By `report` at once, as somebody may want the meter back, and by `resume`, which does it."""
    run, case = tmp_path / "run", "DLMS-SET-001"
    results_of("run", str(bench), "--run-dir", str(run), "--case", PASSES, "--case", case, code=0)
    cut_off(run, case)
    told = f"attempt 1 of {case} was cut off and may have left the DUT changed (class 1, 0-0:96.1.1.255, attribute 2)"
    reported = goldenbench("report", str(run))
    assert f"trouble: {told}; `goldenbench resume` puts that back" in reported.stdout, reported.stdout
    assert told in (run / "report.html").read_text(encoding="utf-8")
    done = goldenbench("resume", str(run))
    lines = done.stdout.splitlines()
    put_back = f"put back after attempt 1 of {case}, which was cut off: class 1, 0-0:96.1.1.255, attribute 2"
    assert lines.index(put_back) < lines.index("resumed: 1 have their verdict, 1 case to go")
    assert "may have left the DUT changed" not in goldenbench("report", str(run)).stdout
