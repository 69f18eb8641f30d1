"""All published cases with their rules and the PICS proforma, loaded without pytest."""

import importlib
import importlib.util
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conformance.case_check import CaseCheck
from conformance.checks import load_cases_from
from conformance.declaration import PicsItem, load_proforma
from conformance.errors import HarnessError, UsageError
from conformance.rules import Rule, load_rules
from conformance.selection import left_out
from conformance.spelling import did_you_mean
from conformance.testcase import TestCase, facts_of


def published_folder() -> Path:
    """Where the published cases are installed."""
    spec = importlib.util.find_spec("testcases")
    if spec is None or not spec.submodule_search_locations:
        raise HarnessError("the package testcases is not installed")
    return Path(spec.submodule_search_locations[0])


@dataclass(frozen=True, slots=True)
class PublishedCase:
    facts: TestCase
    body: Callable[..., None]


class Catalogue:
    """The cases below one folder, by id."""

    def __init__(self, folder: Path) -> None:
        self.rules: dict[str, Rule] = load_rules(folder / "requirements.toml")
        self.proforma: dict[str, PicsItem] = load_proforma(folder / "pics.toml")
        self.cases: dict[str, PublishedCase] = {}
        self._check = CaseCheck(self.rules, self.proforma)
        load_cases_from(folder)
        for file in sorted(folder.rglob("test_*.py")):
            module = ".".join([folder.name, *file.relative_to(folder).with_suffix("").parts])
            self._add(vars(importlib.import_module(module)))

    def _add(self, names: dict[str, object]) -> None:
        for found in names.values():
            facts = facts_of(found)
            if facts is None or not callable(found):
                continue
            if facts.id in self.cases:
                raise HarnessError(f"{facts.id} stands in {self.cases[facts.id].facts.file} and in {facts.file}")
            self._check.check(facts)
            self.cases[facts.id] = PublishedCase(facts, found)

    def in_order(self) -> list[PublishedCase]:
        """As a run executes them: by effects, then by id."""
        return sorted(self.cases.values(), key=lambda case: (case.facts.effects, case.facts.id))

    def case(self, case_id: str) -> PublishedCase:
        self.check([case_id])
        return self.cases[case_id]

    def check(self, case_ids: Collection[str], suites: Sequence[str] = ()) -> None:
        """UsageError if one of these cases is not published, or of a suite that is not chosen."""
        missing = [case_id for case_id in case_ids if case_id not in self.cases]
        if missing:
            raise no_such_case(missing, self.cases)
        check_chosen((self.cases[case_id].facts for case_id in case_ids), suites)


def check_chosen(cases: Iterable[TestCase], suites: Sequence[str]) -> None:
    """A case that is asked for by name would be left out in silence."""
    for case in cases:
        said = left_out(case, suites)
        if said:
            raise UsageError(
                f"{case.id} is left out: {said}", "a case of these suites", "ask for one, or choose its suite"
            )


def no_such_case(missing: Iterable[str], known: Iterable[str]) -> UsageError:
    names = sorted(set(missing))
    meant = {name: did_you_mean(name, known) for name in names}
    hints = [f"{name}: {hint}" if len(names) > 1 else hint for name, hint in meant.items() if hint]
    remedy = " ".join([*hints, "`goldenbench list` shows all"])
    return UsageError(f"there is no case {', '.join(names)}", "the id of a published case", remedy)


def published_proforma() -> dict[str, PicsItem]:
    return load_proforma(published_folder() / "pics.toml")


@cache
def published() -> Catalogue:
    return Catalogue(published_folder())
