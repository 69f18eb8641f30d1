"""A tolerance lets a case get past a known fault, and is unknown to every case that tests the rule."""

from pathlib import Path
from typing import Any

import pytest

from conformance.bench.bench_file import BenchFile
from conformance.bench.open_bench import bench_of
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, published
from conformance.declaration import Declaration
from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import RunDirectory
from conformance.tolerances import TOLERANCES, effective
from golden_units.defects import defects_of

UA, AARE, RELEASE = "ua-without-parameters", "aare-without-initiate-response", "release-unanswered"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return published()


def session(folder: Path, catalogue: Catalogue, link: str, *tolerances: str) -> BenchSession:
    dut: dict[str, Any] = {"role": "electricity_meter", "link": link, "pixit": {"tolerances": list(tolerances)}}
    bench = bench_of(BenchFile.model_validate({"dut": dut}), link)
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration(bench.dut.role, catalogue.proforma, everything, is_enduring=False)
    return BenchSession(bench, declaration, catalogue.rules, RunDirectory(folder))


def verdict(folder: Path, catalogue: Catalogue, case_id: str, link: str, *tolerances: str) -> dict[str, Any]:
    case = catalogue.case(case_id)
    return session(folder, catalogue, link, *tolerances).run(case.facts, case.body)


@pytest.mark.parametrize(
    ("tolerance", "link", "other_case"),
    [
        (UA, "hdlc+golden:hdlc-ua-with-empty-group", "DLMS-GET-003"),
        (AARE, "golden:aare-without-initiate-response", "DLMS-GET-003"),
        (AARE, "hdlc+golden:aare-without-initiate-response", "DLMS-GET-003"),
    ],
)
def test_other_cases_get_past_a_tolerated_fault(
    tmp_path: Path, catalogue: Catalogue, tolerance: str, link: str, other_case: str
) -> None:
    strict = verdict(tmp_path / "strict", catalogue, other_case, link)
    assert (strict["verdict"], strict["reason_code"]) == ("INCONCLUSIVE", "start-state")
    eased = verdict(tmp_path / "eased", catalogue, other_case, link, tolerance)
    assert (eased["verdict"], eased["reason"]) == ("PASS", "every check held")
    events = read_events(tmp_path / "eased" / eased["evidence"] / "journal.jsonl")
    assert {event["name"] for event in events if event["kind"] == "tolerated"} == {tolerance}


def test_an_unanswered_release_leaves_no_trouble_behind(tmp_path: Path, catalogue: Catalogue) -> None:
    link = "golden:release-unanswered"
    strict = verdict(tmp_path / "strict", catalogue, "DLMS-GET-003", link)
    assert strict["needs_recovery"]
    assert "RLRE" in strict["also"][0]
    eased = verdict(tmp_path / "eased", catalogue, "DLMS-GET-003", link, RELEASE)
    assert (eased["verdict"], eased["also"], eased["needs_recovery"]) == ("PASS", [], False)


def test_identification_gets_past_a_tolerated_fault(tmp_path: Path, catalogue: Catalogue) -> None:
    link = "golden:release-unanswered"
    assert session(tmp_path / "strict", catalogue, link).discover("before").trouble
    eased = session(tmp_path / "eased", catalogue, link, RELEASE).discover("before")
    assert (eased.trouble, eased.identification["serial_number"]) == ("", "00000001")


@pytest.mark.parametrize("framing", ["wrapper", "hdlc"])
@pytest.mark.parametrize(
    ("tolerance", "defect"),
    [
        (UA, "hdlc-ua-with-empty-group"),
        (AARE, "aare-without-initiate-response"),
        (RELEASE, "release-unanswered"),
    ],
)
def test_cases_of_the_rule_do_not_notice_the_tolerance(
    tmp_path: Path, catalogue: Catalogue, tolerance: str, defect: str, framing: str
) -> None:
    link = f"{'hdlc+' if framing == 'hdlc' else ''}golden:{defect}"
    rule = defects_of()[defect].rule
    cases = [case for case in catalogue.in_order() if rule in case.facts.covers]
    strict = session(tmp_path / "strict", catalogue, link)
    eased = session(tmp_path / "eased", catalogue, link, tolerance)
    verdicts = [(strict.run(case.facts, case.body), eased.run(case.facts, case.body)) for case in cases]
    assert [one["verdict"] for one, _ in verdicts] == [two["verdict"] for _, two in verdicts]
    if tolerance is not UA or framing == "hdlc":
        assert "FAIL" in [one["verdict"] for one, _ in verdicts]


def test_rules_of_tolerances_exist(catalogue: Catalogue) -> None:
    for tolerance in TOLERANCES.values():
        assert tolerance.rules
        assert tolerance.rules <= set(catalogue.rules)


def test_a_tolerance_is_effective_where_none_of_its_rules_is_judged() -> None:
    assert effective({RELEASE, UA}, ["DLMS-ACSE-RELEASE", "DLMS-GET-NORMAL"]) == {UA}
    assert effective({RELEASE}, ["DLMS-GET-NORMAL"]) == {RELEASE}
