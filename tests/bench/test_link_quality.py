"""A wrong check sequence: the DUT's fault on clean links, nobody's on noisy ones unless nothing ever verifies."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.bench.case_run import Outcome, Setting, run_case
from conformance.bench.golden_bench import GoldenBench
from conformance.bench.open_bench import open_bench
from conformance.catalogue import published
from conformance.checks import check
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.errors import NoAnswer
from conformance.evidence.record import Recorder
from conformance.rules import Rule
from conformance.steps import Step
from conformance.testcase import Start
from conformance.tester.association import Association
from conformance.tester.hdlc_answers import said
from golden_units.cosem.hdlc_session import HdlcSession
from golden_units.cosem.server import Parts
from golden_units.electricity_meter import ElectricityMeter
from tests.bench.cases import RULE, made_up

RULES: dict[str, Rule] = {**published().rules, RULE.id: RULE}
Body = Callable[[Association, Step], None]


def spoiling(is_spoilt: Callable[[int, HdlcFrame], bool]) -> type[HdlcSession]:
    """A session whose frames of some numbers, counted from 1, get a wrong FCS on their way."""

    class Spoiling(HdlcSession):
        sent = 0

        def encode(self, frame: HdlcFrame) -> bytes:
            self.sent += 1
            octets = super().encode(frame)
            return octets[:-2] + bytes((octets[-2] ^ 0x55,)) + octets[-1:] if is_spoilt(self.sent, frame) else octets

    return Spoiling


@pytest.fixture
def run_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    def run(
        body: Body,
        is_spoilt: Callable[[int, HdlcFrame], bool],
        *,
        is_noisy: bool,
        has_verified: bool = True,
        starts: Start = Start.ASSOCIATED,
        retries: int = 0,
    ) -> Outcome:
        bench = open_bench("hdlc+golden")
        assert isinstance(bench, GoldenBench)
        parts = Parts(hdlc_session=spoiling(is_spoilt))
        monkeypatch.setattr(
            "conformance.bench.golden_bench.golden_unit", lambda role, defect: ElectricityMeter(None, parts=parts)
        )
        with Recorder(tmp_path / "attempt") as recorder:
            bench.prepare(recorder, "hdlc")
            exchange = bench.exchange(recorder, "hdlc", bench.rng("test"))
            hdlc = replace(bench.hdlc_settings("hdlc"), is_noisy=is_noisy, retries=retries)
            setting = Setting(exchange, recorder, "hdlc", hdlc, bench.dut, RULES, has_verified)
            return run_case(made_up(starts=starts), body, setting)

    return run


def read_name(association: Association, step: Step) -> None:
    with step("Read the name"):
        association.read_logical_device_name()


def set_up_by_hand(association: Association, step: Step) -> None:
    link: Any = association.link
    link.open_port()
    with link.by_hand(), step("SNRM is answered"):
        assert said(link.ask(link.command(FrameKind.SNRM), "UA")) == "UA P/F"


def stay_silent(association: Association, step: Step) -> None:
    link: Any = association.link
    with link.by_hand():
        with step("RR is answered"):
            assert said(link.ask(link.receive_ready(1), "RR")).startswith("RR")
        with step("RR is not answered"):
            assert link.ask_or_silence(link.receive_ready(1)) is None
    read_name(association, step)


def third_and_later(number: int, frame: HdlcFrame) -> bool:
    return number >= 3


def test_on_a_clean_link_it_is_the_duts_fault(run_on: Callable[..., Outcome]) -> None:
    outcome = run_on(read_name, third_and_later, is_noisy=False)
    assert (outcome.verdict, outcome.reason_code, outcome.rule["id"]) == ("FAIL", "violation", "DLMS-HDLC-FCS")


def test_on_a_noisy_line_a_case_that_cannot_finish_is_inconclusive(run_on: Callable[..., Outcome]) -> None:
    outcome = run_on(read_name, third_and_later, is_noisy=True)
    assert (outcome.verdict, outcome.reason_code) == ("INCONCLUSIVE", "link-quality")
    assert "frames with a wrong check sequence, on a line that makes noise: 1;" in outcome.reason


def test_on_a_noisy_line_a_case_goes_on_where_repeating_helps(run_on: Callable[..., Outcome]) -> None:
    outcome = run_on(read_name, lambda number, frame: number == 3, is_noisy=True, retries=2)
    assert (outcome.verdict, outcome.reason) == ("PASS", "every check held")


def test_faults_of_the_preamble_too(run_on: Callable[..., Outcome]) -> None:
    outcome = run_on(read_name, lambda number, frame: number == 2, is_noisy=True)
    assert (outcome.verdict, outcome.reason_code) == ("INCONCLUSIVE", "link-quality")


def test_if_no_frame_ever_verifies_it_is_the_duts_fault(run_on: Callable[..., Outcome]) -> None:
    outcome = run_on(set_up_by_hand, lambda *_: True, is_noisy=True, has_verified=False, starts=Start.DISCONNECTED)
    assert (outcome.verdict, outcome.rule["id"]) == ("FAIL", "DLMS-HDLC-FCS")
    assert "no frame of the DUT has a right check sequence" in outcome.reason


def test_if_an_earlier_case_saw_one_verify_the_line_is_to_blame(run_on: Callable[..., Outcome]) -> None:
    outcome = run_on(set_up_by_hand, lambda *_: True, is_noisy=True, has_verified=True, starts=Start.DISCONNECTED)
    assert (outcome.verdict, outcome.reason_code) == ("INCONCLUSIVE", "link-quality")


def test_a_silence_that_a_spoilt_frame_broke_is_none(run_on: Callable[..., Outcome]) -> None:
    outcome = run_on(stay_silent, lambda number, frame: number == 4, is_noisy=True)
    assert (outcome.verdict, outcome.reason_code) == ("INCONCLUSIVE", "link-quality")


def test_a_wrong_answer_that_verified_stays_a_failure(run_on: Callable[..., Outcome]) -> None:
    def body(association: Association, step: Step) -> None:
        set_up_by_hand(association, step)
        link: Any = association.link
        with link.by_hand(), step("Of two DISCs one is answered on a good moment"):
            with contextlib.suppress(NoAnswer):
                link.ask(link.command(FrameKind.DISC), "UA")
            answer = said(link.ask(link.command(FrameKind.DISC), "DM"))
            check(answer == "UA P/F", "answer == 'UA P/F'", [answer, "UA P/F"], ["=="], None)

    outcome = run_on(body, lambda number, frame: number == 2, is_noisy=True, starts=Start.DISCONNECTED)
    assert (outcome.verdict, outcome.reason_code, outcome.divergence["found"]) == ("FAIL", "check", "'DM P/F'")


@pytest.mark.parametrize("position", range(1, 8))
def test_noise_in_any_octet_is_noise(
    run_on: Callable[..., Outcome], position: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lengths, addresses and control field are looked at before the check sequence."""
    monkeypatch.setattr(HdlcFrame, "encode", _spoiling_answers(HdlcFrame.encode, position))
    outcome = run_on(read_name, lambda *_: False, is_noisy=True)
    assert outcome.verdict == "INCONCLUSIVE"
    assert outcome.is_silence, "the spoilt frame itself was held against the DUT"


def _spoiling_answers(encode: Callable[[HdlcFrame], bytes], position: int) -> Callable[[HdlcFrame], bytes]:
    def spoilt(frame: HdlcFrame) -> bytes:
        octets = encode(frame)
        if frame.destination.upper != 16:
            return octets
        return octets[:position] + bytes((octets[position] ^ 0x10,)) + octets[position + 1 :]

    return spoilt
