"""Signals that come to a run of pytest at the worst moment: everything recorded is whole, and a report is made."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.evidence.journal import read_what_is_left
from conformance.follower import VARIABLE

CASE = "DLMS-GET-001"

IN_THE_MIDST = """
import signal
from conformance.evidence import journal

class Encoder:
    def __init__(self, real):
        self.real, self.left, self.is_time = real, [{number}], False

    def encode(self, event):  # its number is taken, its line not written yet
        line = self.real.encode(event)
        self.is_time |= event["kind"] == {after!r}
        if self.is_time and event["kind"] == {kind!r} and self.left:
            signal.raise_signal(self.left.pop())
        return line

journal._ENCODER = Encoder(journal._ENCODER)
"""

AT_THE_REPORT = """
import signal
from conformance import campaign
real = campaign.write_reports

def stopped(directory):
    signal.raise_signal(signal.SIGINT)
    return real(directory)

campaign.write_reports = stopped
"""

AT_THE_END = """
import signal
from conformance.bench.session import BenchSession
real = BenchSession.discover

def stopped(session, when):
    if when == "after":
        signal.raise_signal(signal.SIGINT)
    return real(session, when)

BenchSession.discover = stopped
"""

TWICE = """
import signal
from conformance.bench import case_run
real = case_run.restore

def stopped(*arguments, **named):
    signal.raise_signal(signal.SIGTERM)
    return real(*arguments, **named)

case_run.restore = stopped
""" + IN_THE_MIDST.format(number="signal.SIGINT", after="preserve", kind="receive")


def run_with(folder: Path, code: str, *options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A run of pytest in which something has been made to happen."""
    (folder / "happening.py").write_text(code, encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-p", "happening", "--pyargs", "testcases", "--bench", "golden"]
    words += ["--run-dir", str(folder / "run"), *(options or ("--case", CASE))]
    others = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return subprocess.run(
        words,
        capture_output=True,
        text=True,
        timeout=120,
        cwd=folder,
        check=False,
        env={**others, "PYTHONPATH": str(folder), **environment},
    )


def results_in(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "run" / "results.json").read_text(encoding="utf-8"))
    assert (folder / "run" / "report.html").is_file()
    assert (folder / "run" / "junit.xml").is_file()
    return content


def damage_in(journal: Path) -> list[str]:
    told: list[str] = []
    assert list(read_what_is_left(journal, told.append))
    return told


@pytest.mark.parametrize("number", ["signal.SIGINT", "signal.SIGTERM", "signal.SIGHUP"])
@pytest.mark.parametrize("kind", ["phase", "receive", "check"])
def test_an_event_that_is_being_written_is_written(tmp_path: Path, kind: str, number: str) -> None:
    done = run_with(tmp_path, IN_THE_MIDST.format(number=number, after="case", kind=kind))
    assert done.returncode == 2, done.stdout
    assert damage_in(tmp_path / "run" / "cases" / CASE / "1" / "journal.jsonl") == []
    run = results_in(tmp_path)["run"]
    assert run["trouble"] == [f"interrupted in case 1 of 1 ({CASE}); 0 not reached"]


def test_a_report_that_is_being_made_is_made(tmp_path: Path) -> None:
    done = run_with(tmp_path, AT_THE_REPORT)
    assert done.returncode == 0, done.stdout
    assert results_in(tmp_path)["totals"]["PASS"] == 1


def test_a_run_that_is_stopped_after_its_last_case_says_so(tmp_path: Path) -> None:
    done = run_with(tmp_path, AT_THE_END)
    assert done.returncode == 2, done.stdout
    results = results_in(tmp_path)
    assert results["totals"]["PASS"] == 1
    assert results["run"]["trouble"] == ["interrupted after the last case"]


def test_whoever_follows_a_run_stops_it_once(tmp_path: Path) -> None:
    """The system may tell both that they are to end: what was changed is put back all the same."""
    case = "DLMS-SET-001"
    done = run_with(tmp_path, TWICE, "--case", case, **{VARIABLE: str(os.getpid())})
    assert done.returncode == 2, done.stdout
    (attempt,) = results_in(tmp_path)["cases"][0]["attempts"]
    assert attempt["not_restored"] == []
    journal = (tmp_path / "run" / "cases" / case / "1" / "journal.jsonl").read_text(encoding="utf-8")
    assert '"kind":"interrupted"' in journal
    assert '"not_restored":[]' in journal
