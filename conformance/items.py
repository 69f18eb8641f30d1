"""Published cases as pytest items: collected by their metadata, run through the bench session."""

import functools
import re
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

import pytest

from conformance.bench.session import CaseJson, guarded, instance_of
from conformance.case_names import case_name
from conformance.errors import HarnessError
from conformance.testcase import TestCase
from conformance.tester.target import Target
from conformance.told import told
from conformance.verdict import Verdict

RECORD = "goldenbench_case"
"""Attribute of a report under which the result of a case travels from worker to controller."""

WITHOUT_JUDGEMENT = (Verdict.NOT_APPLICABLE, Verdict.NOT_RUN, Verdict.INCONCLUSIVE, Verdict.REVIEW)
"""Verdicts that pytest shows as skipped; the exit code tells the difference."""


class Runner(Protocol):
    """What an item is run by."""

    def run(self, item: "CaseItem") -> CaseJson: ...

    def mask_text(self, text: str) -> str:
        """A text without the secrets of the bench."""

    @property
    def report_file(self) -> Path: ...


class CaseFailed(AssertionError):
    """The DUT failed a case; the text is the reason."""


class CaseError(Exception):
    """The harness or the bench failed."""


class CaseModule(pytest.Module):
    """A file that may hold cases; what is wrong with one is told as such, without a traceback through our code."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        try:
            return super().collect()
        except HarnessError as fault:
            raise self.CollectError(str(fault)) from fault
        except Exception as fault:
            cause = fault.__cause__ if isinstance(fault, self.CollectError) else fault
            if not isinstance(cause, Exception):
                raise
            raise self.CollectError(_mistake(cause, self.path)) from fault


def _mistake(error: Exception, file: Path) -> str:
    """File, line and error of what keeps a file from being loaded, in one line."""
    line: int | None = None
    if isinstance(error, SyntaxError) and error.filename:
        file, line, said = Path(error.filename), error.lineno, error.msg
    else:
        said = str(error)
        here = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == file]
        line = here[-1].lineno if here else None
    where = f"{file}, line {line}" if line else str(file)
    return f"{where}: {type(error).__name__}: {' '.join(said.split())}"


class CaseItem(pytest.Function):
    """One case; its arguments come from the bench, not from fixtures."""

    facts: TestCase
    body: Callable[..., None]
    runner: Runner
    target: Target | None = None
    record: CaseJson | None = None
    traceback: str = ""
    """Of what the body ended with, if that was an exception."""

    @property
    def case_name(self) -> str:
        """Id and instance, as reports write them."""
        return name_of(self.facts, self.target)

    def runtest(self) -> None:
        self.record = self.runner.run(self)
        verdict, reason = Verdict(self.record["verdict"]), self.record["reason"]
        self.user_properties += [
            ("verdict", str(verdict)),
            ("case", self.facts.id),
            ("case_version", str(self.facts.version)),
            ("reason_code", self.record["reason_code"]),
            ("clause", self.record["clause"]),
        ]
        if verdict is Verdict.FAIL:
            raise CaseFailed(reason)
        if verdict is Verdict.ERROR:
            if self.traceback:  # the reason names file and line; who mends the case wants to know how it got there
                self.add_report_section("call", "goldenbench", self.runner.mask_text(self.traceback))
            raise CaseError(reason)
        if verdict in WITHOUT_JUDGEMENT:
            pytest.skip(f"{verdict}: {reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        if isinstance(excinfo.value, CaseFailed | CaseError) and self.record is not None:
            return "\n".join(
                [
                    f"{self.record['verdict']} {self.facts.id}: {self.facts.title}",
                    *(f"  {line}" for line in told(self.record)),
                    f"  report  {self.runner.report_file}",
                ]
            )
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Any, int | None, str]:
        return self.path, None, self.case_name


_NAMED = re.compile(r"\[\{(.+)\}\]$")


def case_name_in(nodeid: str) -> str:
    """The case that a node id names; empty if it is that of another test.

    Workers of pytest-xdist tell the controlling process no more than node ids.
    """
    found = _NAMED.search(nodeid)
    return found[1] if found else ""


def name_of(facts: TestCase, target: Target | None) -> str:
    """Id and instance of a case."""
    return case_name(facts.id, instance_of(target))


def collect_case(
    collector: pytest.Module | pytest.Class,
    name: str,
    function: Any,
    facts: TestCase,
    runner: Runner,
    target: Target | None,
) -> CaseItem:
    named = f"{name}[{{{name_of(facts, target)}}}]"
    item: CaseItem = CaseItem.from_parent(collector, name=named, callobj=_no_arguments)
    item.facts, item.runner, item.target = guarded(facts, target), runner, target
    item.body = _remembering(item, function)
    return item


def _remembering(item: CaseItem, function: Callable[..., None]) -> Callable[..., None]:
    """The body of a case, which leaves the traceback of what it ends with to its item."""

    @functools.wraps(function)
    def body(**handles: Any) -> None:
        try:
            function(**handles)
        except Exception:
            item.traceback = traceback.format_exc()
            raise

    return body


def _no_arguments() -> None:
    """Stands in for the case, so that pytest looks for no fixtures."""
