"""The lines that a person sees of a run: case n of m, verdict, time; in the end what failed, why, and what was not run.

Plain lines when not on a terminal.
"""

import json
import os
from collections.abc import Iterator
from typing import Any, TextIO

import typer

from conformance import reason_codes
from conformance.cli import expectation
from conformance.cli.columns import broken, columns_of
from conformance.cli.instances import Instances
from conformance.cli.problems import Problem, counted, name_of, named, problems_of
from conformance.cli.pytest_log import PytestLog
from conformance.cli.remaining import Remaining
from conformance.evidence.run_directory import RunDirectory
from conformance.exit_codes import FAILED, FAULT, INTERRUPTED, NOTHING_APPLIED, OPEN, PASSED
from conformance.expected import UNREMARKABLE
from conformance.printable import printable
from conformance.told import told

NEWLINE = "\n"
EXPECTED = (PASSED, FAILED, NOTHING_APPLIED, OPEN, FAULT, INTERRUPTED)
"""Exit codes after which nothing more need be said."""

SCREENFUL = 3
"""More failures than that are named once more at the very end."""

COLOURS = {
    "PASS": "green",
    "FAIL": "red",
    "ERROR": "magenta",
    "INCONCLUSIVE": "yellow",
    "REVIEW": "yellow",
    "NOT_RUN": "",
}
ENDS = {"finished": "trouble", "resumption refused": "reason"}
"""Events that end a run, and where they say what went wrong with it."""

LEFT_OFF = (reason_codes.GIVEN_UP, reason_codes.INTERRUPTED)
"""Reason codes of cases with which a run can be resumed."""


class Screen:
    """Shows the events of a run one after the other, and what became of it."""

    def __init__(self, out: TextIO, remaining: Remaining) -> None:
        self.out = out
        self.remaining = remaining
        self.is_terminal = out.isatty() and os.environ.get("TERM") != "dumb"
        self.colour = self.is_terminal and not os.environ.get("NO_COLOR")
        self.planned = 0
        self.finished = 0
        self.instances = Instances()
        self.problems: list[dict[str, Any]] = []
        self.trouble = ""
        self.running = ""
        self.earlier: dict[str, Any] | None = None
        """The event with which this sitting began, if it goes on with an earlier one."""

    def show(self, events: Iterator[dict[str, Any] | None]) -> None:
        for event in events:
            if event is None:
                break
            self._take(event)
        if self.is_terminal and self.running:
            left = f", {told}" if (told := self.remaining.told) else ""
            self._status(f"  running {self.running} ({self.finished + 1} of {self.planned or '?'}{left})")

    def ask(self, text: str) -> str | None:
        """Put a question on the terminal; the run waits as long as it takes. None: nobody is going to answer."""
        self.line(f"\nOPERATOR: {printable(text)}")
        try:
            return input("> ")
        except EOFError:
            return None

    def line(self, text: str) -> None:
        self.out.write(("\r\x1b[K" if self.is_terminal else "") + text + "\n")
        self.out.flush()

    def conclude(self, directory: RunDirectory, code: int, log: PytestLog) -> None:
        """What a person has to know when it is over: what is worst at the end, as that is where one looks."""
        self._status("")
        for together in self.instances.unfinished():
            self._case_line(together.verdict, together.id, together.duration_s, together.told)
        problems = problems_of(self._problems_of_run(directory))
        for problem in problems:
            if problem.verdict == "NOT_RUN":
                self._not_run(problem.cases)
            else:
                self._problem(problem)
        if directory.results.is_file():
            self._totals(directory, [problem for problem in problems if problem.verdict == "FAIL"])
        said = [self.trouble] if self.trouble else log.troubles(code)[:1]
        for trouble in said:
            self.line(self._coloured(f"trouble: {printable(trouble, keep=NEWLINE)}", "FAIL"))
        if directory.report.is_file():
            self.line(f"report: {directory.report}")
        if code not in EXPECTED or not directory.results.is_file():
            if not said:
                self.line("\n".join(["pytest ended early; the end of its log:", *list(log.end)[-15:]]))
            if log.path.is_file():
                self.line(f"log: {log.path}")

    def _totals(self, directory: RunDirectory, failures: list[Problem]) -> None:
        results = json.loads(directory.results.read_text(encoding="utf-8"))
        counts = ", ".join(f"{count} {verdict}" for verdict, count in results["totals"].items() if count)
        self.line(f"\n{counts or 'no case was run'}")
        if len(failures) > SCREENFUL:
            failed = [case for problem in failures for cases in (problem.cases, *problem.others) for case in cases]
            self.line(f"failed: {counted(failed)}")
        as_expected, surprises = expectation.told(results["run"])
        for line in as_expected:
            self.line(line)
        for line in surprises:
            self.line(self._coloured(line, "FAIL"))
        if left := results["run"]["not_reached"] + sum(one["reason_code"] in LEFT_OFF for one in results["cases"]):
            which = "1 case that is" if left == 1 else f"{left} cases that are"
            self.line(f"`goldenbench resume {directory.path}` goes on with the {which} left")

    def _problems_of_run(self, directory: RunDirectory) -> list[dict[str, Any]]:
        """Of all sittings together, if there are several."""
        if self.earlier is None or not directory.results.is_file():
            return self.problems
        cases = json.loads(directory.results.read_text(encoding="utf-8"))["cases"]
        return [case for case in cases if case["verdict"] not in UNREMARKABLE]

    def _take(self, event: dict[str, Any]) -> None:
        handler = _HANDLERS.get(event["kind"])
        if handler is not None:
            handler(self, event)

    # What happens in a run.

    def _resumed(self, event: dict[str, Any]) -> None:
        self.earlier = event

    def _started(self, event: dict[str, Any]) -> None:
        self.running = event["name"]

    def _waiting(self, event: dict[str, Any]) -> None:
        self.line(f"waiting for the device to connect to {printable(event['url'])}")

    def _put_back(self, event: dict[str, Any]) -> None:
        self.line(printable(event["text"]))

    def _left_behind(self, event: dict[str, Any]) -> None:
        self._warn(f"WARNING: {printable(event['text'])}")

    def _recovery(self, event: dict[str, Any]) -> None:
        self._warn(f"RECOVERY: {printable(event['text'])}")

    def _end(self, event: dict[str, Any]) -> None:
        self.running = ""
        self.trouble = event[ENDS[event["kind"]]]

    def _static_review(self, event: dict[str, Any]) -> None:
        for finding in event["findings"]:
            self._warn(f"STATIC REVIEW: {finding}")

    def _planned(self, event: dict[str, Any]) -> None:
        self.remaining.plan(event["cases"])
        self.instances.plan(event["cases"])
        self.planned, earlier = event["count"], self.earlier
        if earlier is None:
            return
        to_go = f"{self.planned} case{'' if self.planned == 1 else 's'}"
        if earlier["how"] == "rerun":
            self.line(f"again: {to_go}, as further attempts; all attempts are kept, and the worst counts")
        else:
            self.line(f"resumed: {earlier['finished']} have their verdict, {to_go} to go")

    def _identification(self, event: dict[str, Any]) -> None:
        for difference in event["differences"]:
            self._warn(f"WARNING: {printable(difference)}")
        if event["when"].startswith("before") and event["answered"]:
            told = {
                name.replace("_", " "): printable(value) for name, value in event["identification"].items() if value
            }
            known = ", ".join(f"{name} {value}" for name, value in told.items())
            self.line(f"DUT: {known or 'answers, but does not say who it is'}")
            if event["trouble"]:
                self._warn(f"identification incomplete: {printable(event['trouble'])}")

    def _finished(self, event: dict[str, Any]) -> None:
        case = event["case"]
        self.finished += 1
        self.running = ""
        self.remaining.finish(name_of(case), case.get("duration_s", 0.0))
        verdict = case["verdict"]
        if verdict not in UNREMARKABLE:
            self.problems.append(case)
        if case["reason_code"] == reason_codes.GIVEN_UP:  # said once, at the end
            return
        together = self.instances.of(case)
        if together is None or together.take(case):
            self._case_line(verdict, name_of(case), case.get("duration_s"), case["title"])
        if together is not None and not together.left:
            self._case_line(together.verdict, together.id, together.duration_s, together.told)
            self.instances.close(together)
        elif together is not None and together.is_long_unseen and not self.is_terminal:
            left = f" ({told})" if (told := self.remaining.told) else ""
            self._case_line(together.verdict, together.id, together.duration_s, f"{together.told}{left}")
            together.seen_s = together.duration_s

    def _case_line(self, verdict: str, name: str, duration_s: float | None, title: str) -> None:
        width = len(str(self.planned))
        duration = " " * 10 if duration_s is None else f"{duration_s:8.2f} s"
        word = f"{verdict:<14}"
        text = f"[{self.finished:>{width}}/{self.planned}] {printable(name):<18} {word} {duration}  {title}"
        self.line(self._fitting(text).replace(word, self._coloured(word, verdict), 1))

    def _not_run(self, cases: list[dict[str, Any]]) -> None:
        count = f"{len(cases)} cases" if len(cases) > 1 else "1 case"
        is_trouble = cases[0]["reason"] == self.trouble  # which is told below, in full
        self.line(f"\nNOT_RUN, {count}: {'see the trouble' if is_trouble else printable(cases[0]['reason'])}")
        self.line(self._broken(named(cases), hang=""))

    def _problem(self, problem: Problem) -> None:
        case, *others = problem.cases
        name = printable(name_of(case))
        self.line(f"\n{self._coloured(case['verdict'], case['verdict'])} {name}: {case['title']}")
        for line in told(case):
            self.line(self._broken(line))
        if others:
            self.line(self._broken(f"also    {named(others)}: the same"))
        if problem.others:
            count = sum(map(len, problem.others))
            which = "1 more instance" if count == 1 else f"{count} more instances"
            ways = "another way" if len(problem.others) == 1 else f"{len(problem.others)} other ways"
            self.line(self._broken(f"also    {problem.owner}: {which} in {ways}, see the report"))

    def _warn(self, text: str) -> None:
        self.line(self._coloured(text, "INCONCLUSIVE"))

    def _coloured(self, text: str, verdict: str) -> str:
        return typer.style(text, fg=COLOURS[verdict]) if self.colour and COLOURS.get(verdict) else text

    def _fitting(self, text: str) -> str:
        """As much of a line as a terminal shows without breaking it; all of it where nothing is broken."""
        width = self._width()
        return text if not width or len(text) <= width else text[: width - 1] + "…"

    def _broken(self, text: str, hang: str = " " * 8) -> str:
        return broken(text, self._width(), hang=hang)

    def _width(self) -> int:
        return columns_of(self.out) if self.is_terminal else 0

    def _status(self, text: str) -> None:
        if self.is_terminal:
            self.out.write("\r\x1b[K" + self._fitting(text))
            self.out.flush()


_HANDLERS = {
    "resumed": Screen._resumed,
    "static review": Screen._static_review,
    "waiting": Screen._waiting,
    "identification": Screen._identification,
    "left behind": Screen._left_behind,
    "put back": Screen._put_back,
    "planned": Screen._planned,
    "case started": Screen._started,
    "case finished": Screen._finished,
    "recovery": Screen._recovery,
    **dict.fromkeys(ENDS, Screen._end),
}
"""By the kind of an event of run.jsonl."""
