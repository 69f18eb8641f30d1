"""Impaired golden links: what a link URL may ask for, and what becomes of it on a bench."""

from pathlib import Path
from typing import Any

import pytest

from conformance.bench.golden_bench import GoldenBench
from conformance.bench.link_url import parse_link
from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import published
from conformance.clock import NANOSECONDS
from conformance.declaration import Declaration
from conformance.errors import BenchError
from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import RunDirectory
from conformance.transport.memory import Impairments
from reports.words import built_in_fault

CATALOGUE = published()
DEFECT = "get-answers-absent-objects"
CASE = "DLMS-GET-003"
"""A case that this defect fails."""


def run(folder: Path, link: str, case_id: str = CASE) -> dict[str, Any]:
    bench = open_bench(link)
    everything = dict.fromkeys(CATALOGUE.proforma, True)
    declaration = Declaration("electricity_meter", CATALOGUE.proforma, everything, is_enduring=False)
    session = BenchSession(bench, declaration, CATALOGUE.rules, RunDirectory(folder))
    case = CATALOGUE.case(case_id)
    return session.run(case.facts, case.body)


def impairments(folder: Path) -> list[dict[str, Any]]:
    """What the link did before the case was judged."""
    events = [event for journal in folder.glob("cases/*/1/journal.jsonl") for event in read_events(journal)]
    end = next(event["n"] for event in events if event["kind"] == "phase" and event["name"] == "postamble")
    return [event for event in events if event["kind"] == "impaired" and event["n"] < end]


def test_a_link_with_everything() -> None:
    link = parse_link(
        "hdlc+golden:x?loss=0.02&duplicate=.1&reorder=0.2&corrupt=1e-2&late=0.5&delay_ms=20&seed=7&retries=4"
    )
    assert (link.framing, link.scheme, link.device, link.is_datagram) == ("hdlc", "golden", "x", False)
    assert link.parameters == {"retries": 4}
    assert link.impaired is not None
    assert link.impaired.chances == Impairments(loss=0.02, duplication=0.1, reordering=0.2, corruption=0.01, delay=0.5)
    assert (link.impaired.delay_ns, link.impaired.seed) == (20_000_000, 7)


@pytest.mark.parametrize("text", ["golden", "hdlc+golden?retries=1", "udp+golden"])
def test_a_link_without_impairments(text: str) -> None:
    assert parse_link(text).impaired is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("golden?loss=0.1", "loss on a stream.*write hdlc.golden.loss=…"),
        ("golden?corrupt=0.1", "corrupt on a stream"),
        ("golden?retries=1", "retries belong to HDLC links"),
        ("udp+golden?retries=1", "retries belong to HDLC links"),
        ("hdlc+udp+golden", "HDLC frames do not travel in datagrams"),
        ("hdlc+golden?lss=0.1", "unknown parameter 'lss'.*did you mean loss"),
        ("hdlc+golden?loss=0.6", "wanted a chance from 0 to 0.5"),
        ("hdlc+golden?loss=nan", "wanted a chance from 0 to 0.5"),
        ("hdlc+golden?loss=", "wanted a chance from 0 to 0.5"),
        ("hdlc+golden?loss=much", "wanted a chance from 0 to 0.5"),
        ("hdlc+golden?delay_ms=2001", "wanted a number from 0 to 2000"),
        ("hdlc+golden?seed=-1", "wanted a number from 0"),
        ("hdlc+tcp://h:1?loss=0.1", "loss is for golden links only"),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_link(text)


def test_the_command_line_says_found_wanted_and_remedy_once() -> None:
    with pytest.raises(BenchError) as caught:
        open_bench("golden?delay_ms=x")
    assert str(caught.value) == "'golden?delay_ms=x': delay_ms=x; wanted a number from 0 to 2000; correct it"


def test_a_bench_on_datagrams() -> None:
    bench = open_bench("udp+golden?loss=0.1")
    assert bench.framings == ("wrapper",)
    assert bench.items("wrapper")["LINK.STREAM"] is False
    assert open_bench("golden").items("wrapper")["LINK.STREAM"] is True


def test_a_noisy_line_has_retries_and_the_time_of_its_delay() -> None:
    bench = open_bench("hdlc+golden?loss=0.1&delay_ms=500")
    settings = bench.hdlc_settings("hdlc")
    assert (settings.is_noisy, settings.retries, settings.may_repeat) == (True, 2, False)
    assert bench.timing(None).turnaround_ns == NANOSECONDS
    slow = open_bench("golden?delay_ms=500")
    assert isinstance(slow, GoldenBench)
    assert slow.framings == ("wrapper", "hdlc")
    assert not slow.hdlc_settings("hdlc").is_noisy
    assert open_bench("hdlc+golden?duplicate=0.1").hdlc_settings("hdlc").may_repeat


def test_a_delay_takes_its_time_and_fails_nothing(tmp_path: Path) -> None:
    assert run(tmp_path / "usual", "golden")["duration_s"] < 0.1
    slow = run(tmp_path / "slow", "golden?delay_ms=500")
    assert (slow["verdict"], slow["duration_s"] > 4) == ("PASS", True)


def test_the_same_seed_leaves_the_same_evidence_and_another_does_not(tmp_path: Path) -> None:
    link = "hdlc+golden?loss=0.1&corrupt=0.1&seed="
    for name, seed in (("one", "1"), ("again", "1"), ("other", "2")):
        run(tmp_path / name, link + seed)
    one, again, other = (
        (tmp_path / name / "cases" / CASE / "1" / "journal.jsonl").read_bytes() for name in ("one", "again", "other")
    )
    assert one == again
    assert one != other
    assert impairments(tmp_path / "one")


def test_what_the_link_did_not_spoil_is_judged_as_ever(tmp_path: Path) -> None:
    """A fault of the DUT shows as long as the link has done nothing in that attempt."""
    verdicts = set()
    for seed in range(12):
        folder = tmp_path / str(seed)
        record = run(folder, f"hdlc+golden:{DEFECT}?loss=0.05&seed={seed}")
        verdicts.add((bool(impairments(folder)), record["verdict"], record["reason_code"]))
    assert (False, "FAIL", "check") in verdicts
    assert (True, "INCONCLUSIVE", "link-quality") in verdicts
    assert (True, "FAIL", "check") not in verdicts


def test_a_report_names_the_fault_without_the_impairments() -> None:
    assert built_in_fault({"link": f"hdlc+golden:{DEFECT}?loss=0.1", "links": {}}) == DEFECT
    assert built_in_fault({"link": "hdlc+golden?loss=0.1&late=0.1", "links": {}}) == ""
