"""What has to hold of a case before it can run: its rules and its PICS items are known.

Users who keep cases of their own write rules of their own into a
requirements.toml beside them, or in a folder above, up to the one they name.
"""

from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from conformance.declaration import PicsItem
from conformance.errors import MendableError
from conformance.rules import Rule, load_rules
from conformance.testcase import ALLOWED_IDS, TestCase
from conformance.three_valued import items_of

REQUIREMENTS = "requirements.toml"


def check_own_id(case: TestCase, published: Container[str]) -> None:
    """A case of one's own under a published id would be taken for the published one, by people and by a replay."""
    if case.id in published:
        raise MendableError(
            f"{case.file}: {case.id} is the id of a published case",
            f"an id that no other case has: {ALLOWED_IDS}",
            "give yours another, with the name of your laboratory in it",
        )


class CaseCheck:
    """Checks cases as they are collected; `rules` grows by those that lie beside them."""

    def __init__(self, rules: dict[str, Rule], proforma: Mapping[str, PicsItem], own: Iterable[Path] = ()) -> None:
        self.rules = rules
        self.proforma = proforma
        self._own = [folder.resolve() for folder in own]
        self._looked: set[Path] = set()

    def check(self, case: TestCase) -> None:
        """MendableError names the file of a case that could not be judged."""
        self._look_beside(case.file.resolve().parent)
        for rule in case.covers:
            if rule not in self.rules:
                raise MendableError(
                    f"{case.file}: {case.id} covers {rule!r}, which is no rule",
                    f"rules of testcases/{REQUIREMENTS}, or of a {REQUIREMENTS} beside a case of your own",
                    "correct its spelling, or write that rule down",
                )
        for item in items_of(case.requires):
            if item not in self.proforma:
                raise MendableError(
                    f"{case.file}: {case.id} requires {item!r}, which is no item of the PICS proforma",
                    "items of testcases/pics.toml, joined by and, or, not and brackets",
                    "correct its spelling",
                )

    def _look_beside(self, folder: Path) -> None:
        for place in (folder, *folder.parents):
            if place in self._looked or not any(place.is_relative_to(own) for own in self._own):
                return
            self._looked.add(place)
            if (place / REQUIREMENTS).is_file():
                self._add(place / REQUIREMENTS)

    def _add(self, file: Path) -> None:
        for name, rule in load_rules(file).items():
            if self.rules.setdefault(name, rule) != rule:
                raise MendableError(
                    f"{file}: the rule {name} stands elsewhere with another text",
                    "one rule for each id",
                    "give yours an id of its own",
                )
