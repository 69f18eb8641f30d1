"""Evidence in which somebody edited a value: a report comes of it all the same, and no verdict gets better by it."""

import json
from pathlib import Path

import pytest

from conformance.evidence.run_directory import RunDirectory, json_text
from conformance.verdict import Verdict
from reports.build import build
from reports.junit import junit
from reports.model import Report
from reports.overview import clause_index
from reports.printed import printed
from reports.render import render
from reports.results import results
from reports.seal import Seal
from reports.shapes import OF_ATTEMPTS, OF_IDENTIFICATION, OF_RUN
from tests.reports.edits import Edits, compact, every_kind, run_json
from tests.reports.sample_run import RULE, RUN, Json, SampleRun

SHAPES = {"journal.jsonl": OF_ATTEMPTS, "run.jsonl": OF_RUN, "run.json": {}}

PRINTED = 10
"""So many reports are made until one is printed, too."""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> RunDirectory:
    sample = SampleRun(tmp_path_factory.mktemp("edited") / "run", **run_json())
    every_kind(sample)
    for path in files_of(sample.directory):
        text = path.read_text(encoding="utf-8")
        lines = [json.loads(text)] if path.suffix == ".json" else map(json.loads, text.splitlines())
        path.write_text("".join(f"{compact(line)}\n" for line in lines), encoding="utf-8")
    return sample.directory


def files_of(run: RunDirectory) -> list[Path]:
    return [path for path in run.evidence() if path.name in SHAPES]


def made(report: Report) -> None:
    """All that is made of a report, as it is written to files."""
    render(report).encode("utf-8")
    junit(report).encode("utf-8")
    json.loads(json_text(results(report)).encode("utf-8"), parse_constant=pytest.fail)


def passed(report: Report) -> set[str]:
    return {case.name for case in report.cases if case.verdict in (Verdict.PASS, Verdict.REVIEW)}


def test_whole_run_is_told_without_damage(edited: RunDirectory) -> None:
    report = build(edited)
    assert report.run.damage == []
    assert {case.verdict for case in report.cases} >= set(Verdict) - {Verdict.NOT_APPLICABLE, Verdict.PASS}
    made(report)


def test_no_edit_of_a_value_ends_in_a_traceback_or_in_a_better_verdict(edited: RunDirectory) -> None:
    whole = build(edited)
    known, at_most = {repr(whole)}, passed(whole)
    edits = Edits()
    for path in files_of(edited):
        text = path.read_text(encoding="utf-8")
        shapes = OF_IDENTIFICATION if path.parts[-3] == "identification" else SHAPES[path.name]
        for after in edits.of(text, shapes):
            path.write_text(after, encoding="utf-8")
            report = build(edited)
            if repr(report) in known:
                continue
            known.add(repr(report))
            assert passed(report) <= at_most, after
            made(report)
            if len(known) % PRINTED == 0:
                json.dumps(printed(report, Seal({})), ensure_ascii=False).encode("utf-8")
        path.write_text(text, encoding="utf-8")
    assert len(known) > 500


LONG = "9" * 5_000
"""More digits than Python makes a number of."""

LEAF = {"name": "a", "text": "a", "at": [0, 1]}


@pytest.mark.parametrize(
    "tree",
    [
        {**LEAF, "at": [0]},
        {**LEAF, "at": [0, 1, 2]},
        {**LEAF, "at": [0.5, 1]},
        {**LEAF, "at": [0, 10**400]},
        {**LEAF, "at": {"a": 0, "b": 1}},
        {**LEAF, "at": "01"},
        {"text": "a", "at": [0, 1]},
        {**LEAF, "children": {"a": LEAF}},
        {**LEAF, "children": [LEAF, 1]},
        {**LEAF, "children": [LEAF, "name text at"]},
        {**LEAF, "children": [{**LEAF, "children": [{"name": "a", "text": "a"}]}]},
    ],
)
def test_frame_with_another_tree_is_left_out_and_told(sample: SampleRun, tree: Json) -> None:
    attempt = sample.attempt("DLMS-GET-001").step("Ask").frame("from DUT", "c4", "answer", tree)
    attempt.frame("from DUT", "c4", "answer", LEAF).step_end().verdict("PASS")
    sample.finished()
    report = build(sample.directory)
    assert report.run.damage == ["cases/DLMS-GET-001/1/journal.jsonl: event 4 is incomplete"]
    assert [frame.number for frame in report.cases[0].attempts[0].frames] == [2]
    made(report)


def test_numbers_in_texts_may_have_any_length(sample: SampleRun) -> None:
    sample.identified("before")
    log = sample.directory.events
    log.write_text(
        log.read_text(encoding="utf-8").replace('"when": "before', f'"when": "before-{LONG}'), encoding="utf-8"
    )
    rules = [RULE | {"clause": f"Green Book 9.{number}"} for number in (LONG, "10", "9")]
    attempt = sample.attempt("DLMS-GET-001", rules=rules).step("Ask")
    attempt.frame("from DUT", "c4", "answer", {**LEAF, "text": f"octet {LONG}: no tag"}).step_end("FAIL")
    attempt.verdict("FAIL", divergence={"found": "0", "wanted": "1", "where": "x", "offset": 3})
    report = build(sample.directory)
    assert [len(entry.clause) for entry in clause_index(report.cases)] == [14, 15, 13 + len(LONG)]
    made(report)


def test_a_phase_that_calls_itself_a_step_is_told(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").note("phase", name="step").exchange().verdict("PASS")
    sample.finished()
    report = build(sample.directory)
    assert report.run.damage == ["cases/DLMS-GET-001/1/journal.jsonl: event 3 is incomplete"]
    made(report)


def nested(depth: int) -> Json:
    return {"a": nested(depth - 1)} if depth else {}


@pytest.mark.parametrize("depth", [100, 200])
def test_what_nobody_reads_may_be_nested(sample: SampleRun, depth: int) -> None:
    sample.directory.run_json.write_text(json.dumps({**RUN, "more": nested(depth)}), encoding="utf-8")
    sample.identified("before")
    sample.planned(1)
    sample.note("resumed", how="resume", more=nested(depth))
    sample.attempt("DLMS-GET-001", more=nested(depth)).passes()
    report = build(sample.directory)
    assert passed(report) == {"DLMS-GET-001"}
    assert report.run.damage == ([] if depth == 100 else ["run.json is too deeply nested to be shown"])
    made(report)


@pytest.mark.parametrize("code", ["interrupted", "damaged"])
def test_no_journal_says_of_itself_that_it_does_not_count(sample: SampleRun, code: str) -> None:
    """Such an attempt would give way to the next."""
    sample.attempt("DLMS-GET-001").exchange().verdict("FAIL", code, "found 0")
    sample.ran("DLMS-GET-001", "FAIL")
    sample.attempt("DLMS-GET-001", number=2).passes()
    report = build(sample.directory)
    assert (report.cases[0].verdict, report.cases[0].reason_code) == (Verdict.INCONCLUSIVE, "failed-before")
    assert "1: damaged, and may have failed, 2: PASS" in report.cases[0].reason
    assert report.run.damage


def test_an_attempt_among_those_of_another_case_keeps_its_failure(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").fails()
    sample.attempt("DLMS-GET-001", number=2).passes()
    journal = sample.directory.cases / "DLMS-GET-001" / "1" / "journal.jsonl"
    journal.write_text(journal.read_text(encoding="utf-8").replace("GET-001", "GET-002", 1), encoding="utf-8")
    sample.finished()
    report = build(sample.directory)
    assert [(case.name, case.verdict) for case in report.cases] == [("DLMS-GET-001", Verdict.INCONCLUSIVE)]
    assert report.run.damage == ["cases/DLMS-GET-001/1: it holds the evidence of another case"]
    made(report)
