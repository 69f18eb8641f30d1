"""Runs in other processes that tests stop, kill and look at; what the run has written is the clock."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conformance.catalogue import published
from tests.processes import GOLDENBENCH, goldenbench

PLAIN = [word for case in published().in_order() if not case.facts.instances for word in ("--case", case.facts.id)]
"""Arguments for a run of every case but those with instances, which come by the hundred."""


def start(*arguments: str) -> "subprocess.Popen[str]":
    """Our command, in a process group of its own."""
    return subprocess.Popen(
        [*GOLDENBENCH, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def wait_for(path: Path, holds: Callable[[Path], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds(path):
        assert time.monotonic() < deadline, "the run does not get on"
        time.sleep(0.02)


def wait_for_cases(run: Path, count: int) -> None:
    """Until so many cases have finished, in all sittings together."""
    wait_for(run / "run.jsonl", lambda events: events.exists() and count <= events.read_text().count('"case finished"'))


def wait_for_body(run: Path, case: str, attempt: int = 1) -> None:
    """Until the body of a case has begun."""
    journal = run / "cases" / case / str(attempt) / "journal.jsonl"
    wait_for(journal, lambda path: path.exists() and '"name":"body"' in path.read_text(encoding="utf-8"))


def child_of(process: "subprocess.Popen[str]") -> int:
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()[0])


def kill_all(process: "subprocess.Popen[str]") -> None:
    """As a power failure does: the command first, then pytest and its workers, before any of them notices."""
    child = child_of(process)
    os.kill(child, signal.SIGSTOP)
    process.kill()
    os.killpg(child, signal.SIGKILL)
    process.communicate(timeout=60)


def results_of(*arguments: str, code: int) -> dict[str, Any]:
    """results.json as our command writes it."""
    done = goldenbench(*arguments, "--json")
    assert done.returncode == code, done.stdout + done.stderr
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def verdicts_in(results: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Verdict and reason code of every case."""
    cases = results["cases"]
    return {f"{case['id']}[{case['instance']}]": (case["verdict"], case["reason_code"]) for case in cases}
