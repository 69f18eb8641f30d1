"""A failure is held against the rule that was broken, whatever the case is about, and points at its frame."""

import re
from pathlib import Path

import pytest

import conformance
from conformance.catalogue import published_folder
from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import CheckSequenceViolation, HdlcFrame
from conformance.errors import NoAnswer, ProtocolViolation, under
from conformance.rules import load_rules
from conformance.steps import Step
from conformance.testcase import Start
from conformance.tester.association import Association
from conformance.verdict import Verdict
from golden_units.defects import defects_of
from tests.bench.cases import RULE, run

RULES = {**load_rules(published_folder() / "requirements.toml"), RULE.id: RULE}


def open_and_read(association: Association, step: Step) -> None:
    with step("Everything that a usual association does"):
        association.open()
        association.read_logical_device_name()
        association.release()
        association.link.disconnect()


@pytest.mark.parametrize(
    ("framing", "defect"),
    [
        ("wrapper", "aare-nested-length"),
        ("wrapper", "aare-without-initiate-response"),
        ("wrapper", "wrapper-answers-under-version-zero"),
        ("wrapper", "wrapper-does-not-swap-ports"),
        ("wrapper", "get-constant-invoke-id"),
        ("wrapper", "rlre-length"),
        ("hdlc", "hdlc-does-not-swap-addresses"),
        ("hdlc", "hdlc-answers-in-two-octets"),
        ("hdlc", "hdlc-answers-behind-command-header"),
        ("hdlc", "hdlc-ua-without-final-bit"),
    ],
)
def test_a_fault_below_the_case_is_held_against_its_own_rule(tmp_path: Path, framing: str, defect: str) -> None:
    outcome, events = run(
        open_and_read, tmp_path, link=f"golden:{defect}", framing=framing, rules=RULES, starts=Start.DISCONNECTED
    )
    broken = RULES[defects_of()[defect].rule]
    assert outcome.verdict is Verdict.FAIL
    assert outcome.rule["id"] == broken.id
    assert outcome.clause == broken.clause
    frames = {event["number"]: event for event in events if event["kind"] == "frame"}
    assert frames[outcome.divergence["frame"]]["direction"] == (
        "to DUT" if outcome.reason_code == "no-answer" else "from DUT"
    )


def test_a_start_state_that_is_not_reached_names_rule_and_frame(tmp_path: Path) -> None:
    outcome, events = run(open_and_read, tmp_path, link="golden:aare-nested-length", rules=RULES)
    assert (outcome.verdict, outcome.reason_code) == (Verdict.INCONCLUSIVE, "start-state")
    assert outcome.rule["id"] == "DLMS-ACSE-AARE"
    aare = next(event for event in events if event["kind"] == "frame" and "AARE" in event["summary"])
    assert outcome.divergence["frame"] == aare["number"]
    assert outcome.divergence["where"] == "result_source_diagnostic"


def test_what_nobody_knows_better_is_held_against_the_rule_of_the_step(tmp_path: Path) -> None:
    def body(association: Association, step: Step) -> None:
        with step("Read the name"):
            association.read_logical_device_name()
            raise NoAnswer("nothing", "an answer")

    outcome, events = run(body, tmp_path, rules=RULES)
    assert outcome.rule["id"] == RULE.id
    sent = [event["number"] for event in events if event["kind"] == "frame" and event["direction"] == "to DUT"]
    assert outcome.divergence["frame"] == sent[-2], "the last request before the RLRQ of the postamble"


def test_whoever_is_closest_to_the_fault_names_the_rule() -> None:
    with pytest.raises(ProtocolViolation) as raised, under("OUTER"), under("INNER"):
        raise ProtocolViolation("1", "2")
    assert raised.value.rule == "INNER"


@pytest.mark.parametrize(("at", "rule"), [(-3, "DLMS-HDLC-FCS"), (6, "DLMS-HDLC-HCS")])
def test_a_wrong_check_sequence_breaks_the_rule_of_its_field(at: int, rule: str) -> None:
    good = bytearray(HdlcFrame(HdlcAddress(16), HdlcAddress(1), 0x30, b"\xe6\xe7\x00\xc4").encode())
    HdlcFrame.decode(bytes(good))
    good[at] ^= 1
    with pytest.raises(CheckSequenceViolation) as raised:
        HdlcFrame.decode(bytes(good))
    assert raised.value.rule == rule


def test_every_rule_that_code_names_exists() -> None:
    """A misspelt id would silently put the blame on whatever the case is about."""
    named: dict[str, Path] = {}
    for path in Path(conformance.__file__).parent.rglob("*.py"):
        named |= dict.fromkeys(re.findall(r'"(DLMS-[A-Z]+-[A-Z-]*[A-Z])"', path.read_text(encoding="utf-8")), path)
    assert len(named) > 15
    assert {rule: path for rule, path in named.items() if rule not in RULES} == {}
