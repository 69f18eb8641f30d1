"""A meter with a known fault, and the tolerance for it: nothing fails but what judges a rule of that tolerance."""

from pathlib import Path
from typing import Any

import pytest

from conformance.bench.bench_file import BenchFile
from conformance.bench.open_bench import bench_of
from conformance.bench.session import BenchSession, CaseJson
from conformance.catalogue import Catalogue, published
from conformance.declaration import Declaration
from conformance.evidence.run_directory import RunDirectory
from conformance.tolerances import AARE_WITHOUT_INITIATE_RESPONSE, RELEASE_UNANSWERED, TOLERANCES, UA_WITHOUT_PARAMETERS

METERS = {
    UA_WITHOUT_PARAMETERS: ("hdlc+golden:hdlc-ua-with-empty-group",),
    AARE_WITHOUT_INITIATE_RESPONSE: ("golden:aare-without-initiate-response",),
    RELEASE_UNANSWERED: ("golden:release-unanswered", "hdlc+golden:release-unanswered"),
}
"""Golden meters with the fault that a tolerance is for."""

INSTANCES = 2
"""So many are enough of a case that has hundreds."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return published()


def whole_run(folder: Path, catalogue: Catalogue, link: str, tolerance: str) -> list[CaseJson]:
    """All cases that apply, in one session, as a run takes them."""
    dut: dict[str, Any] = {"role": "electricity_meter", "link": link, "pixit": {"tolerances": [tolerance]}}
    bench = bench_of(BenchFile.model_validate({"dut": dut}), link)
    declaration = Declaration(bench.dut.role, catalogue.proforma, {}, is_enduring=False)
    session = BenchSession(bench, declaration, catalogue.rules, RunDirectory(folder))
    assert session.discover("before").trouble == ""
    return [
        session.run(case.facts, case.body, target)
        for case in catalogue.in_order()
        for target in session.instances(case.facts)[:INSTANCES]
    ]


def test_every_tolerance_has_its_meter() -> None:
    assert set(METERS) == set(TOLERANCES)


@pytest.mark.parametrize(("tolerance", "link"), [(name, link) for name, links in METERS.items() for link in links])
def test_nothing_fails_but_what_judges_its_rules(
    tmp_path: Path, catalogue: Catalogue, tolerance: str, link: str
) -> None:
    cases = whole_run(tmp_path, catalogue, link, tolerance)
    of_its_rules = {case["id"] for case in cases if not TOLERANCES[tolerance].rules.isdisjoint(case["covers"])}
    failed = {case["id"] for case in cases if case["verdict"] == "FAIL"}
    assert failed, "the fault is there, and found"
    assert failed <= of_its_rules
    judged = {case["verdict"] for case in cases if case["id"] not in of_its_rules}
    assert judged <= {"PASS", "NOT_APPLICABLE"}, "the others lose nothing by it"
    assert not {case["id"] for case in cases if case["verdict"] == "ERROR"}
