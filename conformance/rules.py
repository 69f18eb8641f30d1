"""The rules that cases judge: each with a sentence of our own and the clause that carries it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from conformance.errors import HarnessError

GRADES = ("two-sources", "one-source", "unconfirmed")
"""How well a clause number is supported by sources beside the standard itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    text: str
    clause: str
    grade: str
    note: str = ""


def load_rules(path: Path) -> dict[str, Rule]:
    """All rules of a requirements file, by id."""
    rules: dict[str, Rule] = {}
    for row in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
        rule = Rule(row["id"], row["text"], row["clause"], row["grade"], row.get("note", ""))
        if rule.id in rules or rule.grade not in GRADES:
            raise HarnessError(f"{path.name}: rule {rule.id} stands twice, or its grade is none of {', '.join(GRADES)}")
        rules[rule.id] = rule
    return rules


def clauses(rules: dict[str, Rule], ids: Iterable[str]) -> str:
    """The clauses of some rules as one text, each once."""
    return "; ".join(dict.fromkeys(rules[rule].clause for rule in ids))
