"""Where verdicts come from: nothing passes that was not observed, nothing fails that was not the DUT's doing."""

from pathlib import Path
from typing import Any

import pytest

from conformance.checks import check
from conformance.clock import NANOSECONDS
from conformance.codec.message import Message
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import OCTET_STRING, UNSIGNED
from conformance.dlms.set import SetRequestNormal
from conformance.errors import HarnessError, NoAnswer, ProtocolViolation
from conformance.steps import Step
from conformance.testcase import Effects, Start
from conformance.tester.association import Association
from conformance.tester.idleness import Idleness
from conformance.verdict import Verdict
from tests.bench.cases import run

WRITABLE = AttributeDescriptor(1, ObisCode("0-0:96.1.1.255"), 2)
BOTH = pytest.mark.parametrize("framing", ["wrapper", "hdlc"])


def verify(holds: bool, text: str = "holds") -> None:
    """What a rewritten assert does."""
    check(holds, text, [holds, True], ["=="], None)


@BOTH
def test_a_case_that_observes_and_checks_passes(tmp_path: Path, framing: str) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()

    outcome, _ = run(body, tmp_path, framing=framing)
    assert outcome.verdict is Verdict.PASS
    assert len(outcome.steps[0].checks) >= 2
    assert len(outcome.steps[0].frames) == 2


STARTS = pytest.mark.parametrize("starts", list(Start))
"""What leads to a start state is full of answers and checks, and none of them is the case's."""


@STARTS
def test_a_case_without_any_check_is_an_error(tmp_path: Path, starts: Start) -> None:
    outcome, _ = run(lambda association, step: None, tmp_path, starts=starts)
    assert (outcome.verdict, outcome.reason_code) == (Verdict.ERROR, "vacuous")


@STARTS
def test_a_check_before_anything_is_observed_proves_nothing(tmp_path: Path, starts: Start) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Check something that needs no DUT"):
            verify(True)
            step.foreseen(True)

    outcome, _ = run(body, tmp_path, starts=starts)
    assert (outcome.verdict, outcome.reason_code) == (Verdict.ERROR, "vacuous")


def test_a_step_that_does_nothing_is_an_error(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
        with step("Think about it"):
            pass

    outcome, _ = run(body, tmp_path)
    assert outcome.verdict is Verdict.ERROR
    assert "Think about it" in outcome.reason


SET = SetRequestNormal(0xC1, *WRITABLE, access_selection=None, value=OCTET_STRING(b"other"))
ACTION = ActionRequestNormal(0xC1, 8, ObisCode("0-0:1.0.0.255"), 5, parameters=None)


@pytest.mark.parametrize("request_", [SET, ACTION, SET.encode(), ACTION.encode() + b"?"])
def test_a_case_without_effects_changes_nothing(tmp_path: Path, request_: Message | bytes) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Try it"):
            association.read_logical_device_name()
            association.try_out(request_)

    outcome, events = run(body, tmp_path)
    assert (outcome.verdict, outcome.reason_code) == (Verdict.ERROR, "harness")
    assert "declares no effects" in outcome.reason
    octets = request_ if isinstance(request_, bytes) else request_.encode()
    assert not [event for event in events if event["kind"] == "frame" and octets.hex() in event["octets"]]


def test_a_request_may_be_as_long_as_the_dut_takes_in(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Ask whether there is room"):
            association.read_logical_device_name()
            association.expect_room_for(bytes(association.largest_request))
            association.expect_room_for(bytes(association.largest_request + 1))

    outcome, _ = run(body, tmp_path)
    assert (outcome.verdict, outcome.reason_code) == (Verdict.INCONCLUSIVE, "server-pdu-size")
    assert outcome.reason.startswith("a request of 1025 octets is needed")


def test_another_client_minds_what_the_first_has_to(tmp_path: Path) -> None:
    """One line carries them both: what was dropped, what was silent for long, what may not be tested."""

    def body(association: Association, step: Step) -> None:
        with step("Read the name as another client"):
            first = association.link
            with association.another(association.reader()) as other:
                other.read_logical_device_name()
                for name in ("quality", "idleness", "tolerances", "do_not_test"):
                    verify(getattr(other.link, name) is getattr(first, name), name)

    outcome, _ = run(body, tmp_path, association="writing")
    assert (outcome.verdict, outcome.reason) == (Verdict.PASS, "every check held")


@pytest.mark.parametrize(
    ("holds", "said"), [(True, (Verdict.PASS, "passed")), (False, (Verdict.INCONCLUSIVE, "inactivity"))]
)
def test_what_a_link_that_lapsed_may_have_caused_is_not_held_against_the_dut(
    tmp_path: Path, holds: bool, said: tuple[Verdict, str]
) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
            association.link.idleness = Idleness(timeout_s=5)
            association.link.idleness.sent(0)
            association.link.idleness.ended(5 * NANOSECONDS)
            verify(holds)

    outcome, _ = run(body, tmp_path)
    assert (outcome.verdict, outcome.reason_code) == said


def test_a_case_that_an_impaired_link_kept_from_observing_anything_is_no_fault_of_ours(tmp_path: Path) -> None:
    outcome, events = run(lambda association, step: None, tmp_path, link="hdlc+golden?late=0.5&seed=1", framing="hdlc")
    assert [event for event in events if event["kind"] == "impaired"]
    assert (outcome.verdict, outcome.reason_code) == (Verdict.INCONCLUSIVE, "link-quality")


def test_a_silence_without_an_answer_after_it_is_an_error(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Send nothing that can be answered"):
            association.link.send_octets(b"\x00")
            association.link.expect_silence()

    outcome, _ = run(body, tmp_path)
    assert (outcome.verdict, outcome.reason_code) == (Verdict.ERROR, "vacuous")
    assert "did not answer again" in outcome.reason


def test_a_silence_before_the_dut_has_answered_at_all_is_an_error(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Wait for nothing"):
            association.link.connect()
            association.link.expect_silence()

    outcome, _ = run(body, tmp_path, starts=Start.DISCONNECTED)
    assert (outcome.verdict, outcome.reason_code) == (Verdict.ERROR, "harness")


def test_a_failed_check_fails_with_found_wanted_and_clause(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
            check(False, "name == b''", [b"GLD", b""], ["=="], None)

    outcome, events = run(body, tmp_path)
    assert (outcome.verdict, outcome.reason_code, outcome.clause) == (Verdict.FAIL, "check", "clause 1")
    assert outcome.divergence["found"] == "0x47 4C 44"
    assert outcome.steps[0].verdict is Verdict.FAIL
    assert events[-1]["kind"] == "verdict"
    assert events[-1]["verdict"] == "FAIL"


@pytest.mark.parametrize(
    ("error", "verdict", "code"),
    [
        (ProtocolViolation("3", "4", offset=7, field="length"), Verdict.FAIL, "violation"),
        (NoAnswer("nothing", "AARE"), Verdict.FAIL, "no-answer"),
        (HarnessError("no such handle"), Verdict.ERROR, "harness"),
        (ZeroDivisionError("ours"), Verdict.ERROR, "unexpected"),
    ],
)
def test_whose_fault_it_was_decides(tmp_path: Path, error: Exception, verdict: Verdict, code: str) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
            raise error

    outcome, _ = run(body, tmp_path)
    assert (outcome.verdict, outcome.reason_code) == (verdict, code)


def test_a_legal_but_unforeseen_answer_is_inconclusive(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
            step.foreseen(False, "another refusal")

    outcome, _ = run(body, tmp_path)
    assert (outcome.verdict, outcome.reason_code, outcome.reason) == (
        Verdict.INCONCLUSIVE,
        "unforeseen",
        "another refusal",
    )


def test_what_a_person_must_see_is_no_pass(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
            step.look("Is this the name on the nameplate?")

    outcome, _ = run(body, tmp_path)
    assert outcome.verdict is Verdict.REVIEW


def test_a_start_state_that_is_not_reached_is_inconclusive_and_the_body_does_not_run(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        raise AssertionError("the body must not run")

    outcome, _ = run(body, tmp_path, link="golden:aare-nested-length")
    assert (outcome.verdict, outcome.reason_code) == (Verdict.INCONCLUSIVE, "start-state")
    assert "result_source_diagnostic" in outcome.reason


@BOTH
def test_what_a_case_changes_is_recorded_first_and_written_back(tmp_path: Path, framing: str) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Write another value"):
            association.preserve(WRITABLE)
            verify(not association.set(WRITABLE, OCTET_STRING(b"CHANGED")).refused)

    changes: dict[str, Any] = {"effects": Effects.WRITES, "association": "writing"}
    outcome, events = run(body, tmp_path, framing=framing, **changes)
    assert outcome.verdict is Verdict.PASS
    assert outcome.not_restored == []
    writes = [event for event in events if "set-request-normal" in event.get("summary", "")]
    assert [b"CHANGED".hex() in writes[0]["octets"], b"UNSET".hex() in writes[1]["octets"]] == [True, True]
    preserved = next(event["n"] for event in events if event["kind"] == "preserve")
    assert preserved < writes[0]["n"]


def test_a_case_that_declares_no_effects_may_not_write(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Write without permission"):
            association.set(WRITABLE, UNSIGNED(1))

    outcome, events = run(body, tmp_path, association="writing")
    assert (outcome.verdict, outcome.reason_code) == (Verdict.ERROR, "harness")
    assert not [event for event in events if "set-request" in event.get("summary", "")]


def test_a_fault_on_the_way_back_changes_no_verdict_and_starts_recovery(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name and leave half a PDU on the stream"):
            association.read_logical_device_name()
            association.link.send_octets(bytes.fromhex("0001001000010040"))

    outcome, _ = run(body, tmp_path)
    assert outcome.verdict is Verdict.PASS
    assert outcome.needs_recovery
    assert "after the case" in outcome.also[0]


def test_a_case_that_asks_for_an_unknown_handle_is_an_error(tmp_path: Path) -> None:
    outcome, _ = run(lambda unheard_of: None, tmp_path, parameters=("unheard_of",))
    assert outcome.verdict is Verdict.ERROR
    assert "unheard_of" in outcome.reason
