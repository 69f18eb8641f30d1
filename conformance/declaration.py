"""PICS: what the DUT's supplier claims, and how the claim is checked (ISO/IEC 9646-7).

The proforma (testcases/pics.toml) says of every item whether it is mandatory,
optional or conditional for a role, and how the DUT itself can tell. The static
review compares a declaration with the proforma before anything is sent.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.errors import HarnessError
from conformance.three_valued import Truth, evaluate


@dataclass(frozen=True, slots=True)
class PicsItem:
    """One line of the proforma. `status` is m, o, or c:CONDITION (mandatory if that holds, else not to be claimed)."""

    id: str
    question: str
    roles: tuple[str, ...]
    status: str
    discover: str
    """What in the DUT tells: `conformance:BIT`, `object:CLASS:OBIS`, `link:NAME`, or empty."""

    lacks: str = ""
    """Of an item that the bench decides: what the bench lacks if the answer is no."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a declaration that contradicts the proforma or itself."""

    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the DUT has an item, and who says so: declared, mandatory, discovered, bench or nobody."""

    truth: Truth
    source: str


def load_proforma(path: Path) -> dict[str, PicsItem]:
    items: dict[str, PicsItem] = {}
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["item"]:
        item = PicsItem(
            row["id"],
            row["question"],
            tuple(row["roles"]),
            row["status"],
            *(row.get(name, "") for name in ("discover", "lacks")),
        )
        if item.id in items or not (item.status in ("m", "o") or item.status.startswith("c:")):
            raise HarnessError(f"{path.name}: item {item.id} stands twice, or its status is none of m, o, c:CONDITION")
        items[item.id] = item
    return items


class Declaration:
    """The PICS of one DUT, with what has been discovered about it so far."""

    def __init__(
        self, role: str, proforma: Mapping[str, PicsItem], declared: Mapping[str, bool], *, is_enduring: bool
    ) -> None:
        self.role = role
        self.proforma = proforma
        self.declared = dict(declared)
        self.is_enduring = is_enduring
        self.discovered: dict[str, bool] = {}
        self.of_bench: dict[str, bool] = {}
        """Items that the bench decides, such as the kinds of link it has."""

    def answer(self, item_id: str) -> Answer:
        """Whether the DUT has an item; in the enduring phase only declarations count."""
        item = self.proforma.get(item_id)
        if item is None:
            raise HarnessError(f"{item_id} is no item of the PICS proforma")
        if item_id in self.of_bench:
            return Answer(_truth(self.of_bench[item_id]), "bench")
        if item_id in self.declared:
            return Answer(_truth(self.declared[item_id]), "declared")
        if self.is_enduring:
            return Answer("undeclared", "nobody")
        if item.status == "m":
            return Answer("yes", "mandatory")
        if item_id in self.discovered:
            return Answer(_truth(self.discovered[item_id]), "discovered")
        return Answer("undeclared", "nobody")

    def truth(self, item_id: str) -> Truth:
        return self.answer(item_id).truth

    def review(self) -> list[Finding]:
        """The static conformance review: everything wrong with the declaration, at once."""
        findings = [
            Finding(item, "is no item of the PICS proforma") for item in self.declared if item not in self.proforma
        ]
        for item in self.proforma.values():
            if self.role in item.roles and item.id not in self.of_bench:
                findings += self._review_item(item)
        return findings

    def _review_item(self, item: PicsItem) -> list[Finding]:
        claimed = self.declared.get(item.id)
        if claimed is None:
            return (
                [Finding(item.id, "is not declared; the enduring phase needs every item")] if self.is_enduring else []
            )
        if item.status == "m" and not claimed:
            return [Finding(item.id, f"is mandatory for the role {self.role} but declared false")]
        if item.status.startswith("c:"):
            condition = item.status[2:]
            holds = evaluate(condition, self.truth)
            if holds == "yes" and not claimed:
                return [Finding(item.id, f"is declared false although {condition} makes it mandatory")]
            if holds == "no" and claimed:
                return [Finding(item.id, f"is declared true although its condition, {condition}, is not met")]
        return []


def _truth(value: bool) -> Truth:
    return "yes" if value else "no"
