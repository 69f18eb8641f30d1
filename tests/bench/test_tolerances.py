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
from conformance.evidence.record import TO_DUT
from conformance.evidence.run_directory import RunDirectory
from conformance.steps import Step
from conformance.tester.association import Association
from conformance.tolerances import TOLERANCES, effective
from golden_units.cosem.association_server import AssociationServer
from golden_units.defects import defects_of

AARQ, RLRQ, GET = 0x60, 0x62, 0xC0
"""Tags of requests."""

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


@pytest.mark.parametrize(("link", "is_disconnected"), [("golden", False), ("hdlc+golden", True)])
def test_a_tolerated_silence_is_not_waited_for_at_the_end_of_a_case(
    tmp_path: Path, catalogue: Catalogue, link: str, is_disconnected: bool
) -> None:
    """Its time-out, case after case, would make hours of a campaign of minutes."""
    eased = verdict(tmp_path, catalogue, "DLMS-GET-003", f"{link}:release-unanswered", RELEASE)
    assert eased["duration_s"] < 1
    events = read_events(tmp_path / eased["evidence"] / "journal.jsonl")
    sent = [event["summary"] for event in events if event["kind"] == "frame" and event["direction"] == TO_DUT]
    assert not any("RLRQ" in summary for summary in sent)
    assert ("DISC P/F" in sent) is is_disconnected


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


def test_a_case_that_insists_on_a_tolerated_answer_is_inconclusive_and_names_the_rule(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    """Cases of one's own may call `release` without covering its rule."""

    def body(association: Association, step: Step) -> None:
        with step("Read the name, and end the association"):
            association.read_logical_device_name()
            association.release()

    link, facts = "golden:release-unanswered", catalogue.case("DLMS-GET-003").facts
    strict = session(tmp_path / "strict", catalogue, link).run(facts, body)
    assert (strict["verdict"], strict["rule"]["id"]) == ("FAIL", "DLMS-ACSE-RELEASE")
    eased = session(tmp_path / "eased", catalogue, link, RELEASE).run(facts, body)
    assert (eased["verdict"], eased["reason_code"]) == ("INCONCLUSIVE", "tolerated")
    assert (eased["rule"]["id"], eased["also"]) == ("DLMS-ACSE-RELEASE", [])


@pytest.mark.parametrize(("tag", "broken"), [(AARQ, "DLMS-ACSE-AARE"), (GET, "DLMS-GET-NORMAL"), (RLRQ, "")])
def test_a_silence_is_not_held_against_the_rule_of_headers(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, tag: int, broken: str
) -> None:
    answered = AssociationServer.serve

    def serve(association: AssociationServer, apdu: bytes, now: int) -> bytes | None:
        return None if apdu[0] == tag else answered(association, apdu, now)

    monkeypatch.setattr(AssociationServer, "serve", serve)
    found = verdict(tmp_path, catalogue, "DLMS-WRAPPER-001", "golden")
    assert (found["verdict"], found["rule"].get("id", "")) == ("FAIL" if broken else "PASS", broken)


def test_a_start_state_that_a_tolerance_would_reach_names_it(tmp_path: Path, catalogue: Catalogue) -> None:
    found = verdict(tmp_path, catalogue, "DLMS-GET-003", "golden:aare-without-initiate-response")
    assert found["reason_code"] == "start-state"
    assert f"the tolerance {AARE} in [dut.pixit] steps over this" in found["reason"]


@pytest.mark.parametrize("declared", [(), (AARE,)])
def test_a_case_that_tests_its_rules_is_not_told_to_use_it(
    tmp_path: Path, catalogue: Catalogue, declared: tuple[str, ...]
) -> None:
    found = verdict(tmp_path, catalogue, "DLMS-INIT-004", "golden:aare-without-initiate-response", *declared)
    assert found["reason_code"] == "start-state"
    assert "steps over" not in found["reason"]
    assert (f"the tolerance {AARE} is unknown to this case" in found["reason"]) is bool(declared)


def test_rules_of_tolerances_exist(catalogue: Catalogue) -> None:
    for tolerance in TOLERANCES.values():
        assert tolerance.rules
        assert tolerance.rules <= set(catalogue.rules)


def test_a_tolerance_is_effective_where_none_of_its_rules_is_judged() -> None:
    assert effective({RELEASE, UA}, ["DLMS-ACSE-RELEASE", "DLMS-GET-NORMAL"]) == {UA}
    assert effective({RELEASE}, ["DLMS-GET-NORMAL"]) == {RELEASE}
