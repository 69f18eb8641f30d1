"""Instances of a case on the screen: one line for all of them, and one for each of the first that did not pass.

A meter has hundreds of attributes, and a line for each would scroll away what a person has to see.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from conformance.case_names import case_id

MANY = 4
"""So many instances of a case share a line."""

OWN_LINES = 3
"""So many of them have a line of their own beside it, if they did not pass."""

LONG_S = 60.0
"""After so long it is told how far they have got, where no moving line tells it."""

SEVERITY = ("FAIL", "ERROR", "INCONCLUSIVE", "REVIEW", "NOT_RUN", "PASS", "NOT_APPLICABLE")
"""Verdicts, the worst first."""


class Together:
    """What has come of the instances of one case."""

    def __init__(self, name: str, planned: int) -> None:
        self.id = name
        self.left = self.planned = planned
        self.counts: Counter[str] = Counter()
        self.duration_s = 0.0
        self.seen_s = 0.0
        """How long they had taken when that was told last."""

        self.title = ""

    def take(self, case: dict[str, Any]) -> bool:
        """Answers whether this one has to be seen on its own."""
        self.left -= 1
        self.counts[case["verdict"]] += 1
        self.duration_s += case.get("duration_s", 0.0)
        self.title = case["title"]
        others = self.counts.total() - self.counts["PASS"] - self.counts["NOT_APPLICABLE"]
        return case["verdict"] not in ("PASS", "NOT_APPLICABLE") and others <= OWN_LINES

    @property
    def is_long_unseen(self) -> bool:
        """A log in which nothing comes for minutes looks as if the run hung."""
        return self.duration_s - self.seen_s >= LONG_S

    @property
    def verdict(self) -> str:
        """The worst."""
        return min(self.counts, key=SEVERITY.index)

    @property
    def told(self) -> str:
        """How many there were, and how they ended if not all alike."""
        finished = self.counts.total()
        part = f"{finished} of " if finished < self.planned else ""
        ends = [f"{self.counts[verdict]} {verdict}" for verdict in SEVERITY if self.counts[verdict]]
        mixed = f", {', '.join(ends)}" if len(ends) > 1 else ""
        return f"{part}{self.planned} instances{mixed}: {self.title}"


class Instances:
    """The cases of a run that share a line with others."""

    def __init__(self) -> None:
        self._open: dict[str, Together] = {}

    def plan(self, names: Iterable[str]) -> None:
        counts = Counter(map(case_id, names))
        self._open = {name: Together(name, count) for name, count in counts.items() if count >= MANY}

    def of(self, case: dict[str, Any]) -> Together | None:
        return self._open.get(case["id"])

    def close(self, together: Together) -> None:
        del self._open[together.id]

    def unfinished(self) -> Iterator[Together]:
        """Those of which some are left, and some are not."""
        return (together for together in self._open.values() if together.counts)
