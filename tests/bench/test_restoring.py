"""A meter does not stay changed because one thing went wrong: what a case changed is put back, or the run says so."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from conformance.bench.bench import PORT
from conformance.bench.case_run import Setting, run_case
from conformance.bench.masking import Masker
from conformance.bench.replay import ReplayExchange
from conformance.bench.session import BenchSession, CaseJson
from conformance.checks import check
from conformance.clock import NANOSECONDS
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.set import SetRequestNormal
from conformance.errors import EvidenceError, ProtocolViolation
from conformance.evidence.journal import Journal, read_events
from conformance.evidence.record import TO_DUT, Recorder
from conformance.steps import Step
from conformance.testcase import Effects
from conformance.tester.association import Association
from conformance.tester.services import Undo
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.server import Parts
from golden_units.electricity_meter import ElectricityMeter
from tests.bench.cases import RULE, made_up, run
from tests.bench.lasting_bench import LastingBench, session_on

WRITABLE = AttributeDescriptor(1, ObisCode("0-0:96.1.1.255"), 2)
CLOCK_STATUS = AttributeDescriptor(8, ObisCode("0-0:1.0.0.255"), 4)
WRITES: dict[str, Any] = {"effects": Effects.WRITES, "association": "writing"}
CHANGED = OCTET_STRING(b"CHANGED")


class Fussy(AssociationServer):
    """Keeps silent for some time after a value was written, or for ever."""

    silent_until = 0
    silence_s = 30.0

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        if now < Fussy.silent_until:
            return None
        if apdu.startswith(b"\xc1") and b"CHANGED" in apdu:
            Fussy.silent_until = now + round(Fussy.silence_s * NANOSECONDS)
        return super().serve(apdu, now)


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> ElectricityMeter:
    monkeypatch.setattr(Fussy, "silent_until", 0)
    monkeypatch.setattr(Fussy, "silence_s", 30.0)
    return ElectricityMeter(parts=Parts(association_server=Fussy))


def value_in(meter: ElectricityMeter) -> bytes:
    device: Any = next(iter(meter.devices.values()))
    return bytes(device.points[WRITABLE.class_id, bytes(WRITABLE.instance_id), 2].read(None).value)


def write(association: Association, step: Step) -> None:
    with step("Write another value"):
        association.preserve(WRITABLE)
        response = association.set(WRITABLE, CHANGED)
        check(not response.refused, "not refused", [True], [], None)


def write_and_wait(association: Association, step: Step) -> None:
    write(association, step)
    with step("Read the name"):
        association.read_logical_device_name()


def undo(act: Callable[[], Any]) -> Undo:
    return Undo(act, lambda: False)


def violate() -> Any:
    raise ProtocolViolation("junk", "set-response-normal")


def err() -> Any:
    raise ZeroDivisionError("ours")


def written(events: list[dict[str, Any]]) -> list[str]:
    """Values that left in SETs of the object, in order."""
    sets = [e for e in events if e["kind"] == "frame" and e["direction"] == "to DUT" and "set-request" in e["summary"]]
    return [event["octets"][-14:] for event in sets]


@pytest.mark.parametrize(("act", "verdict"), [(violate, "PASS"), (err, "ERROR")])
def test_one_that_fails_does_not_keep_another_from_being_restored(
    tmp_path: Path, act: Callable[[], Any], verdict: str
) -> None:
    def body(association: Association, step: Step) -> None:
        write(association, step)
        association.restorations.append((CLOCK_STATUS, undo(act)))

    outcome, events = run(body, tmp_path, **WRITES)
    assert str(outcome.verdict) == verdict
    assert outcome.not_restored == [str(CLOCK_STATUS)]
    assert outcome.needs_recovery
    assert any(str(CLOCK_STATUS) in said or "ZeroDivisionError" in said for said in outcome.also)
    assert len(written(events)) == 2, "the value that was changed is written back"


def test_what_was_changed_twice_is_restored_from_the_latest_to_the_first(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        write(association, step)
        with step("And again"):
            association.preserve(WRITABLE)
            association.set(WRITABLE, OCTET_STRING(b"CHANGED AGAIN"))

    outcome, events = run(body, tmp_path, **WRITES)
    assert (str(outcome.verdict), outcome.not_restored) == ("PASS", [])
    old, *_ = [event["value"] for event in events if event["kind"] == "preserve"]
    *_, latest, first = written(events)
    assert latest == CHANGED.value.hex()
    assert old.endswith(first)
    assert first != latest


def test_an_association_that_the_dut_dropped_is_opened_again(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        write(association, step)
        association.link.send_apdu(bytes.fromhex("6200"))  # the machine knows nothing of this release
        association.link.receive_apdu("RLRE")

    outcome, events = run(body, tmp_path, **WRITES)
    assert (str(outcome.verdict), outcome.not_restored) == ("PASS", [])
    assert len(written(events)) == 3, "refused without an association, and then written"
    assert not outcome.needs_recovery


def test_whoever_stops_a_run_leaves_nothing_changed(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        write(association, step)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(body, tmp_path, **WRITES)
    events = list(read_events(tmp_path / "attempt" / "journal.jsonl"))
    assert len(written(events)) == 2
    assert events[-1]["not_restored"] == []


def test_a_refusal_counts_only_where_something_has_changed(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Preserve what cannot be written anyway"):
            association.preserve(CLOCK_STATUS)

    outcome, _ = run(body, tmp_path, **WRITES)
    assert outcome.not_restored == []


def test_what_is_refused_and_changed_is_said(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Pretend that a read-only attribute was changed"):
            value = association.preserve(CLOCK_STATUS)
            association.restorations[-1] = (CLOCK_STATUS, undo(lambda: association.set(CLOCK_STATUS, value)))

    outcome, _ = run(body, tmp_path, **WRITES)
    assert str(outcome.verdict) == "PASS"
    assert outcome.not_restored == [str(CLOCK_STATUS)]
    assert "read-write-denied" in outcome.also[0]


def test_a_meter_that_is_silent_for_a_while_is_waited_for(tmp_path: Path, meter: ElectricityMeter) -> None:
    before = value_in(meter)
    record = session_on(LastingBench(meter), tmp_path).run(made_up(**WRITES), write_and_wait)
    assert (record["verdict"], record["reason_code"]) == ("FAIL", "no-answer")
    assert record["not_restored"] == []
    assert value_in(meter) == before


def test_a_replay_restores_with_the_same_octets(tmp_path: Path, meter: ElectricityMeter) -> None:
    bench = LastingBench(meter)
    record = session_on(bench, tmp_path).run(made_up(**WRITES), write_and_wait)
    events = list(read_events(tmp_path / record["evidence"] / "journal.jsonl"))
    with Recorder(tmp_path / "replay") as recorder:
        bench.prepare(recorder, "wrapper")
        mask = partial(Masker(bench.secrets(), "wrapper"), TO_DUT)
        exchange = ReplayExchange(PORT, events, recorder, bench.timing(None), bench.rng("test"), mask)
        place = Setting(exchange, recorder, "wrapper", bench.hdlc_settings("wrapper"), bench.dut, {RULE.id: RULE})
        outcome = run_case(made_up(**WRITES), write_and_wait, place)
    assert (str(outcome.verdict), outcome.not_restored, exchange.unused) == (record["verdict"], [], 0)
    replayed = list(read_events(tmp_path / "replay" / "journal.jsonl"))
    assert [event["kind"] for event in replayed] == [event["kind"] for event in events if event["kind"] != "case"]
    assert len(written(replayed)) == 3


def recover(tmp_path: Path, meter: ElectricityMeter, silence_s: float) -> tuple[BenchSession, CaseJson]:
    Fussy.silence_s = silence_s
    session = session_on(LastingBench(meter), tmp_path)
    return session, session.run(made_up(**WRITES), write_and_wait)


def test_what_is_left_is_restored_after_the_sign_of_life(
    tmp_path: Path, meter: ElectricityMeter, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = value_in(meter)
    monkeypatch.setattr("conformance.bench.restoring.PAUSES", (0,))
    session, record = recover(tmp_path, meter, 16)
    assert record["not_restored"] == record["restored_later"] == [str(WRITABLE)]
    assert "left_changed" not in record
    assert value_in(meter) == before
    assert not session.left_changed
    assert record["recovery"] == "after the case the DUT was silent, and answered again by itself"
    folder = next((tmp_path / "recovery").iterdir())
    assert len(written(list(read_events(folder / "journal.jsonl")))) == 1


def test_a_dut_that_stays_changed_ends_all_cases_that_change_anything(
    tmp_path: Path, meter: ElectricityMeter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "conformance.bench.recovery.restore_over", lambda link, association: ["not restored: read-write-denied"]
    )
    monkeypatch.setattr("conformance.bench.restoring.PAUSES", (0,))
    session, record = recover(tmp_path, meter, 16)
    assert "DLMS-TEST-001 left the DUT changed (class 1, 0-0:96.1.1.255, attribute 2)" in record["left_changed"]
    assert record["verdict"] == "FAIL", "the verdict is that of the case"
    for effects in Effects:
        changing = made_up(id="DLMS-TEST-002", association="writing", effects=effects)
        decision = session.decide(changing)
        is_kept_from = effects is not Effects.NONE
        assert (decision.reason_code == "left-changed") is is_kept_from, effects
        assert (record["left_changed"] in decision.reason) is is_kept_from
    refused = session.run(made_up(id="DLMS-TEST-002", **WRITES), write)
    assert (refused["verdict"], refused["reason_code"]) == ("NOT_RUN", "left-changed")
    seen = session.run(made_up(id="DLMS-TEST-003"), lambda association, step: association.read_logical_device_name())
    assert seen["verdict"] == "PASS"


@pytest.mark.parametrize(("permits", "controls"), [({"writes"}, []), ({"writes", "power"}, ["reset", "power_cycle"])])
def test_a_dut_that_is_lost_is_said_to_be_left_changed(
    tmp_path: Path, meter: ElectricityMeter, permits: set[str], controls: list[str]
) -> None:
    """Whatever the bench can do is tried only if it is permitted, and stands in the evidence."""
    Fussy.silence_s = 1e6
    bench = LastingBench(meter)
    bench.permits = frozenset(permits)
    session = session_on(bench, tmp_path)
    record = session.run(made_up(**WRITES), write_and_wait)
    assert session.lost.startswith("DUT lost after DLMS-TEST-001: found no octet at all within")
    assert "left the DUT changed" in record["left_changed"]
    journals = sorted((tmp_path / "identification").glob("*/journal.jsonl"))
    events = [event for path in journals for event in read_events(path)]
    assert sorted(event["name"] for event in events if event["kind"] == "control") == sorted(controls)
    assert bench.resets == len(controls)


class Forgetful(AssociationServer):
    """Stores the first value that is written, and says success to all others too."""

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        if apdu.startswith(b"\xc1") and b"CHANGED" not in apdu:
            return bytes((0xC5, 1, apdu[2], 0))
        return super().serve(apdu, now)


def test_success_is_believed_only_when_the_old_value_is_seen_again(tmp_path: Path) -> None:
    meter = ElectricityMeter(parts=Parts(association_server=Forgetful))
    session = session_on(LastingBench(meter), tmp_path)
    case = session.run(made_up(**WRITES), write)
    assert value_in(meter) == b"CHANGED"
    assert case["verdict"] == "PASS"
    assert case["not_restored"] == [str(WRITABLE)]
    assert "and it is not as it was" in case["also"][0]


def test_a_full_disk_does_not_keep_the_dut_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = EvidenceError("no space left on the disk", "room for the evidence", "make room")

    def body(association: Association, step: Step) -> None:
        write(association, step)
        monkeypatch.setattr(Journal, "append", refuse)

    def refuse(*_: object, **__: object) -> None:
        raise full

    meter = ElectricityMeter()
    session = session_on(LastingBench(meter), tmp_path)
    before = value_in(meter)
    with pytest.raises(EvidenceError, match="no space left"):
        session.run(made_up(**WRITES), body)
    assert value_in(meter) == before


ENERGY = AttributeDescriptor(3, ObisCode("1-0:1.8.0.255"), 2)


class TakesAnyCount(AssociationServer):
    """Says success to whoever sets a register that goes on counting, or refuses it."""

    result = 0

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        if apdu.startswith(b"\xc1") and ENERGY.instance_id in apdu:
            return bytes((0xC5, 1, apdu[2], self.result))
        return super().serve(apdu, now)


class RefusesAnyCount(TakesAnyCount):
    result = 3


@pytest.mark.parametrize(("server", "left"), [(TakesAnyCount, []), (RefusesAnyCount, [str(ENERGY)])])
def test_what_counts_on_is_back_if_the_dut_says_so(
    tmp_path: Path, server: type[AssociationServer], left: list[str]
) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Write an energy back that has grown meanwhile"):
            value = association.preserve(ENERGY)
            association.link.pause(60)
            association.send(SetRequestNormal(0xC1, *ENERGY, access_selection=None, value=value))
            association.receive_or_silence()
            check(True, "sent", [True], [], None)

    session = session_on(LastingBench(ElectricityMeter(parts=Parts(association_server=server))), tmp_path)
    assert session.run(made_up(**WRITES), body)["not_restored"] == left


class TooSmall(AssociationServer):
    """Takes in less than what a SET of its own value needs."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "server_max_receive_pdu_size": 18})


def test_nothing_is_changed_that_could_not_be_written_back(tmp_path: Path) -> None:
    meter = ElectricityMeter(parts=Parts(association_server=TooSmall))
    session = session_on(LastingBench(meter), tmp_path)
    before = value_in(meter)
    record = session.run(made_up(**WRITES), write)
    assert (record["verdict"], record["reason_code"]) == ("INCONCLUSIVE", "server-pdu-size")
    assert (value_in(meter), record["not_restored"], session.left_changed) == (before, [], "")
