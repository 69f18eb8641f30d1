"""Attempts of published cases on any unit, on the virtual clock, without a command or a pytest of their own."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.bench import golden_bench
from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, published
from conformance.declaration import Declaration
from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import RunDirectory
from conformance.tester.hdlc_link import HdlcSettings

LINK_CASES = ("DLMS-HDLC-", "DLMS-WRAPPER-")

CATALOGUE: Catalogue = published()


def link_cases(prefix: str | tuple[str, ...] = LINK_CASES) -> list[str]:
    return sorted(case for case in CATALOGUE.cases if case.startswith(prefix))


class Attempts:
    """Runs cases; every attempt leaves its evidence in a directory of its own."""

    def __init__(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._directory = directory
        self._numbers = itertools.count()
        self._monkeypatch = monkeypatch

    def run(
        self, case_id: str, unit: Callable[[], Any], *, link: str = "golden", instances: int = 20, **hdlc: Any
    ) -> dict[str, Any]:
        """One attempt on a new unit, on one framing if `link` names it; `hdlc` changes the tester's addressing.

        Of a case with instances at most so many are run, from all over the object lists, up to the first that does
        not pass.
        """
        self._monkeypatch.setattr(golden_bench, "golden_unit", lambda role, defect: unit())
        bench = open_bench(link)
        if hdlc:
            usual = bench.hdlc_settings("hdlc")
            settings = HdlcSettings(**{"proposal": usual.proposal, **hdlc})
            self._monkeypatch.setattr(bench, "hdlc_settings", lambda framing, *, is_noisy=False: settings)
        items = dict.fromkeys(CATALOGUE.proforma, True)
        declaration = Declaration("electricity_meter", CATALOGUE.proforma, items, is_enduring=False)
        directory = RunDirectory(self._directory / str(next(self._numbers)))
        case = CATALOGUE.case(case_id)
        session = BenchSession(bench, declaration, CATALOGUE.rules, directory)
        targets = session.instances(case.facts)
        for target in targets[:: -(-len(targets) // instances)]:
            result = session.run(case.facts, case.body, target)
            if result["verdict"] != "PASS":
                break
        return {**result, "directory": directory.path}


def answers_until_postamble(result: dict[str, Any]) -> int:
    """How many hand-overs of octets the DUT has made before the case was over."""
    count = 0
    for event in read_events(next(result["directory"].glob("cases/*/1/journal.jsonl"))):
        if event["kind"] == "phase" and event["name"] == "postamble":
            break
        count += event["kind"] == "receive"
    return count


@pytest.fixture
def attempts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Attempts:
    return Attempts(tmp_path, monkeypatch)
