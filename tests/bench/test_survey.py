"""Which attributes cases are run for: nothing that an association lists, or might list, is left out in silence."""

from pathlib import Path

import pytest

from conformance.bench import survey as surveying
from conformance.bench.session import BenchSession
from conformance.catalogue import published
from conformance.dlms.data_types import Data, array
from conformance.tester.dut import Credentials
from golden_units.defects.models import Model, rewritten
from golden_units.electricity_meter import ElectricityMeter
from golden_units.electricity_meter.objects import objects
from tests.bench.lasting_bench import LastingBench, session_on

CURRENT_ASSOCIATION = "0-0:40.0.0.255"
READ, WRITTEN = "DLMS-ATTR-001", "DLMS-ATTR-002"


def session_of(folder: Path, model: Model = objects, *others: Credentials) -> BenchSession:
    bench = LastingBench(ElectricityMeter(model=model))
    bench.dut = bench.dut if not others else type(bench.dut)(bench.dut.role, (bench.dut.associations[0], *others))
    return session_on(bench, folder)


def names(session: BenchSession, case_id: str) -> list[str]:
    return [target.name for target in session.instances(published().case(case_id).facts) if target]


@pytest.mark.parametrize("case_id", [READ, WRITTEN])
@pytest.mark.parametrize(
    "other",
    [Credentials("unknown", 99), Credentials("reading", 32, secret=b"not this one")],
    ids=lambda known: known.name,
)
def test_an_association_that_is_not_opened_is_not_forgotten(tmp_path: Path, case_id: str, other: Credentials) -> None:
    session = session_of(tmp_path, objects, other)
    case = published().case(case_id)
    untold = [target for target in session.instances(case.facts) if target and target.association == other.name]
    assert [target.name for target in untold] == [f"{other.name} 15 {CURRENT_ASSOCIATION} 0"]
    record = session.run(case.facts, case.body, untold[0])
    assert (record["verdict"], record["reason_code"]) == ("NOT_RUN", "no-object-list")
    assert f"association {other.name} did not tell what it lists" in record["reason"]


def twice(listed: Data) -> Data:
    return array(*listed, *list(listed)[:3])


def test_what_is_listed_twice_is_tested_once(tmp_path: Path) -> None:
    plain, doubled = session_of(tmp_path / "1"), session_of(tmp_path / "2", rewritten(CURRENT_ASSOCIATION, 2, twice))
    found = names(doubled, READ)
    assert sorted(found) == sorted(names(plain, READ))


def test_an_empty_list_is_not_passed_over(tmp_path: Path) -> None:
    session = session_of(tmp_path, rewritten(CURRENT_ASSOCIATION, 2, lambda listed: array()))
    targets = session.instances(published().case(READ).facts)
    assert targets
    assert all(target is not None and "lists no attribute" in target.trouble for target in targets)


def test_a_choice_from_a_long_list_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of(tmp_path)
    whole = len(names(session, READ))
    monkeypatch.setattr(surveying, "MOST_TARGETS", 50)
    some = session_of(tmp_path / "some").instances(published().case(READ).facts)
    told = [target.trouble for target in some if target and target.trouble]
    assert len(some) < whole
    assert told
    assert all("attributes, of which" in text for text in told)
