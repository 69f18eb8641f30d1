"""Following a run: events of its run directory go to the screen, questions of it to whoever sits there.

The run has a process group of its own, so that only we get Ctrl-C; it is passed on
once, and the run then puts back what it has changed on the DUT.
"""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from conformance.bench.operator import FOLDER, open_questions
from conformance.cli.pytest_log import PytestLog
from conformance.cli.remaining import Forecaster, Remaining
from conformance.cli.screen import Screen
from conformance.evidence.run_directory import RunDirectory
from conformance.exit_codes import FAULT, INTERRUPTED
from conformance.interruption import STOPPING, heeded, held_back, waiting

POLL_S = 0.05
PATIENCE_S = 60.0
"""How long a run that nobody follows any more may take to put things back."""


@held_back
@heeded(*STOPPING)
def follow(child: "subprocess.Popen[str]", directory: RunDirectory, out: TextIO, *, known: int = 0) -> int:
    """Show what the child does, and answer what it asks, until it ends; answers the exit code of the run.

    The child leads a process group. Whatever keeps us from following it ends it. `known` octets of run.jsonl are of
    earlier sittings.
    """
    forecaster = Forecaster()
    screen = Screen(out, Remaining(forecaster.expected))
    log = PytestLog(child, directory.path / "pytest.log")
    events = _events(directory.events, known)
    was_stopped = False
    try:
        try:
            _until_end(child, directory, screen, events, forecaster)
        except KeyboardInterrupt:
            was_stopped = True
            if not _stop(child, screen.line):
                screen.line(f"ended at once; what was changed may still be: see `goldenbench report {directory.path}`")
                return INTERRUPTED
        with contextlib.suppress(KeyboardInterrupt), waiting():
            log.join()
        screen.show(events)
        code = child.returncode
        if was_stopped and not directory.results.is_file():  # before there was a run that could have said so
            screen.trouble, code = screen.trouble or "interrupted before the run had begun", INTERRUPTED
        screen.conclude(directory, code, log)
    finally:
        forecaster.end()
        if child.poll() is None:
            _stop(child, lambda _: None)
    return code if code >= 0 else FAULT


def _until_end(
    child: "subprocess.Popen[str]",
    directory: RunDirectory,
    screen: Screen,
    events: Iterator[dict[str, Any] | None],
    forecaster: Forecaster,
) -> None:
    is_anybody_there = True
    while child.poll() is None:
        screen.show(events)
        if screen.is_terminal:  # nobody else is told how long it takes
            forecaster.look(directory)
        for question in open_questions(directory.path / FOLDER):
            with waiting():
                said = screen.ask(question.text) if is_anybody_there else None
            if said is None and is_anybody_there:
                is_anybody_there = False
                screen.line("\nno answer: this run goes on without an operator")
            question.answer(said)
        with waiting():
            time.sleep(POLL_S)


def _stop(child: "subprocess.Popen[str]", tell: Callable[[str], None]) -> bool:
    """End the run, at once with a second Ctrl-C; answers whether it came to its end in order."""
    _signal(child, signal.SIGINT)
    try:
        with contextlib.suppress(OSError):  # nobody reads it any more
            tell("\ninterrupted: what was changed on the DUT is put back, then reported; Ctrl-C again ends at once")
        with waiting():
            child.wait(PATIENCE_S)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        _signal(child, signal.SIGKILL)
        child.wait()
        return False
    return True


def _signal(child: "subprocess.Popen[str]", number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def _events(path: Path, position: int) -> Iterator[dict[str, Any] | None]:
    """Events as they are written; None whenever there is nothing new for now."""
    held = b""
    while True:
        if path.is_file():
            with path.open("rb") as file:
                file.seek(position)
                held += file.read()
                position = file.tell()
        *lines, held = held.split(b"\n")
        for line in filter(None, lines):  # the end of a line that was cut off leaves an empty one
            yield json.loads(line)
        yield None
