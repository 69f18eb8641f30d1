"""Same seed, same inputs, same octets, same evidence: byte for byte, whatever ran before."""

from pathlib import Path

import pytest

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, published
from conformance.declaration import Declaration
from conformance.evidence.run_directory import RunDirectory
from conformance.items import name_of

LINKS = ["golden", "hdlc+golden"]


INSTANCES = 30
"""Of a case with instances so many are run, from all over the object lists."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return published()


def run_all(catalogue: Catalogue, folder: Path, order: list[str], link: str = "golden") -> dict[str, str]:
    """Verdicts by case; evidence below the folder."""
    bench = open_bench(link)
    declaration = Declaration("electricity_meter", catalogue.proforma, {}, is_enduring=False)
    session = BenchSession(bench, declaration, catalogue.rules, RunDirectory(folder))
    session.discover("before")
    verdicts = {}
    for case in map(catalogue.case, order):
        targets = session.instances(case.facts)
        for target in targets[:: -(-len(targets) // INSTANCES)]:
            verdicts[name_of(case.facts, target)] = session.run(case.facts, case.body, target)["verdict"]
    return verdicts


def evidence(folder: Path) -> dict[str, bytes]:
    files = (path for path in (folder / "cases").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("link", LINKS)
def test_forwards_and_reversed_leave_the_same_evidence(catalogue: Catalogue, tmp_path: Path, link: str) -> None:
    order = sorted(catalogue.cases)
    forwards = run_all(catalogue, tmp_path / "forwards", order, link)
    backwards = run_all(catalogue, tmp_path / "backwards", order[::-1], link)
    assert forwards == backwards
    assert evidence(tmp_path / "forwards") == evidence(tmp_path / "backwards")
    assert set(forwards.values()) == ({"PASS"} if link == "golden" else {"PASS", "NOT_APPLICABLE"})


@pytest.mark.parametrize("link", LINKS)
def test_each_case_alone_leaves_the_same_evidence(catalogue: Catalogue, tmp_path: Path, link: str) -> None:
    together = run_all(catalogue, tmp_path / "together", sorted(catalogue.cases), link)
    whole = evidence(tmp_path / "together")
    for case_id in catalogue.cases:
        alone = run_all(catalogue, tmp_path / case_id, [case_id], link)
        assert alone == {name: verdict for name, verdict in together.items() if name.partition("[")[0] == case_id}
        for path, octets in evidence(tmp_path / case_id).items():
            assert whole[path] == octets, path


def test_evidence_on_the_virtual_clock_knows_no_host(catalogue: Catalogue, tmp_path: Path) -> None:
    run_all(catalogue, tmp_path / "run", ["DLMS-GET-003"])
    journal = (tmp_path / "run" / "cases" / "DLMS-GET-003" / "1" / "journal.jsonl").read_text(encoding="utf-8")
    assert str(tmp_path) not in journal
    assert str(Path.home()) not in journal
