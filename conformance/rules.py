"""The rules that cases judge: each with a sentence of our own and the clause that carries it."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.errors import MendableError

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
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MendableError(f"{path} cannot be read ({error})", "a TOML file of rules", "mend it") from error
    rules: dict[str, Rule] = {}
    for number, row in enumerate(rows):
        rule = _rule(row, f"{path}, rule {number + 1}")
        if rule.id in rules:
            raise MendableError(f"{path}: rule {rule.id} stands twice", "one rule for each id", "rename one of them")
        rules[rule.id] = rule
    return rules


def _rule(row: Any, where: str) -> Rule:
    found = row if isinstance(row, dict) else {}
    missing = [name for name in ("id", "text", "clause", "grade") if not isinstance(found.get(name), str)]
    if missing:
        raise MendableError(
            f"{where} has no {', no '.join(missing)}",
            "[[rule]] tables with id, text, clause and grade",
            "add what is missing",
        )
    if found["grade"] not in GRADES:
        raise MendableError(f"{where}: grade {found['grade']!r}", f"one of {', '.join(GRADES)}", "correct it")
    return Rule(found["id"], found["text"], found["clause"], found["grade"], found.get("note", ""))


def clauses(rules: dict[str, Rule], ids: Iterable[str]) -> str:
    """The clauses of some rules as one text, each once."""
    return "; ".join(dict.fromkeys(rules[rule].clause for rule in ids))
