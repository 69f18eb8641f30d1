"""Which cases a run has, and in which order: what the plugin does in pytest's collection."""

import contextlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conformance.bench.bench_file import CampaignPart
from conformance.bench.expected_file import check_expected
from conformance.bench.session import BenchSession
from conformance.case_check import CaseCheck, check_own_id
from conformance.case_names import case_id
from conformance.catalogue import check_chosen, no_such_case, published, published_folder
from conformance.checks import load_cases_from
from conformance.choice import Choice
from conformance.errors import BenchError, UsageError
from conformance.items import CaseItem, CaseModule, Runner, collect_case
from conformance.resumption import Resumption
from conformance.selection import left_out
from conformance.testcase import TestCase, facts_of
from conformance.tester.target import Target


def load_cases(config: pytest.Config) -> list[Path]:
    """Make the published cases and those of the user importable; the folders of the latter."""
    folder = published_folder()
    own = [place for place in _folders(config) if not place.resolve().is_relative_to(folder)]
    for place in (folder, *own):
        load_cases_from(place)
    return own


def _folders(config: pytest.Config) -> list[Path]:
    """Folders that the command line names, where users keep cases of their own."""
    paths = [Path(str(argument).partition("::")[0]) for argument in config.args]
    return [path if path.is_dir() else path.parent for path in paths if path.exists()]


def check_asked(asked: Sequence[str], bench: CampaignPart, resumption: Resumption | None) -> None:
    """Before a link is opened, where no cases but the published ones are looked for."""
    check_expected(bench.expected, _published_ids())
    if resumption is not None:
        resumption.check_cases({case.facts.id: case.facts.content_hash for case in published().cases.values()})
    if asked:
        with _told_by_pytest():
            published().check([case_id(name) for name in asked], bench.suites)


class Collection:
    """Collects the cases of a campaign: one item for each instance, in order of effects and then of id."""

    def __init__(
        self, runner: Runner, session: BenchSession, choice: Choice, resumption: Resumption | None, own: list[Path]
    ) -> None:
        self._runner = runner
        self._session = session
        self._choice = choice
        self._resumption = resumption
        self._own = own
        self._case_check = CaseCheck(session.stage.rules, session.declaration.proforma, own)
        self._asked_for: CampaignPart = session.bench.file.campaign

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makemodule(self, module_path: Path, parent: pytest.Collector) -> CaseModule:
        module: CaseModule = CaseModule.from_parent(parent, path=module_path)
        return module

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, collector: Any, name: str, obj: Any) -> list[CaseItem] | None:
        if getattr(obj, "__name__", "") == "testcase" and getattr(obj, "__module__", "") == "conformance.testcase":
            return []
        facts = facts_of(obj)
        if facts is None:
            return None
        self._case_check.check(facts)
        if self._own and not facts.file.resolve().is_relative_to(published_folder()):
            check_own_id(facts, _published_ids())
        return [collect_case(collector, name, obj, facts, self._runner, target) for target in self.instances(facts)]

    def instances(self, facts: TestCase) -> Sequence[Target | None]:
        """What a case is run for; the DUT is not asked for cases that are not chosen."""
        chosen = self._choice.takes_some(facts.id) and not left_out(facts, self._asked_for.suites)
        return self._session.instances(facts) if chosen else [None]

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        cases = [item for item in items if isinstance(item, CaseItem)]
        _check_unique(cases)
        with _told_by_pytest():
            check_expected(self._asked_for.expected, _published_ids() | {item.facts.id for item in cases})
            self._check_asked(set(config.getoption("--case")), cases)
        chosen = [item for item in cases if self._takes(item)]
        chosen.sort(key=lambda item: (item.facts.effects, item.facts.id, item.case_name))
        dropped = [item for item in cases if item not in chosen]
        items[:] = [*(item for item in items if not isinstance(item, CaseItem)), *chosen]
        if dropped:
            config.hook.pytest_deselected(items=dropped)

    def _check_asked(self, wanted: set[str], cases: list[CaseItem]) -> None:
        """Mistakes of the command line, and cases that are not those with which the run began."""
        missing = wanted - {item.facts.id for item in cases} - {item.case_name for item in cases}
        if missing:
            raise no_such_case(missing, [item.facts.id for item in cases])
        check_chosen((item.facts for item in cases if wanted & {item.facts.id, item.case_name}), self._asked_for.suites)
        if self._resumption is not None:
            self._resumption.check_cases({item.facts.id: item.facts.content_hash for item in cases})

    def _takes(self, item: CaseItem) -> bool:
        is_wanted = self._choice.takes(item.facts.id, item.case_name)
        return is_wanted and not left_out(item.facts, self._asked_for.suites)


@cache
def _published_ids() -> frozenset[str]:
    return frozenset(published().cases)


@contextlib.contextmanager
def _told_by_pytest() -> Iterator[None]:
    try:
        yield
    except (UsageError, BenchError) as mistake:
        raise pytest.UsageError(str(mistake)) from None


def _check_unique(cases: list[CaseItem]) -> None:
    seen: dict[tuple[str, str], CaseItem] = {}
    for item in cases:
        other = seen.setdefault((item.facts.id, item.case_name), item)
        if other is not item:
            raise pytest.UsageError(f"{item.facts.id} stands in {other.path} and in {item.path}; ids must be unique")
