"""What identification makes of DUTs that tell nonsense: it ends in order, and leaves the judgement to the cases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.bench.bench_file import BenchFile
from conformance.bench.discovery import LONGEST_TROUBLE, Discovered, undeclared
from conformance.bench.open_bench import bench_of, open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, published
from conformance.declaration import Declaration
from conformance.dlms.data_types import NULL_DATA, OCTET_STRING, UNSIGNED, Data, array, structure
from conformance.evidence.run_directory import RunDirectory
from conformance.steps import Inconclusive
from golden_units.cosem import current_association
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance

CLOCK = 8


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return published()


def session(folder: Path, catalogue: Catalogue, link: str = "golden") -> BenchSession:
    declaration = Declaration("electricity_meter", catalogue.proforma, {}, is_enduring=False)
    return BenchSession(open_bench(link), declaration, catalogue.rules, RunDirectory(folder))


def lists_the_clock_as(monkeypatch: pytest.MonkeyPatch, changed: Callable[[Data], Data]) -> None:
    """Let golden meters tell another element of the object list for their clock."""
    told = current_association.list_element

    def element(association: AssociationServer, instance: Instance) -> Data:
        right = told(association, instance)
        return changed(right) if instance.interface.class_id == CLOCK else right

    monkeypatch.setattr(current_association, "list_element", element)


ODD_ELEMENTS: dict[str, Callable[[Data], Data]] = {
    "class_id null": lambda right: structure(NULL_DATA(), *list(right)[1:]),
    "class_id octets": lambda right: structure(OCTET_STRING(b"\x00\x08"), *list(right)[1:]),
    "class_id array": lambda right: structure(array(UNSIGNED(1)), *list(right)[1:]),
    "name of five octets": lambda right: structure(right[0], right[1], OCTET_STRING(bytes(5)), right[3]),
    "no structure": lambda right: NULL_DATA(),
    "too short": lambda right: structure(right[0]),
    "of two hundred members": lambda right: structure(*(right[number % 4] for number in range(200))),
}


@pytest.mark.parametrize("odd", ODD_ELEMENTS)
def test_a_malformed_object_list_tells_nothing_and_fails_its_case(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, odd: str
) -> None:
    lists_the_clock_as(monkeypatch, ODD_ELEMENTS[odd])
    run = session(tmp_path, catalogue)
    found = run.discover("before")
    assert (found.answered, found.objects) == (True, None)
    assert found.trouble.startswith("the object list is malformed: found ")
    assert len(found.trouble) <= LONGEST_TROUBLE
    assert found.identification["serial_number"] == "00000001", "what else it tells is kept"
    assert "COSEM.CLOCK" not in run.declaration.discovered
    case = catalogue.case("DLMS-OBJ-002")
    record = run.run(case.facts, case.body)
    assert record["verdict"] == "FAIL"
    assert len(record["reason"]) <= LONGEST_TROUBLE


def test_a_well_formed_list_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    found = session(tmp_path, catalogue).discover("before")
    assert found.trouble == ""
    assert found.objects is not None
    assert (CLOCK, "0-0:1.0.0.255") in found.objects
    assert found.items(catalogue.proforma)["COSEM.CLOCK"]


@pytest.mark.parametrize("framing", ["", "hdlc+"])
@pytest.mark.parametrize("defect", ["release-unanswered", "rlre-length"])
def test_a_wrong_release_takes_back_nothing_that_was_told_before(
    tmp_path: Path, catalogue: Catalogue, framing: str, defect: str
) -> None:
    whole = session(tmp_path / "good", catalogue).discover("before")
    run = session(tmp_path / "bad", catalogue, f"{framing}golden:{defect}")
    found = run.discover("before")
    assert found.answered
    assert (found.identification, found.conformance, found.objects) == (
        whole.identification,
        whole.conformance,
        whole.objects,
    )
    assert "rule DLMS-ACSE-RELEASE" in found.trouble
    assert ("tolerance release-unanswered in [dut.pixit]" in found.trouble) is (defect == "release-unanswered")
    targets = run.instances(catalogue.case("DLMS-ATTR-001").facts)
    assert len(targets) > 100
    assert not [target for target in targets if target and target.trouble]


def test_a_secret_first_bench_is_told_as_much(tmp_path: Path, catalogue: Catalogue) -> None:
    """There the release of the usual association comes before everything is proposed."""
    reading = {"name": "reading", "client_sap": 32, "mechanism": "lls", "secret": "12345678"}
    dut = {"role": "electricity_meter", "link": "golden:release-unanswered", "associations": [reading]}
    declaration = Declaration("electricity_meter", catalogue.proforma, {}, is_enduring=False)
    bench = bench_of(BenchFile.model_validate({"dut": dut}), "golden")
    found = BenchSession(bench, declaration, catalogue.rules, RunDirectory(tmp_path)).discover("before")
    assert found.identification["serial_number"] == "00000001"
    assert found.conformance
    assert "rule DLMS-ACSE-RELEASE" in found.trouble


def test_an_association_that_opens_wrongly_names_rule_and_tolerance(tmp_path: Path, catalogue: Catalogue) -> None:
    found = session(tmp_path, catalogue, "golden:aare-without-initiate-response").discover("before")
    assert found.answered
    assert "rule DLMS-ACSE-AARE" in found.trouble
    assert "the tolerance aare-without-initiate-response in [dut.pixit] steps over this" in found.trouble


def test_what_the_bench_file_denies_and_the_meter_shows_is_said(tmp_path: Path, catalogue: Catalogue) -> None:
    found = session(tmp_path, catalogue).discover("before").items(catalogue.proforma)
    declared = {"DLMS.SET": False, "COSEM.CLOCK": False, "DLMS.GET": True, "COSEM.ENERGY_EXPORT": False}
    found["COSEM.ENERGY_EXPORT"] = False
    assert undeclared(declared, found) == [
        "DLMS.SET: the bench file says that the DUT does not have it, and the DUT shows it",
        "COSEM.CLOCK: the bench file says that the DUT does not have it, and the DUT shows it",
    ]


def test_a_code_written_with_dots_is_left_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    pixit = {"do_not_test": {"0.0.96.1.0.255": "it hangs"}}
    dut = {"role": "electricity_meter", "link": "golden", "pixit": pixit}
    declaration = Declaration("electricity_meter", catalogue.proforma, {}, is_enduring=False)
    bench = bench_of(BenchFile.model_validate({"dut": dut}), "golden")
    found = BenchSession(bench, declaration, catalogue.rules, RunDirectory(tmp_path)).discover("before")
    assert found.trouble == ""
    assert found.identification["serial_number"] == ""
    assert found.identification["firmware_version"] == "1.0.0"


def test_what_a_case_would_leave_inconclusive_ends_identification_in_order(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(association: object, discovered: Discovered) -> None:
        raise Inconclusive("do-not-test", "not to be tested: it hangs")

    monkeypatch.setattr("conformance.bench.discovery._ask", ask)
    assert session(tmp_path, catalogue).discover("before").trouble.startswith("not to be tested: it hangs")
