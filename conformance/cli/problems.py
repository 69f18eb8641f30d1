"""What did not pass, put together for the end of a run: alike things once, and what is worst last.

The end is where one looks, so failures stand there, next to the counts and the place of the report.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from conformance.case_names import case_name
from conformance.cli.instances import SEVERITY
from conformance.printable import printable

SHOWN_ALIKE = 8
SHOWN_INSTANCES = 3

WAYS = 3
"""So many ways in which instances of one case failed are told; each further one is in the report."""

Case = dict[str, Any]


@dataclass(slots=True)
class Problem:
    """Cases that ended in the same way for the same reason."""

    cases: list[Case]
    others: list[list[Case]] = field(default_factory=list)
    """Instances of the same case that ended in yet other ways."""

    @property
    def verdict(self) -> str:
        return str(self.cases[0]["verdict"])

    @property
    def owner(self) -> str:
        """The case of which all are instances; empty if they are of several, or no instances."""
        ids = {case["id"] for case in self.cases if case["instance"]}
        return ids.pop() if len(ids) == 1 and all(case["instance"] for case in self.cases) else ""


def problems_of(cases: Iterable[Case]) -> list[Problem]:
    """The least pressing first."""
    groups: dict[tuple[str, str, str], list[Case]] = {}
    for case in cases:
        divergence = case.get("divergence") or {}
        said = json.dumps([divergence[part] for part in ("found", "wanted")]) if divergence else case["reason"]
        clause = "" if case["verdict"] == "NOT_RUN" else case["clause"]
        groups.setdefault((case["verdict"], clause, said), []).append(case)
    told: list[Problem] = []
    ways: dict[tuple[str, str], list[Problem]] = {}
    for problem in map(Problem, groups.values()):
        known = ways.setdefault((problem.verdict, problem.owner), [])
        if problem.owner and len(known) == WAYS:
            known[-1].others.append(problem.cases)
            continue
        known.append(problem)
        told.append(problem)
    return sorted(told, key=lambda problem: -SEVERITY.index(problem.verdict))


def name_of(case: Case) -> str:
    return case_name(case["id"], case["instance"])


def named(cases: Iterable[Case]) -> str:
    """The names of cases, the instances of each together, as many as one wants to read."""
    instances: dict[str, list[str]] = {}
    for case in cases:
        instances.setdefault(case["id"], []).append(case["instance"])
    return printable(_enumerated([_named(name, found) for name, found in instances.items()]))


def counted(cases: Iterable[Case]) -> str:
    """The ids of cases, each with the number of its instances."""
    counts = Counter(case["id"] for case in cases)
    return ", ".join(f"{name} ({count} instances)" if count > 1 else name for name, count in counts.items())


def _named(name: str, instances: list[str]) -> str:
    said = "; ".join(filter(None, instances[:SHOWN_INSTANCES]))
    more = len(instances) - SHOWN_INSTANCES
    return name + (f"[{said}{f'; and {more} more' if more > 0 else ''}]" if said else "")


def _enumerated(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN_ALIKE} more" if len(names) > SHOWN_ALIKE else ""
    return ", ".join(names[:SHOWN_ALIKE]) + more
