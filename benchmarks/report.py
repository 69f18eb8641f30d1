"""How long the reports of 1,000 case instances take, with and without the printed one.

    python -m benchmarks.report

The evidence of a real run on the golden meter is multiplied: every case becomes
instances, whose frames are the same where all cases have them (preambles, postambles)
and different where only this case has them, as in a campaign over many objects.
CPU time of whole processes, start included, as in harness_overhead.
Target: results.json, junit.xml and report.html in under 3 s.
"""

import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.harness_overhead import PYTEST, timed
from benchmarks.measure import pin
from conformance.evidence.run_directory import case_directory

INSTANCES = 1_000
ROUNDS = 3
WANTED_S = 3.0

Event = dict[str, Any]


def events_of(journal: Path) -> list[Event]:
    return [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]


def write_events(journal: Path, events: Iterator[Event]) -> None:
    lines = (json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n" for event in events)
    journal.write_text("".join(lines), encoding="utf-8")


def instance(events: list[Event], name: str, common: Counter[str]) -> Iterator[Event]:
    """The journal of a case as that of an instance of it: what only this case has says so."""
    for event in events:
        if event["kind"] == "case":
            yield {**event, "instance": name}
        elif event["kind"] == "frame" and common[event["octets"]] == 1:
            tree = {**event["tree"], "text": f"{event['tree']['text']} of {name}"}
            yield {**event, "summary": f"{event['summary']} of {name}", "tree": tree}
        else:
            yield event


def multiply(run: Path, many: Path, instances: int) -> None:
    """A run with so many instances of the cases of another one."""
    journals = {path.name: events_of(path / "1" / "journal.jsonl") for path in sorted((run / "cases").iterdir())}
    common = Counter(octets for events in journals.values() for octets in {one.get("octets", "") for one in events})
    many.mkdir()
    shutil.copy(run / "run.json", many)
    shutil.copytree(run / "identification", many / "identification")
    others = [event for event in events_of(run / "run.jsonl") if event["kind"] in ("identification", "finished")]
    write_events(many / "run.jsonl", iter([{**event, "n": n} for n, event in enumerate(others, start=1)]))
    for number, (place, events) in zip(range(instances), itertools.cycle(journals.items()), strict=False):
        case = next(event for event in events if event["kind"] == "case")
        own = f"{case['instance']} object {number}"
        folder = many / "cases" / case_directory(case["id"], own) / "1"
        folder.mkdir(parents=True)
        write_events(folder / "journal.jsonl", instance(events, own, common))
        shutil.copy(run / "cases" / place / "1" / "capture.pcapng", folder)


def main() -> None:
    pin()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        # a run with failures, which are shown in full
        bench = ("--pyargs", "testcases", "--bench", "golden:hdlc-ignores-proposal", "--run-dir", str(place / "run"))
        subprocess.run([*PYTEST, *bench], cwd=place, capture_output=True, check=False)  # its cases fail
        multiply(place / "run", place / "many", INSTANCES)
        report = (sys.executable, "-m", "conformance.cli", "report", str(place / "many"))
        best = dict.fromkeys(("reports", "with PDF"), float("inf"))
        for _ in range(ROUNDS):
            best["reports"] = min(best["reports"], timed(*report, cwd=place))
            best["with PDF"] = min(best["with PDF"], timed(*report, "--pdf", cwd=place))
        page = place / "many" / "report.html"
        missed = " MISSED" if best["reports"] > WANTED_S else ""
        print(f"results.json, junit.xml and report.html of {INSTANCES} case instances {best['reports']:6.2f} s{missed}")
        print(f"the same and report.pdf {best['with PDF']:42.2f} s")
        print(f"report.html {page.stat().st_size / 1e6:54.1f} MB")


if __name__ == "__main__":
    main()
