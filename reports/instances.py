"""Instances of a case put together, so that a campaign over hundreds of objects leaves pages that can be read.

What is told in full is told of one instance for each way in which instances ended; the others stand behind it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter

from conformance.verdict import Verdict
from reports import words
from reports.model import CaseReport, Facts
from reports.overview import Group, groups, in_counting_order

MANY = 4
"""So many instances of a case are put together."""

WAYS = 3
"""So many ways in which instances of one case ended are told one by one."""

FEW = 20
"""So many instances that somebody has to act upon are seen at once."""


_COMMON = attrgetter(*(one.name for one in fields(Facts) if one.name != "instance"))


@dataclass(frozen=True, slots=True)
class Fold:
    """A case with all its instances, or a single one."""

    cases: list[CaseReport]
    """What is worst first, then by instance."""

    @property
    def first(self) -> CaseReport:
        return self.cases[0]

    @property
    def is_many(self) -> bool:
        return len(self.cases) >= MANY

    @property
    def counts(self) -> dict[Verdict, int]:
        found = Counter(case.verdict for case in self.cases)
        return {verdict: found[verdict] for verdict in words.SHAPES if found[verdict]}

    def is_open(self, attention: Iterable[Verdict]) -> bool:
        """Whether the instances are seen at once: if some want attention, and not so many that they fill the page."""
        return 0 < sum(self.counts.get(verdict, 0) for verdict in attention) <= FEW

    def shares_facts(self, case: CaseReport) -> bool:
        """Whether all that is known of an instance before it runs is what is known of the first."""
        return case is not self.first and _COMMON(case.facts) == _COMMON(self.first.facts)


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of some cases, for page one: in one way, or in several if all are instances of one case."""

    ways: list[Group]
    """What is frequent first."""

    @property
    def verdict(self) -> Verdict:
        return self.ways[0].verdict


@dataclass(frozen=True, slots=True)
class Told:
    """Cases that are told in full, and the instances of the same case behind them."""

    leads: list[CaseReport]
    others: list[CaseReport]


@dataclass(frozen=True, slots=True)
class Named:
    """A case, and those of its instances that are meant."""

    first: CaseReport
    shown: list[CaseReport]
    """Instances by name; none if the case has no instances."""

    count: int


def folds(cases: Iterable[CaseReport]) -> list[Fold]:
    """By case id; few instances stand for themselves."""
    found: list[Fold] = []
    for instances in _by_id(cases):
        if len(instances) >= MANY:
            found.append(Fold(sorted(instances, key=_worst_first)))
        else:
            found += [Fold([case]) for case in instances]
    return found


def findings(cases: Iterable[CaseReport], verdicts: Iterable[Verdict]) -> list[Finding]:
    """Groups in the order of the verdicts, those that are of one and the same case together."""
    found: dict[object, Finding] = {}
    for group in groups(cases, verdicts):
        ids = {case.facts.id for case in group.cases}
        is_of_one = len(ids) == 1 and all(case.facts.instance for case in group.cases)
        key = (group.verdict, *ids) if is_of_one else id(group)
        found.setdefault(key, Finding([])).ways.append(group)
    return list(found.values())


def told(cases: Iterable[CaseReport]) -> list[Told]:
    """Cases of one verdict: of many instances one for each way, and no more than some ways."""
    found = []
    for instances in _by_id(cases):
        ways: dict[str, list[CaseReport]] = {}
        for case in sorted(instances, key=_worst_first):
            ways.setdefault(words.headline(case), []).append(case)
        frequent = sorted(ways.values(), key=len, reverse=True)
        kept = frequent[:WAYS] if len(instances) >= MANY else [[case] for case in instances]
        leads = [way[0] for way in kept]
        shown = {id(case) for case in leads}
        found.append(Told(leads, [case for way in frequent for case in way if id(case) not in shown]))
    return found


def named(cases: Iterable[CaseReport], instances: int) -> list[Named]:
    """By case id, with the names of so many instances of each."""
    found = []
    for same in _by_id(cases):
        ordered = sorted((case for case in same if case.facts.instance), key=_worst_first)
        first = (ordered or same)[0]
        found.append(Named(first, ordered[:instances], len(same)))
    return found


def _by_id(cases: Iterable[CaseReport]) -> list[list[CaseReport]]:
    found: dict[str, list[CaseReport]] = {}
    for case in cases:
        found.setdefault(case.facts.id, []).append(case)
    return list(found.values())


def _worst_first(case: CaseReport) -> tuple[int, list[tuple[int, str]]]:
    return list(words.SHAPES).index(case.verdict), in_counting_order(case.facts.instance)
