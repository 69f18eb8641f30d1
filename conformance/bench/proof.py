"""Proof that cases can fail: every defect against the cases that cover the rule it breaks.

A case is proved if, for every rule that it covers, some defect of that rule
makes it FAIL, and the golden unit itself makes it PASS.
"""

from collections.abc import Collection, Iterable
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

    is_partial: bool = False
    """True if it was asked for some cases or defects only, so that nothing is shown of the others."""

    @property
    def is_clean(self) -> bool:
        """Nothing speaks against it, as far as it was asked for."""
        return not (self.unproved or self.undetected or self.unbroken)

    @property
    def is_complete(self) -> bool:
        return self.is_clean and not self.is_partial

    def as_json(self) -> dict[str, Any]:
        runs = [
            {"case": case, "defect": defect, "verdict": verdict} for (case, defect), verdict in self.verdicts.items()
        ]
        return {
            "complete": self.is_complete,
            "partial": self.is_partial,
            "golden": self.golden,
            "runs": runs,
            "unproved": [{"case": case, "rule": rule} for case, rule in self.unproved],
            "undetected": self.undetected,
            "not_passed_by_golden": self.unbroken,
        }


def prove(
    catalogue: Catalogue,
    evidence: Path,
    *,
    full: bool = False,
    only: Collection[str] = (),
    only_defects: Collection[str] = (),
) -> Proof:
    """Run the matrix; `full` pits every defect against every case.

    A case with instances takes as long as hundreds of others. Unless `full`, it runs on a defect only if it, or the
    defect, is not proved yet. `only` some cases, or on some defects, is no proof of the whole.
    """
    proof = Proof(is_partial=bool(only or only_defects))
    cases, defects = _chosen(catalogue, only, only_defects)
    for case, verdict in _run("golden", cases, catalogue, evidence / "golden"):
        proof.golden[case.facts.id] = verdict
    proved: set[tuple[str, str]] = set()
    for defect in defects:
        chosen = [case for case in cases if full or defect.rule in case.facts.covers]
        plain = [case for case in chosen if full or not case.facts.instances]
        found = _against(defect, plain, catalogue, evidence, proof)
        needed = [
            case for case in chosen if case not in plain and not (found and (case.facts.id, defect.rule) in proved)
        ]
        found += _against(defect, needed, catalogue, evidence, proof)
        proved |= {(case.facts.id, defect.rule) for case in found}
    _conclude(proof, cases, defects)
    if only_defects:
        proof.unproved.clear()  # other defects of the rule may fail the case
    elif only:
        proof.undetected.clear()  # other cases may fail on the defect
    return proof


def _chosen(
    catalogue: Catalogue, only: Collection[str], only_defects: Collection[str]
) -> tuple[list[PublishedCase], list[Defect]]:
    """Cases and defects that have to do with each other, of those that are asked for; all of them if none are."""
    cases = [case for case in catalogue.in_order() if ROLE in case.facts.dut and (not only or case.facts.id in only)]
    defects = [one for one in defects_of(ROLE).values() if not only_defects or one.name in only_defects]
    if only_defects and not only:
        rules = {defect.rule for defect in defects}
        cases = [case for case in cases if not rules.isdisjoint(case.facts.covers)]
    if only and not only_defects:
        covered = {rule for case in cases for rule in case.facts.covers}
        defects = [defect for defect in defects if defect.rule in covered]
    return cases, defects


def _against(
    defect: Defect, cases: list[PublishedCase], catalogue: Catalogue, evidence: Path, proof: Proof
) -> list[PublishedCase]:
    """Run cases on a defect; answers those that fail."""
    failed = []
    for case, verdict in _run(f"golden:{defect.name}", cases, catalogue, evidence / defect.name):
        proof.verdicts[case.facts.id, defect.name] = verdict
        if verdict == "FAIL":
            failed.append(case)
    return failed


def _run(
    link: str, cases: list[PublishedCase], catalogue: Catalogue, evidence: Path
) -> Iterable[tuple[PublishedCase, str]]:
    bench = open_bench(link)
    declaration = Declaration(ROLE, catalogue.proforma, dict.fromkeys(catalogue.proforma, True), is_enduring=False)
    session = BenchSession(bench, declaration, catalogue.rules, RunDirectory(evidence))
    for case in cases:
        yield case, _verdict(session, case)


def _verdict(session: BenchSession, case: PublishedCase) -> str:
    """Of a case that has instances: the first that is no PASS, else PASS."""
    verdict = "NOT_RUN"
    for target in session.instances(case.facts):
        verdict = session.run(case.facts, case.body, target)["verdict"]
        if verdict != "PASS":
            break
    return verdict


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
