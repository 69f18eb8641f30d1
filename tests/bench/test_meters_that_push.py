"""A meter that pushes between its answers is failed by no case, and hardly any ends open for it."""

import json
from pathlib import Path

import pytest

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import PublishedCase, published
from conformance.declaration import Declaration
from conformance.dlms.wrapper import WrapperPdu
from conformance.evidence.run_directory import RunDirectory
from golden_units.cosem.server import Parts
from golden_units.cosem.wrapper_session import WrapperSession
from golden_units.electricity_meter import ElectricityMeter

EVENT_NOTIFICATION = bytes.fromhex("c200 0008 0000010000ff 02 00")
DATA_NOTIFICATION = bytes.fromhex("0f 00000001 00 00")


def pushing(apdu: bytes) -> type[WrapperSession]:
    class Pushing(WrapperSession):
        def serve(self, pdu: WrapperPdu, now: int) -> bytes | None:
            answer = super().serve(pdu, now)
            return answer and self.respond(pdu, apdu) + answer

    return Pushing


@pytest.fixture(params=[EVENT_NOTIFICATION, DATA_NOTIFICATION], ids=["event", "data"])
def session(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BenchSession:
    def meter(role: str, defect: str) -> ElectricityMeter:
        return ElectricityMeter(parts=Parts(wrapper_session=pushing(request.param)))

    monkeypatch.setattr("conformance.bench.golden_bench.golden_unit", meter)
    catalogue = published()
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration("electricity_meter", catalogue.proforma, everything, is_enduring=False)
    return BenchSession(open_bench("golden"), declaration, catalogue.rules, RunDirectory(tmp_path))


FEW = 10
"""Of a case with instances."""

BY_HAND = "DLMS-WRAPPER-001"
"""Takes octets as they come, where a notification is one more thing that it does not foresee."""


def test_no_case_is_failed_by_it(session: BenchSession) -> None:
    def judge(case: PublishedCase) -> str:
        targets = session.instances(case.facts)
        verdicts = [session.run(case.facts, case.body, target)["verdict"] for target in targets[:FEW]]
        return str(next((verdict for verdict in verdicts if verdict != "PASS"), "PASS"))

    verdicts = {case.facts.id: judge(case) for case in published().in_order()}
    ran = {case: verdict for case, verdict in verdicts.items() if verdict != "NOT_APPLICABLE"}
    assert len(ran) > 50
    assert {verdict for case, verdict in ran.items() if case != BY_HAND} == {"PASS"}
    assert ran[BY_HAND] == "INCONCLUSIVE"


def test_the_evidence_says_what_was_pushed(
    session: BenchSession, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    case = next(case for case in published().in_order() if case.facts.id == "DLMS-GET-001")
    session.run(case.facts, case.body)
    (journal,) = tmp_path.glob("cases/DLMS-GET-001/*/journal.jsonl")
    pushed = {
        "event": "1 → 16: event-notification-request 0-0:1.0.0.255 class 8 attribute 2 null-data",
        "data": "1 → 16: data-notification null-data",
    }
    wanted = pushed[request.node.callspec.id]
    assert any(json.loads(line).get("summary") == wanted for line in journal.read_text(encoding="utf-8").splitlines())
