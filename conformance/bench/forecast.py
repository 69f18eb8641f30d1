"""How long a case will take on a bench: it is run on the golden unit over a link in memory of the same speed.

On the virtual clock that costs milliseconds, and octets, round trips and pauses
are those of the case itself. A DUT that thinks longer, or fails, takes longer.
"""

import random
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from conformance.bench.bench import PORT, Bench
from conformance.bench.bench_file import BenchFile, DutPart, PixitPart
from conformance.bench.golden import GOLDEN_ROLES
from conformance.bench.golden_bench import GoldenBench
from conformance.bench.link_url import parse_link
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, PublishedCase
from conformance.clock import seconds_to_ns
from conformance.declaration import Declaration
from conformance.evidence.run_directory import RunDirectory
from conformance.transport.memory import MemoryLink

ANSWER_DELAY_NS = 5_000_000
"""What a device takes to answer, beside the turnaround that it declares."""

TRIED = 30
"""Of a case with instances so many are run, from all over the object lists, and stand for the others."""

FASTEST = 1_000_000.0
"""Octets a second of a link whose speed nobody knows."""


class PacedGoldenBench(GoldenBench):
    """A golden bench whose link is as slow as that of a real bench."""

    def __init__(self, file: BenchFile, link: str, octets_per_second: float | None) -> None:
        super().__init__(file, link, parse_link(link))
        self.rate = octets_per_second

    def octets_per_second(self, framing: str) -> float | None:
        return self.rate

    def new_link(self, rng: random.Random) -> MemoryLink:
        turnaround_ns = seconds_to_ns(self.file.dut.timing.turnaround_s)
        delay_ns = (ANSWER_DELAY_NS + turnaround_ns) // 2  # once for the question, once for the answer
        return MemoryLink(PORT, rng, octets_per_second=self.rate or FASTEST, delay_ns=delay_ns)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a case comes to on a golden unit with the same exclusions."""

    duration_s: float
    excluded: str
    """Why it ends INCONCLUSIVE, if it needs an object that is not to be tested."""


def forecast(session: BenchSession, catalogue: Catalogue, cases: Iterable[PublishedCase]) -> dict[str, Forecast]:
    """By case id, of the cases that the golden unit of the role can run."""
    bench = session.bench
    if bench.dut.role not in GOLDEN_ROLES:
        return {}
    expected: dict[str, Forecast] = {}
    with tempfile.TemporaryDirectory() as scratch:
        trials = {framing: _trial(bench, framing, catalogue, Path(scratch, framing)) for framing in bench.framings}
        for case in cases:
            found = _tried(trials[session.decide(case.facts).framing], case)
            if found is not None:
                expected[case.facts.id] = found
    return expected


def _tried(trial: BenchSession, case: PublishedCase) -> Forecast | None:
    """As long as all instances take that the golden unit has of a case; None if it runs none of them."""
    targets = trial.instances(case.facts)
    tried = targets[:: -(-len(targets) // TRIED)]
    records = [trial.run(case.facts, case.body, target) for target in tried]
    durations = [record["duration_s"] for record in records if "duration_s" in record]
    if not durations:
        return None
    excluded = records[0]["reason"] if records[0]["reason_code"] == "do-not-test" else ""
    return Forecast(sum(durations) / len(tried) * len(targets), excluded)


def _trial(bench: Bench, framing: str, catalogue: Catalogue, scratch: Path) -> BenchSession:
    link = "hdlc+golden" if framing == "hdlc" else "golden"
    waited = PixitPart(lockout_s=bench.dut.lockout_s, do_not_test=dict(bench.dut.do_not_test))
    dut = DutPart(role=bench.dut.role, link=link, timing=bench.file.dut.timing, pixit=waited)
    paced = PacedGoldenBench(BenchFile(dut=dut), link, bench.octets_per_second(framing))
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration(bench.dut.role, catalogue.proforma, everything, is_enduring=False)
    return BenchSession(paced, declaration, catalogue.rules, RunDirectory(scratch))
