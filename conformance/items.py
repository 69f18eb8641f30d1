"""Published cases as pytest items: collected by their metadata, run through the bench session."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pytest

from conformance.bench.session import CaseJson
from conformance.errors import HarnessError
from conformance.testcase import TestCase
from conformance.verdict import Verdict

if TYPE_CHECKING:
    from conformance.campaign import Campaign

RECORD = "goldenbench_case"
"""Attribute of a report under which the result of a case travels from worker to controller."""

WITHOUT_JUDGEMENT = (Verdict.NOT_APPLICABLE, Verdict.NOT_RUN, Verdict.INCONCLUSIVE, Verdict.REVIEW)
"""Verdicts that pytest shows as skipped; the exit code tells the difference."""


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


class CaseItem(pytest.Function):
    """One case; its arguments come from the bench, not from fixtures."""

    facts: TestCase
    body: Callable[..., None]
    campaign: "Campaign"
    instance: str = ""
    record: CaseJson | None = None

    @property
    def case_name(self) -> str:
        """Id and instance, as reports write them."""
        return self.facts.id + (f"[{self.instance}]" if self.instance else "")

    def runtest(self) -> None:
        self.record = self.campaign.run(self)
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
            raise CaseError(reason)
        if verdict in WITHOUT_JUDGEMENT:
            pytest.skip(f"{verdict}: {reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        if isinstance(excinfo.value, CaseFailed | CaseError) and self.record is not None:
            evidence = self.record.get("evidence", "")
            return "\n".join(
                [
                    f"{self.record['verdict']} {self.facts.id}: {self.facts.title}",
                    f"  {excinfo.value}",
                    f"  clause: {self.record.get('clause', '')}",
                    f"  evidence: {evidence}",
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


def collect_case(
    collector: pytest.Module | pytest.Class, name: str, function: Any, facts: TestCase, campaign: "Campaign"
) -> CaseItem:
    named = f"{name}[{{{facts.id}}}]"
    item: CaseItem = CaseItem.from_parent(collector, name=named, callobj=_no_arguments)
    item.facts, item.body, item.campaign = facts, function, campaign
    return item


def _no_arguments() -> None:
    """Stands in for the case, so that pytest looks for no fixtures."""
