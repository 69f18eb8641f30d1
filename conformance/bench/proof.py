"""Proof that cases can fail: every defect against the cases that cover the rule it breaks.

A case is proved if, for every rule that it covers, some defect of that rule
makes it FAIL, and the golden unit itself makes it PASS.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, PublishedCase
from conformance.declaration import Declaration
from conformance.evidence.run_directory import RunDirectory
from golden_units.defects import Defect, defects_of

ROLE = "electricity_meter"


@dataclass(slots=True)
class Proof:
    """What came of it: verdicts by case and defect, and what is still to be shown."""

    golden: dict[str, str] = field(default_factory=dict)
    """Verdict of every case on the golden unit."""

    verdicts: dict[tuple[str, str], str] = field(default_factory=dict)
    """(case, defect) -> verdict."""

    unproved: list[tuple[str, str]] = field(default_factory=list)
    """(case, rule): no defect of the rule makes the case fail."""

    undetected: list[str] = field(default_factory=list)
    """Defects that no case fails on."""

    unbroken: list[str] = field(default_factory=list)
    """Cases that the golden unit does not pass."""

    @property
    def is_complete(self) -> bool:
        return not (self.unproved or self.undetected or self.unbroken)

    def as_json(self) -> dict[str, Any]:
        runs = [
            {"case": case, "defect": defect, "verdict": verdict} for (case, defect), verdict in self.verdicts.items()
        ]
        return {
            "complete": self.is_complete,
            "golden": self.golden,
            "runs": runs,
            "unproved": [{"case": case, "rule": rule} for case, rule in self.unproved],
            "undetected": self.undetected,
            "not_passed_by_golden": self.unbroken,
        }


def prove(catalogue: Catalogue, evidence: Path, *, full: bool = False) -> Proof:
    """Run the matrix; `full` pits every defect against every case."""
    proof = Proof()
    cases = [case for case in catalogue.in_order() if ROLE in case.facts.dut]
    defects = defects_of(ROLE).values()
    for case, verdict in _run("golden", cases, catalogue, evidence / "golden"):
        proof.golden[case.facts.id] = verdict
    for defect in defects:
        chosen = [case for case in cases if full or defect.rule in case.facts.covers]
        link = f"golden:{defect.name}"
        for case, verdict in _run(link, chosen, catalogue, evidence / defect.name):
            proof.verdicts[case.facts.id, defect.name] = verdict
    _conclude(proof, cases, defects)
    return proof


def _run(
    link: str, cases: list[PublishedCase], catalogue: Catalogue, evidence: Path
) -> Iterable[tuple[PublishedCase, str]]:
    bench = open_bench(link)
    declaration = Declaration(ROLE, catalogue.proforma, dict.fromkeys(catalogue.proforma, True), is_enduring=False)
    session = BenchSession(bench, declaration, catalogue.rules, RunDirectory(evidence))
    for case in cases:
        yield case, session.run(case.facts, case.body)["verdict"]


def _conclude(proof: Proof, cases: list[PublishedCase], defects: Iterable[Defect]) -> None:
    by_rule: dict[str, list[Defect]] = {}
    for defect in defects:
        by_rule.setdefault(defect.rule, []).append(defect)
        failed = [case for (case, name), verdict in proof.verdicts.items() if name == defect.name and verdict == "FAIL"]
        if not failed:
            proof.undetected.append(defect.name)
    for case in cases:
        if proof.golden[case.facts.id] != "PASS":
            proof.unbroken.append(case.facts.id)
        for rule in case.facts.covers:
            verdicts = [proof.verdicts.get((case.facts.id, defect.name)) for defect in by_rule.get(rule, [])]
            if "FAIL" not in verdicts:
                proof.unproved.append((case.facts.id, rule))
