"""How a meter may refuse: the apt answer passes, another legal one decides nothing, without an AARE it fails."""

from pathlib import Path
from typing import Any

import pytest

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession, CaseJson
from conformance.catalogue import published
from conformance.declaration import Declaration
from conformance.dlms.acse import AcseServiceUserDiagnostic, AssociationResult
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.secondary import HdlcSecondary
from conformance.dlms.service_error import ServiceError, StateError
from conformance.evidence.run_directory import RunDirectory
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.server import Parts
from golden_units.electricity_meter import ElectricityMeter

REFUSED_AARQS = [
    *("DLMS-ACSE-002", "DLMS-ACSE-003", "DLMS-ACSE-004", "DLMS-ACSE-006", "DLMS-ACSE-007"),
    *("DLMS-INIT-001", "DLMS-INIT-003", "DLMS-INIT-004"),
]
"""Cases in which a valid AARQ has to be refused."""

MALFORMED_AARQS = ["DLMS-ACSE-009", "DLMS-ACSE-010"]


def run(folder: Path, case_id: str, parts: Parts, monkeypatch: pytest.MonkeyPatch, link: str = "golden") -> CaseJson:
    meter = ElectricityMeter(parts=parts)
    monkeypatch.setattr("conformance.bench.golden_bench.golden_unit", lambda role, defect: meter)
    catalogue = published()
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration("electricity_meter", catalogue.proforma, everything, is_enduring=False)
    session = BenchSession(open_bench(link), declaration, catalogue.rules, RunDirectory(folder))
    case = catalogue.case(case_id)
    return session.run(case.facts, case.body)


class RefusesInSilence(AssociationServer):
    def refuse(self, *reason: Any) -> bytes | None:
        super().refuse(*reason)
        return None


class RefusesByException(AssociationServer):
    def refuse(self, *reason: Any) -> bytes | None:
        super().refuse(*reason)
        return self.exception(StateError.SERVICE_NOT_ALLOWED, ServiceError.OPERATION_NOT_POSSIBLE)


@pytest.mark.parametrize("link", ["golden", "hdlc+golden"])
@pytest.mark.parametrize(
    ("server", "found"), [(RefusesInSilence, "no APDU"), (RefusesByException, "exception-response")]
)
@pytest.mark.parametrize("case", REFUSED_AARQS)
def test_a_valid_aarq_is_refused_by_an_aare(
    tmp_path: Path,
    case: str,
    server: type[AssociationServer],
    found: str,
    link: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = run(tmp_path, case, Parts(association_server=server), monkeypatch, link)
    assert record["verdict"] == "FAIL"
    assert record["rule"]["id"] == "DLMS-ACSE-AARE"
    assert record["divergence"]["found"].startswith(found)
    assert record["divergence"]["wanted"] == "AARE"


@pytest.mark.parametrize("case", MALFORMED_AARQS)
def test_what_is_no_valid_aarq_may_be_passed_over(tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(tmp_path, case, Parts(association_server=RefusesInSilence), monkeypatch)["verdict"] == "PASS"


def refusing_with(wanted: int, instead: int) -> Parts:
    """A meter that says something else where it would give one diagnostic."""

    class Refusing(AssociationServer):
        def refuse(self, diagnostic: Any, user_information: bytes | None = None) -> bytes | None:
            said = AcseServiceUserDiagnostic(instead) if diagnostic == wanted else diagnostic
            return super().refuse(said, user_information)

    return Parts(association_server=Refusing)


@pytest.mark.parametrize(
    ("case", "apt", "said", "verdict"),
    [
        *(("DLMS-ACSE-007", 12, said, "PASS") for said in (12, 14)),
        *(("DLMS-ACSE-007", 12, said, "INCONCLUSIVE") for said in (1, 11, 13)),
        ("DLMS-ACSE-007", 12, 2, "FAIL"),
        ("DLMS-ACSE-006", 13, 13, "PASS"),
        ("DLMS-ACSE-006", 13, 1, "INCONCLUSIVE"),
        ("DLMS-ACSE-004", 11, 11, "PASS"),
        ("DLMS-ACSE-004", 11, 13, "INCONCLUSIVE"),
    ],
)
def test_the_apt_diagnostic_passes_and_a_legal_other_one_decides_nothing(
    tmp_path: Path, case: str, apt: int, said: int, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = run(tmp_path, case, refusing_with(apt, said), monkeypatch)
    assert record["verdict"] == verdict, record["reason"]


def test_a_transient_refusal_of_a_wrong_secret_decides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Transient(AssociationServer):
        def aare(self, result: AssociationResult, *rest: Any) -> bytes:
            is_refusal = result is AssociationResult.REJECTED_PERMANENT
            return super().aare(AssociationResult.REJECTED_TRANSIENT if is_refusal else result, *rest)

    record = run(tmp_path, "DLMS-ACSE-006", Parts(association_server=Transient), monkeypatch)
    assert record["verdict"] == "INCONCLUSIVE"
    assert "the result is rejected" in record["reason"]


class DropsLongInformation(HdlcSecondary):
    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        if kind is not FrameKind.FRMR:
            super().send_frame(kind, poll_final=poll_final, information=information)


class DisconnectsOnLongInformation(HdlcSecondary):
    def send_frame(self, kind: FrameKind, *, poll_final: bool = True, information: bytes = b"") -> None:
        is_frmr = kind is FrameKind.FRMR
        super().send_frame(FrameKind.DM if is_frmr else kind, information=b"" if is_frmr else information)


@pytest.mark.parametrize(
    ("secondary", "verdict"),
    [(HdlcSecondary, "PASS"), (DropsLongInformation, "INCONCLUSIVE"), (DisconnectsOnLongInformation, "INCONCLUSIVE")],
)
def test_frmr_is_the_apt_answer_to_a_field_too_long(
    tmp_path: Path, secondary: type[HdlcSecondary], verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = run(tmp_path, "DLMS-HDLC-023", Parts(hdlc_secondary=secondary), monkeypatch, "hdlc+golden")
    assert record["verdict"] == verdict, record["reason"]
