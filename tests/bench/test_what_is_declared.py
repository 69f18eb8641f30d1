"""A meter is judged by what it declares of itself, and by nothing that nobody has declared."""

from pathlib import Path
from typing import Any

import pytest

from conformance.bench.bench_file import PixitPart
from conformance.bench.forecast import forecast
from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession, CaseJson
from conformance.catalogue import published
from conformance.clock import NANOSECONDS
from conformance.declaration import Declaration
from conformance.dlms.aarq import Aarq
from conformance.dlms.acse import AcseServiceUserDiagnostic
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import NULL_DATA, Data
from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import RunDirectory
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.hdlc_session import HdlcProfile
from golden_units.cosem.object_model import constant, replaced
from golden_units.cosem.server import Parts
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.objects import objects
from tests.bench.lasting_bench import LastingBench, session_on

PIXIT = "conformance.bench.golden_bench.GOLDEN_PIXIT"
LOCKS_S = 60
LOCKOUT_CASES = ["DLMS-ACSE-006", "DLMS-ACSE-007", *(f"DLMS-ACSE-{number:03}" for number in range(18, 22))]


class Locking(AssociationServer):
    """Refuses every secret for a minute after a wrong or a missing one."""

    locked_until = 0

    def check_authentication(self, aarq: Aarq) -> Any:
        if self.now < Locking.locked_until:
            return AcseServiceUserDiagnostic.AUTHENTICATION_FAILURE
        found = super().check_authentication(aarq)
        if found is not None:
            Locking.locked_until = self.now + LOCKS_S * NANOSECONDS
        return found


@pytest.fixture
def locking(monkeypatch: pytest.MonkeyPatch) -> ElectricityMeter:
    monkeypatch.setattr(Locking, "locked_until", 0)
    return ElectricityMeter(parts=Parts(association_server=Locking))


def run(folder: Path, meter: ElectricityMeter, case_id: str, monkeypatch: pytest.MonkeyPatch, said: str) -> CaseJson:
    """One published case on a meter, with a bench file that says this much of it."""
    monkeypatch.setattr("conformance.bench.golden_bench.golden_unit", lambda role, defect: meter)
    is_hdlc = case_id.startswith("DLMS-HDLC")
    file = folder / "bench.toml"
    link = "hdlc+golden" if is_hdlc else "golden"
    file.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n{said}', encoding="utf-8")
    catalogue = published()
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration("electricity_meter", catalogue.proforma, everything, is_enduring=False)
    session = BenchSession(open_bench(str(file)), declaration, catalogue.rules, RunDirectory(folder / "run"))
    case = catalogue.case(case_id)
    return session.run(case.facts, case.body)


class TestLockout:
    @pytest.mark.parametrize("case", LOCKOUT_CASES)
    def test_a_meter_that_locks_as_declared_passes(
        self, tmp_path: Path, locking: ElectricityMeter, case: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record = run(tmp_path, locking, case, monkeypatch, f"[dut.pixit]\nlockout_s = {LOCKS_S}\n")
        assert record["verdict"] == "PASS", record["reason"]
        assert record["duration_s"] >= LOCKS_S

    @pytest.mark.parametrize("case", LOCKOUT_CASES)
    @pytest.mark.parametrize("declared", [0, 30])
    def test_a_meter_that_locks_for_longer_than_declared_fails(
        self, tmp_path: Path, locking: ElectricityMeter, case: str, declared: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record = run(tmp_path, locking, case, monkeypatch, f"[dut.pixit]\nlockout_s = {declared}\n")
        assert record["verdict"] == "FAIL"

    @pytest.mark.parametrize("case", LOCKOUT_CASES)
    def test_a_meter_of_which_nobody_declares_it_is_not_judged(
        self, tmp_path: Path, locking: ElectricityMeter, case: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(PIXIT, {"max_wrong_credentials": 5})
        record = run(tmp_path, locking, case, monkeypatch, "")
        assert (record["verdict"], record["reason_code"]) == ("INCONCLUSIVE", "undeclared")
        assert "declare lockout_s in [dut.pixit]" in record["reason"]
        assert record["steps"][-1]["verdict"] == "INCONCLUSIVE"

    def test_the_next_case_waits_until_the_meter_is_unlocked(self, tmp_path: Path, locking: ElectricityMeter) -> None:
        bench = LastingBench(locking, pixit=PixitPart(lockout_s=LOCKS_S, max_wrong_credentials=5))
        session = session_on(bench, tmp_path)
        case = published().case("DLMS-ACSE-006")

        def locks_and_gives_up(association: Any, step: Any) -> None:
            with step("A wrong secret"):
                aarq = association.aarq()
                aarq.calling_authentication_value = b"wrong"
                association.end()
                association.offer(aarq)
                step.foreseen(False)

        assert session.run(case.facts, locks_and_gives_up)["verdict"] == "INCONCLUSIVE"
        locked_s = session.lockout.asked["locked_s"]
        assert locked_s >= LOCKS_S
        record = session.run(case.facts, case.body)
        assert record["verdict"] == "PASS", record["reason"]
        events = read_events(tmp_path / record["evidence"] / "journal.jsonl")
        facts = next(event for event in events if event["kind"] == "case")
        assert facts["setting"]["locked_ns"] <= LOCKS_S * NANOSECONDS
        assert record["duration_s"] >= 2 * LOCKS_S - 1
        assert session.lockout.asked["locked_s"] == locked_s, "the meter has just let us in, and is not locked anew"

    def test_the_forecast_counts_it(self, tmp_path: Path) -> None:
        catalogue = published()
        case = catalogue.case("DLMS-ACSE-006")
        bench = LastingBench(ElectricityMeter(), pixit=PixitPart(lockout_s=LOCKS_S))
        assert forecast(session_on(bench, tmp_path), catalogue, [case])[case.facts.id].duration_s >= LOCKS_S


def meter_with(timeout_s: int, shown: Data | None = None) -> ElectricityMeter:
    settings = MeterSettings(hdlc=HdlcProfile(inactivity_timeout_s=timeout_s))
    if shown is None:
        return ElectricityMeter(settings)
    wrong = constant(shown)
    setup = str(ObisCode("0-0:22.0.0.255"))
    return ElectricityMeter(settings, model=lambda state: replaced(objects(state), setup, 8, wrong))


class TestInactivity:
    @pytest.mark.parametrize(
        ("timeout_s", "declared", "verdict", "code"),
        [
            (300, None, "PASS", "passed"),
            (300, 300, "PASS", "passed"),
            (300, 120, "FAIL", "check"),
            (60, 120, "INCONCLUSIVE", "unforeseen"),
            (0, None, "INCONCLUSIVE", "unforeseen"),
            (0, 0, "INCONCLUSIVE", "unforeseen"),
            (0, 120, "FAIL", "check"),
        ],
    )
    def test_a_meter_is_judged_by_what_is_declared_or_shown(
        self,
        tmp_path: Path,
        timeout_s: int,
        declared: int | None,
        verdict: str,
        code: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        said = "" if declared is None else f"[dut.timing]\ninactivity_timeout_s = {declared}\n"
        record = run(tmp_path, meter_with(timeout_s), "DLMS-HDLC-027", monkeypatch, said)
        assert (record["verdict"], record["reason_code"]) == (verdict, code), record["reason"]

    def test_a_meter_that_shows_nothing_is_not_judged(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        record = run(tmp_path, meter_with(300, NULL_DATA()), "DLMS-HDLC-027", monkeypatch, "")
        assert (record["verdict"], record["reason_code"]) == ("INCONCLUSIVE", "undeclared")
        assert "declare inactivity_timeout_s in [dut.timing]" in record["reason"]

    def test_a_setup_that_may_not_be_touched_is_not_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        said = '[dut.pixit.do_not_test]\n"0-0:22.0.0.255" = "it hangs"\n'
        record = run(tmp_path, meter_with(300), "DLMS-HDLC-027", monkeypatch, said)
        assert (record["verdict"], record["reason_code"]) == ("INCONCLUSIVE", "undeclared")
