"""A bench session for questions that need no device: what a run would make of each case, and why."""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from conformance.bench.forecast import forecast
from conformance.bench.open_bench import open_bench
from conformance.bench.operator import VARIABLE
from conformance.bench.session import BenchSession
from conformance.bench.static_review import Refused, review
from conformance.catalogue import Catalogue, PublishedCase
from conformance.declaration import Declaration
from conformance.evidence.run_directory import RunDirectory
from conformance.selection import Decision


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a run would make of a case, in the words of the run."""

    word: str
    reason_code: str
    reason: str
    expected_s: float | None
    """How long it takes, on a DUT as quick as the golden unit."""

    decision: Decision


def offline_session(bench: str, catalogue: Catalogue) -> BenchSession:
    """Decides, and must not be asked to run anything: it has no directory."""
    with _operator():
        opened = open_bench(bench)
    dut, campaign = opened.file.dut, opened.file.campaign
    declaration = Declaration(dut.role, catalogue.proforma, dut.pics, is_enduring=campaign.phase == "enduring")
    return BenchSession(opened, declaration, catalogue.rules, RunDirectory(Path()))


def prospects(session: BenchSession, catalogue: Catalogue, cases: Iterable[PublishedCase]) -> dict[str, Prospect]:
    """By case id; which objects a case needs shows only when it is run, so it is, on the golden unit."""
    cases = list(cases)
    forecasts = forecast(session, catalogue, cases)
    found = {}
    for case in cases:
        decision = session.decide(case.facts)
        expected = forecasts.get(case.facts.id)
        seconds = None if expected is None else expected.duration_s
        told = (decision.word, decision.reason_code, decision.reason)
        if decision.runs and expected is not None and expected.excluded:
            told = ("INCONCLUSIVE", "do-not-test", expected.excluded)
        found[case.facts.id] = Prospect(*told, seconds, decision)
    return found


def findings(session: BenchSession) -> list[str]:
    """What a run says of the declaration before it starts, or instead."""
    found = review(session.declaration, session.bench.file.dut.pixit)
    lines = [f"STATIC REVIEW: {finding}" for finding in found]
    if found and session.declaration.is_enduring:
        lines.append(f"a run does not start: {Refused(found).in_short}")
    return lines


@contextlib.contextmanager
def _operator() -> Iterator[None]:
    """Whoever asks on a terminal would be the operator of a run there."""
    if VARIABLE in os.environ or not sys.stdin.isatty():
        yield
        return
    os.environ[VARIABLE] = "operator"
    try:
        yield
    finally:
        del os.environ[VARIABLE]
