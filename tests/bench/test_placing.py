"""A fault is placed where it came: in which frame, and at which octet of it, whatever carried it in how many pieces."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.bench.case_run import Outcome
from conformance.bench.placing import name_closing
from conformance.checks import CheckFailed
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.errors import ProtocolViolation
from conformance.evidence.journal import Event
from conformance.steps import Step
from conformance.tester.answers import the_one
from conformance.tester.association import LOGICAL_DEVICE_NAME, Association
from conformance.tester.block_transfer import LongGet
from conformance.tester.lists import get_list
from conformance.tester.object_list import OBJECT_LIST
from conformance.told import told
from conformance.verdict import Verdict
from tests.bench.cases import run

FEW_OCTETS, ROOM = 128, 1_500


def ask_for_ten_names(association: Association, step: Step) -> None:
    with step("Several names in blocks"):
        association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
        association.ask(get_list(association, [LOGICAL_DEVICE_NAME] * 10), "get-response-with-list")


def ask_for_the_object_list(association: Association, step: Step) -> None:
    with step("The object list in blocks, of which each takes several segments over HDLC"):
        association.reopen_with(client_max_receive_pdu_size=ROOM)
        association.read(OBJECT_LIST)


def fetch_the_object_list(association: Association, step: Step) -> None:
    with step("The same, block by block"):
        association.reopen_with(client_max_receive_pdu_size=ROOM)
        get = LongGet(association, OBJECT_LIST)
        get.to_the_end(get.first())
        assert get.data


def judged_octet(outcome: Outcome, events: list[Event]) -> int:
    """What stands in the evidence at the place that the outcome names."""
    (octets,) = [
        bytes.fromhex(event["octets"])
        for event in events
        if event["kind"] == "frame" and event["number"] == outcome.divergence["frame"]
    ]
    octet: int = octets[outcome.divergence["octet"]]
    return octet


@pytest.mark.parametrize("framing", ["wrapper", "hdlc"])
def test_a_fault_in_the_data_of_all_blocks(tmp_path: Path, framing: str) -> None:
    outcome, events = run(ask_for_ten_names, tmp_path, link="golden:get-blocks-lose-an-octet", framing=framing)
    said = outcome.divergence
    assert (outcome.verdict, said["found"], said["wanted"]) == (Verdict.FAIL, "0x44", "0x00 or 0x01")
    assert (said["where"], said["offset"], said["within"]) == ("choice of results[7]", 119, "data of all blocks")
    assert judged_octet(outcome, events) == 0x44
    assert outcome.reason.startswith("octet 119 of the data of all blocks: found 0x44, wanted 0x00 or 0x01")
    case = {**outcome.as_json(), "evidence": "cases/X/1"}
    frame = f"(octet {said['octet']} of frame {said['frame']} of cases/X/1/capture.pcapng)"
    assert f"where   choice of results[7], octet 119 of the data of all blocks {frame}" in told(case)


@pytest.mark.parametrize("framing", ["wrapper", "hdlc"])
@pytest.mark.parametrize("body", [ask_for_the_object_list, fetch_the_object_list])
def test_a_fault_in_an_early_block_is_not_placed_in_the_last_one(tmp_path: Path, framing: str, body: object) -> None:
    """Of the first block the second octet, the number of objects, follows the choice that should not be there."""
    outcome, events = run(body, tmp_path, link="golden:get-blocks-with-choice", framing=framing)  # type: ignore[arg-type]
    said = outcome.divergence
    assert (said["found"].partition(" ")[2], said["offset"]) == ("more octets", 1)
    latest = max(event["number"] for event in events if event["kind"] == "frame" and event["direction"] == "from DUT")
    assert said["frame"] < latest - 2
    assert judged_octet(outcome, events) == 1  # the tag of an array


def test_a_fault_in_an_apdu_of_several_segments(tmp_path: Path) -> None:
    """The tree of the last segment shows no positions, and the fault is in an earlier one."""

    def misread(association: Association, step: Step) -> None:
        with step("A long answer, taken for another"):
            request = GetRequestNormal(association.next_invoke_id(), *OBJECT_LIST)
            association.send(request)
            apdu = association.link.receive_apdu("an answer")
            spoilt = bytearray(apdu)
            at = 300
            while apdu[at] != 0x16:  # enum, the tag of an access mode
                at += 1
            spoilt[at] = 0x77
            association.link.apdus.append(bytes(spoilt))
            association.receive(GetResponseNormal)

    outcome, events = run(misread, tmp_path, framing="hdlc")
    said = outcome.divergence
    assert (said["found"], said["within"]) == ("tag 119 (0x77)", "")
    assert said["offset"] >= 300
    assert judged_octet(outcome, events) == 0x16
    latest = max(event["number"] for event in events if event["kind"] == "frame" and event["direction"] == "from DUT")
    assert said["frame"] < latest


@pytest.mark.parametrize(("closed_because", "said"), [("", ""), ("the other side closed the connection",) * 2])
@pytest.mark.parametrize("found", ["no APDU", "nothing"])
def test_that_the_connection_was_closed_is_what_was_found(found: str, closed_because: str, said: str) -> None:
    link: Any = SimpleNamespace(closed_because=closed_because, is_closed=bool(closed_because))
    for fault in (ProtocolViolation(found, "AARE"), CheckFailed(found, "AARE", "answer", "")):
        name_closing(fault, link)
        assert fault.found == (f"{found}: {said}" if said else found)
    other = ProtocolViolation("RLRE", "AARE")
    name_closing(other, link)
    assert other.found == "RLRE"


def test_a_dut_that_hangs_up_instead_of_answering_fails_for_what_it_did(tmp_path: Path) -> None:
    def ask(association: Association, step: Step) -> None:
        with step("The connection is gone, and nothing was answered"):
            association.read_logical_device_name()
            association.link.closed("the other side closed the connection", association.link.exchange.now)
            the_one(None, GetResponseNormal)

    outcome, _ = run(ask, tmp_path)
    assert outcome.verdict is Verdict.FAIL
    assert outcome.divergence["found"] == "no APDU: the other side closed the connection"
    assert outcome.reason.startswith("found no APDU: the other side closed the connection, wanted get-response-normal")


def test_an_error_of_ours_says_where_and_cites_no_clause(tmp_path: Path) -> None:
    def helper() -> None:
        raise ZeroDivisionError("ours")

    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
            helper()

    outcome, _ = run(body, tmp_path)
    line = helper.__code__.co_firstlineno + 1
    assert (outcome.reason, outcome.clause) == (f"test_placing.py:{line}: ZeroDivisionError: ours", "")
