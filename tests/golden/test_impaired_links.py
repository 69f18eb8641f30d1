"""No case fails a good meter because its link loses, repeats, reorders, changes or delays frames."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from conformance.bench.open_bench import open_bench
from conformance.bench.rejudge import rejudge
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, published
from conformance.declaration import Declaration
from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import RunDirectory
from conformance.run_log import run_json

EVERYTHING = "loss=0.04&duplicate=0.03&reorder=0.03&corrupt=0.03&late=0.03&delay_ms=20"
EVERY = 20
"""Instances of a case are much alike: one of so many will do."""

BY_HAND = "DLMS-HDLC-"
"""Cases that send frames by hand; nothing repeats those."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return published()


def run_all(catalogue: Catalogue, folder: Path, link: str) -> list[dict[str, Any]]:
    """One attempt of every case, for some of its instances; run.json is there for a replay."""
    bench = open_bench(link)
    everything = dict.fromkeys(catalogue.proforma, True)
    declaration = Declaration("electricity_meter", catalogue.proforma, everything, is_enduring=False)
    directory = RunDirectory(folder)
    folder.mkdir()
    directory.write_json(directory.run_json, run_json(bench))
    session = BenchSession(bench, declaration, catalogue.rules, directory)
    return [
        session.run(case.facts, case.body, target)
        for case in catalogue.in_order()
        for target in session.instances(case.facts)[::EVERY]
    ]


def impaired_attempts(folder: Path) -> int:
    journals = folder.glob("cases/*/1/journal.jsonl")
    return sum(any(event["kind"] == "impaired" for event in read_events(journal)) for journal in journals)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("link", [f"hdlc+golden?{EVERYTHING}", "udp+golden?loss=0.03&duplicate=0.02&reorder=0.03"])
def test_no_false_failure(catalogue: Catalogue, tmp_path: Path, link: str, seed: int) -> None:
    records = run_all(catalogue, tmp_path / "run", f"{link}&seed={seed}")
    found = Counter((record["verdict"], record["reason_code"]) for record in records)
    untold = ("NOT_RUN", "no-object-list")  # which instances there are has been lost with a datagram
    allowed = {("PASS", "passed"), ("INCONCLUSIVE", "link-quality"), ("NOT_APPLICABLE", "pics"), untold}
    assert set(found) <= allowed, [
        one["reason"] for one in records if (one["verdict"], one["reason_code"]) not in allowed
    ]
    assert found["INCONCLUSIVE", "link-quality"]
    assert impaired_attempts(tmp_path / "run") > len(records) / 4


SILENT = ("DLMS-INIT-007",)
"""Cases in which a DUT may be silent; a silence on a link that spoils things says nothing."""


@pytest.mark.parametrize(
    "impairments", ["loss=0.05&corrupt=0.05", "duplicate=0.05", "reorder=0.05&late=0.05", EVERYTHING]
)
def test_retransmission_gets_every_application_case_through(
    catalogue: Catalogue, tmp_path: Path, impairments: str
) -> None:
    """With retries enough nothing is left to luck: what goes through the protocol machine passes."""
    records = run_all(catalogue, tmp_path / "run", f"hdlc+golden?{impairments}&retries=8&seed=3")
    machine = [one for one in records if not one["id"].startswith(BY_HAND) and one["verdict"] != "NOT_APPLICABLE"]
    undecided = ("INCONCLUSIVE", "link-quality")
    assert not [
        (one["id"], one["reason"])
        for one in machine
        if one["verdict"] != "PASS" and not (one["id"] in SILENT and (one["verdict"], one["reason_code"]) == undecided)
    ]
    assert impaired_attempts(tmp_path / "run") > len(records) / 4


@pytest.mark.parametrize("link", [f"hdlc+golden?{EVERYTHING}&seed=4", "udp+golden?loss=0.05&seed=4"])
def test_a_replay_comes_to_the_same(catalogue: Catalogue, tmp_path: Path, link: str) -> None:
    run_all(catalogue, tmp_path / "run", link)
    replayed = rejudge(RunDirectory(tmp_path / "run"), catalogue)
    assert replayed
    assert not [one for one in replayed if not one.agrees]
    assert {one.recorded for one in replayed} == {"PASS", "INCONCLUSIVE"}


def test_a_silence_on_a_link_that_has_just_lost_something_is_none(catalogue: Catalogue, tmp_path: Path) -> None:
    records = run_all(catalogue, tmp_path / "run", "hdlc+golden?loss=0.1&retries=0&seed=5")
    assert any(one["reason"].startswith("a silence, but the link, impaired on purpose,") for one in records)
