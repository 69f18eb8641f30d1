"""Running made-up cases on the golden meter, as a replay or the plugin would run published ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from conformance.bench.case_run import Outcome, Setting, run_case
from conformance.bench.open_bench import open_bench
from conformance.evidence.journal import Event, read_events
from conformance.evidence.record import Recorder
from conformance.rules import Rule
from conformance.testcase import Effects, Start, TestCase

RULE = Rule("DLMS-TEST", "A rule for tests.", "clause 1", "unconfirmed")

ONLY_RULE = {RULE.id: RULE}


def made_up(**changes: Any) -> TestCase:
    facts: dict[str, Any] = {
        "id": "DLMS-TEST-001",
        "version": 1,
        "purpose": "Made up.",
        "dut": ("electricity_meter",),
        "starts": Start.ASSOCIATED,
        "effects": Effects.NONE,
        "covers": (RULE.id,),
        "requires": "",
        "controls": (),
        "association": "public",
        "title": "A made-up case.",
        "file": Path(__file__),
        "function": "case",
        "parameters": ("association", "step"),
        "instances": "",
    }
    return TestCase(**{**facts, **changes})


def run(
    body: Callable[..., None],
    folder: Path,
    *,
    link: str = "golden",
    framing: str = "wrapper",
    rules: dict[str, Rule] = ONLY_RULE,
    **changes: Any,
) -> tuple[Outcome, list[Event]]:
    """The outcome of one attempt and its journal."""
    bench = open_bench(link)
    directory = folder / "attempt"
    with Recorder(directory) as recorder:
        bench.prepare(recorder, framing)
        exchange = bench.exchange(recorder, framing, bench.rng("test"))
        setting = Setting(exchange, recorder, framing, bench.hdlc_settings(framing), bench.dut, rules)
        outcome = run_case(made_up(**changes), body, setting)
    return outcome, list(read_events(directory / "journal.jsonl"))
