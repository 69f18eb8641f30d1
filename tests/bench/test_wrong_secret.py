"""A wrong password in a bench file is shown to a meter once: it might lock itself, and is not judged by it."""

from pathlib import Path

import pytest

from conformance.bench.bench_file import AssociationPart, PixitPart
from conformance.bench.rejudge import rejudge
from conformance.bench.session import BenchSession
from conformance.catalogue import PublishedCase, published
from conformance.dlms.acse import AcseServiceUserDiagnostic as Diagnostic
from conformance.evidence.run_directory import RunDirectory
from conformance.run_log import run_json
from conformance.steps import Step
from conformance.testcase import Effects
from conformance.tester.association import Association
from golden_units.cosem.association_server import AssociationServer
from golden_units.electricity_meter import ElectricityMeter
from golden_units.electricity_meter.settings import CLIENTS
from tests.bench.cases import made_up
from tests.bench.lasting_bench import LastingBench, session_on

SECRET = next(client.secret for client in CLIENTS if client.secret).decode()
PUBLIC = AssociationPart(name="public", client_sap=16)
SAID = "the meter refuses the secret of association reading: correct it; it was not tried again"


def reading(secret: str) -> AssociationPart:
    sap = next(client.sap for client in CLIENTS if client.secret)
    return AssociationPart.model_validate(
        {"name": "reading", "client_sap": sap, "mechanism": "lls", "secret": secret, "may_write": True}
    )


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Every secret that is shown to the meter where it asks for one."""
    found: list[bytes] = []
    check = AssociationServer.check_authentication

    def count(self: AssociationServer, aarq: object) -> object:
        secret = getattr(aarq, "calling_authentication_value", None)
        if secret is not None and self.client.secret:
            found.append(secret)
        return check(self, aarq)  # type: ignore[arg-type]

    monkeypatch.setattr(AssociationServer, "check_authentication", count)
    return found


def session(folder: Path, *associations: AssociationPart) -> BenchSession:
    return session_on(LastingBench(ElectricityMeter(), associations=list(associations)), folder)


def verdicts_of_all(run: BenchSession) -> dict[str, tuple[str, str]]:
    records = [run.run(case.facts, case.body) for case in published().in_order()]
    return {record["id"]: (record["verdict"], record["reason_code"]) for record in records}


def test_identification_shows_it_once_and_says_so(tmp_path: Path, shown: list[bytes]) -> None:
    run = session(tmp_path, reading("mistaken"))
    found = run.discover("before")
    assert (found.answered, found.trouble, run.refused) == (True, SAID, SAID)
    assert shown == [b"mistaken"]


def test_a_run_that_needs_it_here_and_there_shows_it_once(tmp_path: Path, shown: list[bytes]) -> None:
    run = session(tmp_path, PUBLIC, reading("mistaken"))
    assert run.discover("before").trouble == ""
    verdicts = verdicts_of_all(run)
    assert shown == [b"mistaken"]
    needing = [case.facts.id for case in published().in_order() if case.facts.association in ("lls", "writing")]
    assert "FAIL" not in {verdicts[case_id][0] for case_id in needing}
    judged = [found for found in verdicts.values() if found[1] == "credentials"]
    assert judged.count(("INCONCLUSIVE", "credentials")) == 1, "the case that has found out"
    assert judged.count(("NOT_RUN", "credentials")) >= 10
    assert verdicts["DLMS-GET-001"] == ("PASS", "passed"), "the public client is not concerned"


def test_even_a_case_that_sends_its_aarq_itself_is_not_failed(tmp_path: Path, shown: list[bytes]) -> None:
    run = session(tmp_path, PUBLIC, reading("mistaken"))
    case = published().case("DLMS-ACSE-005")
    record = run.run(case.facts, case.body)
    assert (record["verdict"], record["reason_code"], record["reason"]) == ("INCONCLUSIVE", "credentials", SAID)
    record = run.run(case.facts, case.body)
    assert (record["verdict"], record["reason_code"], record["reason"]) == ("NOT_RUN", "credentials", SAID)
    assert len(shown) == 1


def test_a_replay_knows_what_the_run_knew(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run = session(folder, PUBLIC, reading("mistaken"))
    directory = RunDirectory(folder)
    case = published().case("DLMS-ACSE-005")
    run.run(case.facts, case.body)
    directory.write_json(directory.run_json, run_json(run.bench) | {"seed": 1, "bench": "golden"})
    (attempt,) = rejudge(directory, published())
    assert (attempt.recorded, attempt.replayed, attempt.difference) == ("INCONCLUSIVE", "INCONCLUSIVE", "")


def refusing(diagnostic: Diagnostic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AssociationServer, "check_authentication", lambda self, aarq: diagnostic)


def opens(association: Association, step: Step) -> None:
    with step("Open it"):
        association.open()
        association.read_logical_device_name()


def test_any_refusal_counts_before_the_first_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(Diagnostic.NO_REASON_GIVEN, monkeypatch)
    run = session(tmp_path, reading(SECRET))
    record = run.run(made_up(association="lls"), opens)
    assert (record["verdict"], record["reason"]) == ("INCONCLUSIVE", SAID)


def test_a_meter_that_turns_down_what_it_took_is_judged_for_it_but_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = session(tmp_path, PUBLIC, reading(SECRET))
    case = made_up(association="lls", starts="linked")
    assert run.run(case, opens)["verdict"] == "PASS"
    refusing(Diagnostic.AUTHENTICATION_FAILURE, monkeypatch)
    record = run.run(case, opens)
    assert (record["verdict"], record["reason_code"]) == ("FAIL", "violation")
    assert run.run(case, opens)["reason"] == SAID


def test_another_refusal_of_a_known_secret_is_for_cases_to_judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = session(tmp_path, reading(SECRET))
    case = made_up(association="lls", starts="linked")
    assert run.run(case, opens)["verdict"] == "PASS"
    refusing(Diagnostic.NO_REASON_GIVEN, monkeypatch)
    assert [run.run(case, opens)["verdict"] for _ in range(2)] == ["FAIL", "FAIL"]


def test_an_association_at_addresses_that_the_meter_does_not_serve_is_no_fault_of_it(tmp_path: Path) -> None:
    astray = AssociationPart.model_validate({**reading(SECRET).model_dump(), "secret": SECRET, "client_sap": 99})
    run = session(tmp_path, PUBLIC, astray)
    case = published().case("DLMS-ACSE-005")
    record = run.run(case.facts, case.body)
    assert (record["verdict"], record["reason_code"]) == ("INCONCLUSIVE", "unanswered")
    assert "see whether client_sap 99 and server_sap 1 are right; found no octet at all" in record["reason"]


LOCKOUT = [case for case in published().in_order() if case.facts.effects is Effects.LOCKOUT]


@pytest.mark.parametrize("case", LOCKOUT, ids=lambda case: case.facts.id)
def test_wrong_secrets_sent_on_purpose_spoil_nothing(tmp_path: Path, shown: list[bytes], case: PublishedCase) -> None:
    run = session(tmp_path, PUBLIC, reading(SECRET))
    assert run.run(case.facts, case.body)["verdict"] == "PASS"
    assert SECRET.encode() in shown
    assert run.refused == ""
    assert run.bench.dut.standing.accepted == {"reading"}


@pytest.mark.parametrize("limit", [1, 3])
def test_no_more_wrong_secrets_are_sent_than_the_meter_bears(tmp_path: Path, shown: list[bytes], limit: int) -> None:
    pixit = PixitPart(lockout_s=0, max_wrong_credentials=limit)
    bench = LastingBench(ElectricityMeter(), associations=[PUBLIC, reading(SECRET)], pixit=pixit)
    run = session_on(bench, tmp_path)
    verdicts = [run.run(case.facts, case.body)["verdict"] for case in LOCKOUT]
    assert verdicts.count("NOT_RUN") == len(LOCKOUT) - limit
    assert 1 <= len([secret for secret in shown if secret != SECRET.encode()]) <= limit
