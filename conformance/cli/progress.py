"""Progress of a run, read from its run directory: case n of m, verdict, time; plain lines when not on a terminal."""

import contextlib
import json
import os
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

import typer

from conformance.bench.operator import FOLDER, open_questions
from conformance.evidence.run_directory import RunDirectory
from conformance.exit_codes import FAILED, FAULT, NOTHING_APPLIED, OPEN, PASSED
from conformance.printable import printable

NEWLINE = "\n"
OURS = "goldenbench: "
EXPECTED = (PASSED, FAILED, NOTHING_APPLIED, OPEN, FAULT)
"""Exit codes after which nothing more need be said."""

USAGE = 4
"""How pytest ends when it cannot do what it was asked for."""

USAGE_ERROR = "ERROR: "

POLL_S = 0.05
SHOWN_TITLE = 60
SHOWN_ALIKE = 8

COLOURS = {
    "PASS": "green",
    "FAIL": "red",
    "ERROR": "magenta",
    "INCONCLUSIVE": "yellow",
    "REVIEW": "yellow",
}


def follow(child: "subprocess.Popen[str]", directory: RunDirectory, out: TextIO) -> int:
    """Show what the child does, and answer what it asks, until it ends; answers the exit code of the run."""
    progress = _Progress(out)
    log = _Log(child, directory.path / "pytest.log")
    events = _events(directory.events)
    try:
        while child.poll() is None:
            progress.show(events)
            for question in open_questions(directory.path / FOLDER):
                question.answer(progress.ask(question.text))
            time.sleep(POLL_S)
    except KeyboardInterrupt:  # the child got the same signal and is writing down what it has
        child.wait()
    log.join()
    progress.show(events)
    progress.conclude(directory, child.returncode, log)
    return child.returncode if child.returncode >= 0 else FAULT


def _events(path: Path) -> Iterator[dict[str, Any] | None]:
    """Events as they are written; None whenever there is nothing new for now."""
    held = b""
    position = 0
    while True:
        if path.is_file():
            with path.open("rb") as file:
                file.seek(position)
                held += file.read()
                position = file.tell()
        *lines, held = held.split(b"\n")
        for line in lines:
            yield json.loads(line)
        yield None


class _Log(threading.Thread):
    """Keeps what pytest says, in a file as far as that can be written; the end of it also in memory."""

    def __init__(self, child: "subprocess.Popen[str]", path: Path) -> None:
        super().__init__(name="log of pytest", daemon=True)
        self.path = path
        self.end: deque[str] = deque(maxlen=100)
        self._child = child
        self.start()

    def run(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            self.end.append(line.rstrip("\n"))
            with contextlib.suppress(OSError), self.path.open("a", encoding="utf-8") as file:
                file.write(line)

    @property
    def said(self) -> list[str]:
        """What our own plugin said in it, but for where the report is."""
        ours = [line.removeprefix(OURS) for line in self.end if line.startswith(OURS)]
        return [line for line in ours if not line.startswith("report ")]

    @property
    def refusals(self) -> list[str]:
        """Why pytest would not start at all."""
        return [line.removeprefix(USAGE_ERROR) for line in self.end if line.startswith(USAGE_ERROR)]


class _Progress:
    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.is_terminal = out.isatty() and os.environ.get("TERM") != "dumb"
        self.colour = self.is_terminal and not os.environ.get("NO_COLOR")
        self.planned = 0
        self.finished = 0
        self.problems: list[dict[str, Any]] = []
        self.trouble = ""
        self.running = ""

    def show(self, events: Iterator[dict[str, Any] | None]) -> None:
        for event in events:
            if event is None:
                break
            self._take(event)
        if self.is_terminal and self.running:
            self._status(f"  running {self.running} ({self.finished + 1} of {self.planned or '?'})")

    def _take(self, event: dict[str, Any]) -> None:
        kind = event["kind"]
        if kind == "planned":
            self.planned = event["count"]
        elif kind == "case started":
            self.running = event["name"]
        elif kind == "case finished":
            self._finished(event["case"])
        elif kind == "static review":
            for finding in event["findings"]:
                self._line(self._coloured(f"STATIC REVIEW: {finding}", "INCONCLUSIVE"))
        elif kind == "identification":
            self._identification(event)
        elif kind == "finished":
            self.running = ""
            self.trouble = event["trouble"]

    def _identification(self, event: dict[str, Any]) -> None:
        for difference in event["differences"]:
            self._line(self._coloured(f"WARNING: {printable(difference)}", "INCONCLUSIVE"))
        if event["when"] == "before" and event["answered"]:
            told = {
                name.replace("_", " "): printable(value) for name, value in event["identification"].items() if value
            }
            known = ", ".join(f"{name} {value}" for name, value in told.items())
            self._line(f"DUT: {known or 'answers, but does not say who it is'}")

    def _finished(self, case: dict[str, Any]) -> None:
        self.finished += 1
        self.running = ""
        width = len(str(self.planned))
        verdict = case["verdict"]
        duration = f"{case['duration_s']:8.2f} s" if "duration_s" in case else " " * 10
        name = case["id"] + (f"[{case['instance']}]" if case["instance"] else "")
        word = self._coloured(f"{verdict:<14}", verdict)
        self._line(f"[{self.finished:>{width}}/{self.planned}] {name:<18} {word} {duration}  {_cut(case['title'])}")
        if verdict not in ("PASS", "NOT_APPLICABLE"):
            self.problems.append(case)

    def conclude(self, directory: RunDirectory, code: int, log: _Log) -> None:
        self._status("")
        for cases in _alike(case for case in self.problems if case["verdict"] != "NOT_RUN"):
            self._problem(cases[0], [case["id"] for case in cases[1:]])
        if directory.results.is_file():
            totals = json.loads(directory.results.read_text(encoding="utf-8"))["totals"]
            counts = ", ".join(f"{count} {verdict}" for verdict, count in totals.items() if count)
            self._line(f"\n{counts or 'no case was run'}")
        said = log.refusals if code == USAGE else log.said if code == FAULT else []
        for trouble in [self.trouble] if self.trouble else said[:1]:
            self._line(self._coloured(f"trouble: {printable(trouble, keep=NEWLINE)}", "FAIL"))
        if directory.report.is_file():
            self._line(f"report: {directory.report}")
        if not self.trouble and not said and (code not in EXPECTED or not directory.results.is_file()):
            self._line("\n".join(["pytest ended early; the end of its log:", *list(log.end)[-15:], f"log: {log.path}"]))

    def _problem(self, case: dict[str, Any], others: list[str]) -> None:
        self._line(f"\n{self._coloured(case['verdict'], case['verdict'])} {case['id']}: {case['title']}")
        divergence = case.get("divergence") or {}
        if divergence:
            offset = "" if divergence["offset"] is None else f", octet {divergence['offset']}"
            self._line(f"  found   {printable(divergence['found'])}")
            self._line(f"  wanted  {printable(divergence['wanted'])}")
            if divergence["where"] or offset:
                self._line(f"  where   {printable(divergence['where'])}{offset}")
        else:
            self._line(f"  {printable(case['reason'])}")
        self._line(f"  clause  {case['clause']}")
        if others:
            shown = ", ".join(others[:SHOWN_ALIKE])
            more = f" and {len(others) - SHOWN_ALIKE} more" if len(others) > SHOWN_ALIKE else ""
            self._line(f"  also    {shown}{more}: the same")

    def _coloured(self, text: str, verdict: str) -> str:
        return typer.style(text, fg=COLOURS.get(verdict)) if self.colour else text

    def ask(self, text: str) -> str:
        """Put a question on the terminal; the run waits as long as it takes."""
        self._line(f"\nOPERATOR: {printable(text)}")
        return input("> ")

    def _line(self, text: str) -> None:
        self.out.write(("\r\x1b[K" if self.is_terminal else "") + text + "\n")
        self.out.flush()

    def _status(self, text: str) -> None:
        if self.is_terminal:
            self.out.write("\r\x1b[K" + text)
            self.out.flush()


def _alike(problems: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Cases that ended in the same way for the same reason together, failures first."""
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for case in problems:
        divergence = case.get("divergence") or {}
        said = json.dumps([divergence[part] for part in ("found", "wanted")]) if divergence else case["reason"]
        groups.setdefault((case["verdict"], case["clause"], said), []).append(case)
    return sorted(groups.values(), key=lambda cases: list(COLOURS).index(cases[0]["verdict"]))


def _cut(title: str) -> str:
    return title if len(title) <= SHOWN_TITLE else title[: SHOWN_TITLE - 1] + "…"
