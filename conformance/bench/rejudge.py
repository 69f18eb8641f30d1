"""Judging a recorded run again: every attempt is replayed from its journal, by anybody, without the DUT."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from conformance.bench.bench import PORT, Bench, new_dissector
from conformance.bench.bench_file import BenchFile
from conformance.bench.case_run import Setting, run_case
from conformance.bench.difference import first_difference
from conformance.bench.masking import Masker
from conformance.bench.open_bench import bench_of
from conformance.bench.replay import Diverged, ReplayExchange
from conformance.catalogue import Catalogue, PublishedCase
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.errors import BenchError
from conformance.evidence.journal import Event, read_events, read_what_is_left
from conformance.evidence.record import TO_DUT, Recorder
from conformance.evidence.run_directory import SEPARATOR, RunDirectory
from conformance.reason_codes import as_spelt_now
from conformance.tester.exchange import Timing
from conformance.tester.hdlc_link import HdlcSettings
from conformance.tester.standing import Standing
from conformance.tester.target import Target

GONE = "cannot be judged: the evidence is gone"


@dataclass(frozen=True, slots=True)
class Rejudged:
    """One attempt: the verdict on record, the verdict of the replay, and what differs."""

    case: str
    instance: str
    attempt: int
    recorded: str
    replayed: str
    difference: str
    """Empty if the replay left the same journal, octet for octet; or why nothing could be judged."""

    is_judged: bool = True
    """False if the record holds no verdict, or if the case is not among the published ones."""

    @property
    def agrees(self) -> bool:
        return self.is_judged and self.recorded == self.replayed and not self.difference


def rejudge(directory: RunDirectory, catalogue: Catalogue, case_id: str | None = None) -> list[Rejudged]:
    """Replay all attempts of a run, or of one of its cases."""
    run = directory.read_run()
    bench = bench_of(BenchFile.model_validate(run["bench_file"]), run["bench"], seed=seed_of(directory, run))
    found = []
    for attempt in directory.attempts():
        journal = attempt / "journal.jsonl"
        events = list(read_events(journal)) if journal.is_file() else []
        facts = next((event for event in events if event["kind"] == "case"), None) or _named_by(attempt)
        if case_id in (None, facts["id"]):
            found.append(_replay(bench, catalogue, attempt, facts, events))
    found += [gone for gone in _gone(directory, found) if case_id in (None, gone.case)]
    if not any(attempt.is_judged or attempt.difference != GONE for attempt in found):
        if case_id is not None:
            catalogue.check([case_id])
        raise BenchError(
            f"{directory.path} holds no recorded attempt{f' of {case_id}' if case_id else ''}",
            "a run with evidence",
            "see cases/ below it",
        )
    return found


def _gone(directory: RunDirectory, found: list[Rejudged]) -> Iterator[Rejudged]:
    """Attempts that run.jsonl tells of and that are not there."""
    there = {(attempt.case, attempt.instance, attempt.attempt) for attempt in found}
    events = read_what_is_left(directory.events, lambda _: None) if directory.events.is_file() else ()
    for event in events:
        case = event.get("case") if event["kind"] == "case finished" else None
        if not isinstance(case, dict) or "attempt" not in case:
            continue
        key = (str(case.get("id")), str(case.get("instance")), int(case["attempt"]))
        if key not in there:
            yield Rejudged(*key, str(case.get("verdict")), "not judged", GONE, is_judged=False)


def _named_by(attempt: Path) -> Event:
    """Which case a record is of that was cut off before it said so itself."""
    case_id, _, instance = attempt.parent.name.partition(SEPARATOR)
    return {"id": case_id, "instance": instance}


def _replay(bench: Bench, catalogue: Catalogue, attempt: Path, facts: Event, events: list[Event]) -> Rejudged:
    recorded = next((event["verdict"] for event in events if event["kind"] == "verdict"), "interrupted")
    number = int(attempt.name)
    case = catalogue.cases.get(facts["id"])
    said = _why_not(case, events)
    if case is None or said:
        return Rejudged(facts["id"], facts["instance"], number, recorded, "not judged", said, is_judged=False)
    differences = []
    if case.facts.content_hash != facts["content_hash"]:
        differences.append("the case has changed since the recording")
    with tempfile.TemporaryDirectory() as scratch:
        replayed, difference = _run(bench, catalogue, facts, events, number, Path(scratch, "replay"))
    said = "; ".join([*differences, *([difference] if difference else [])])
    return Rejudged(facts["id"], facts["instance"], number, recorded, replayed, said)


def _why_not(case: PublishedCase | None, events: list[Event]) -> str:
    """Why an attempt cannot be judged again; empty if it can."""
    kinds = {event["kind"] for event in events}
    if not kinds:
        return "cannot be judged: the journal is missing or empty"
    if "interrupted" in kinds:
        return "cannot be judged: the run was stopped in the middle of this attempt"
    if "verdict" not in kinds:
        return "cannot be judged: the record was cut off before a verdict"
    return "" if case else "case not available: it is none of the published ones, so its own author has to replay it"


def _run(
    bench: Bench, catalogue: Catalogue, facts: Event, events: list[Event], number: int, scratch: Path
) -> tuple[str, str]:
    case = catalogue.case(facts["id"])
    setting = facts["setting"]
    framing = setting["framing"]
    as_recorded = partial(Masker(bench.secrets(), framing), TO_DUT)
    with Recorder(scratch) as recorder:
        recorder.add_port(PORT, "replay", new_dissector(framing), Masker(bench.secrets(), framing))
        recorder.mask_text = bench.mask_text
        rng = bench.rng(facts["id"], facts["instance"], number)
        exchange = ReplayExchange(PORT, events, recorder, Timing(**setting["timing"]), rng, as_recorded)
        hdlc = HdlcSettings(**{**setting["hdlc"], "proposal": HdlcParameters(**setting["hdlc"]["proposal"])})
        place = Setting(
            exchange, recorder, framing, hdlc, bench.dut, catalogue.rules, setting.get("has_verified", True)
        )
        place.locked_ns = setting.get("locked_ns", 0)
        place.target = Target(**setting["target"]) if "target" in setting else None
        standing = Standing()
        if "secrets" in setting:
            standing.add(setting["secrets"])
        place.dut = replace(bench.dut, standing=standing)
        recorder.note("case", exchange.now, **_details(facts))
        try:
            outcome = run_case(case.facts, case.body, place)
        except Diverged as elsewhere:
            return "diverged", str(elsewhere)
    difference = _first_difference(events, list(read_events(scratch / "journal.jsonl")))
    left = f"; {exchange.unused} recorded events were not used" if exchange.unused else ""
    return str(outcome.verdict), difference + left


def _details(event: Event) -> dict[str, Any]:
    return {key: value for key, value in event.items() if key not in ("n", "t", "kind")}


def _first_difference(recorded: list[Event], replayed: list[Event]) -> str:
    for old, new in zip(recorded, replayed, strict=False):
        if isinstance(code := old.get("reason_code"), str):
            old["reason_code"] = as_spelt_now(code)
        said = first_difference(old, new)
        if said:
            return f"event {old['n']} ({old['kind']}), {said}"
    return "" if len(recorded) == len(replayed) else f"{len(recorded)} recorded events, {len(replayed)} replayed"


def seed_of(directory: RunDirectory, run: dict[str, Any]) -> int:
    """The seed of the run; a third party without secrets.json replays with any, as no case depends on it so far."""
    if isinstance(run["seed"], int):
        return int(run["seed"])
    if directory.secrets.is_file():
        return int(json.loads(directory.secrets.read_text(encoding="utf-8"))["seed"])
    return 0
