"""The builder: pure, whole after a crash, honest about what is missing."""

import json
import shutil
from pathlib import Path

import pytest

from conformance.evidence.journal import read_events
from conformance.evidence.run_directory import RunDirectory
from conformance.verdict import Verdict
from reports.build import build, write_reports
from reports.model import CaseReport
from reports.render import render
from reports.results import results
from reports.stored import stored_results
from tests.reports.sample_run import SampleRun


def only(sample: SampleRun) -> CaseReport:
    (case,) = build(sample.directory).cases
    return case


def truncate(path: Path, lines: int) -> None:
    """Take away the last lines of a file, and half of the one before."""
    kept = path.read_text(encoding="utf-8").splitlines(keepends=True)[: -lines or None]
    path.write_text("".join(kept[:-1]) + kept[-1][: len(kept[-1]) // 2], encoding="utf-8")


def copied(run: RunDirectory, to: Path) -> RunDirectory:
    shutil.copytree(run.path, to)
    return RunDirectory.existing(to)


def test_same_evidence_same_octets(real_run: RunDirectory, tmp_path: Path) -> None:
    other = copied(real_run, tmp_path / "elsewhere")
    for directory in (real_run, other, other):
        write_reports(directory)
        assert directory.results.read_bytes() == real_run.results.read_bytes()
        assert directory.report.read_bytes() == real_run.report.read_bytes()


@pytest.mark.parametrize(
    ("then", "now"), [("link quality", "link-quality"), ("specification unclear", "specification-unclear")]
)
def test_a_reason_code_of_older_evidence_is_spelt_as_now(then: str, now: str, tmp_path: Path) -> None:
    sample = SampleRun(tmp_path / "run")
    sample.attempt("DLMS-GET-001").exchange().verdict("INCONCLUSIVE", then, "nobody knows")
    assert only(sample).reason_code == now
    old = json.dumps(results(build(sample.directory))).replace(now, then)
    shutil.rmtree(sample.directory.cases)
    sample.directory.results.write_text(old, encoding="utf-8")
    (case,) = stored_results(sample.directory)[0]["cases"]
    assert case["reason_code"] == now


def test_reports_are_whole_or_not_there(real_run: RunDirectory) -> None:
    write_reports(real_run)
    assert not list(real_run.path.glob("*.part"))
    assert real_run.report.read_text(encoding="utf-8").endswith("</html>\n")


def test_steps_told_from_events_are_those_of_the_verdict(real_run: RunDirectory) -> None:
    compared = 0
    for case in build(real_run).cases:
        for attempt in case.attempts:
            events = list(read_events(real_run.path / attempt.evidence / "journal.jsonl"))
            recorded = next(event["steps"] for event in events if event["kind"] == "verdict")
            told = [
                (step.text, step.rule, str(step.verdict), [check.text for check in step.checks], step.frames)
                for step in attempt.steps
            ]
            assert told == [
                (step["text"], step["rule"], step["verdict"], step["checked"], step["frames"]) for step in recorded
            ]
            compared += len(told)
    assert compared > 10


def test_agrees_with_what_the_bench_said(real_run: RunDirectory) -> None:
    said = [event["case"] for event in read_events(real_run.events) if event["kind"] == "case finished"]
    built = {(case["id"], case["instance"]): case for case in results(build(real_run))["cases"]}
    assert len(said) == len(built)
    for record in said:
        made = built[record["id"], record["instance"]]
        for name in ("verdict", "reason_code", "reason", "evidence", "duration_s", "content_hash", "purpose"):
            if name in record:
                assert made[name] == record[name], name


def test_lost_end_of_the_run_log_changes_no_case(real_run: RunDirectory, tmp_path: Path) -> None:
    broken = copied(real_run, tmp_path / "broken")
    lines = len(broken.events.read_text(encoding="utf-8").splitlines())
    truncate(broken.events, lines - 1)
    whole, rebuilt = results(build(real_run)), results(build(broken))
    assert rebuilt["cases"] == whole["cases"]
    assert rebuilt["totals"] == whole["totals"]
    assert rebuilt["run"]["identification"] == whole["run"]["identification"]
    assert rebuilt["run"]["finished"] is None
    assert rebuilt["run"]["trouble"][0].startswith("run.jsonl: line ")
    assert "the run was killed, or is not over yet" in rebuilt["run"]["trouble"][1]
    assert whole["run"]["trouble"] == []


def test_killed_attempt_is_an_error_and_keeps_its_evidence(sample: SampleRun) -> None:
    attempt = sample.attempt("DLMS-GET-001")
    attempt.step("Ask").exchange().note("check", text="answer received", found="")
    truncate(attempt.path, 1)
    case = only(sample)
    assert (case.verdict, case.reason_code) == (Verdict.ERROR, "interrupted")
    assert len(case.attempts[0].frames) == 1
    assert [(step.text, step.verdict, step.frames) for step in case.attempts[0].steps] == [("Ask", Verdict.ERROR, [1])]
    assert case.attempts[0].duration_ns == 3_000_000


def test_fault_of_our_own_is_told_by_the_run_log(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").exchange()
    sample.never_ran("DLMS-GET-001", "ERROR", "harness", "HarnessError: the bench has no such association")
    case = only(sample)
    assert (case.reason_code, case.reason) == ("harness", "HarnessError: the bench has no such association")


def test_attempt_without_facts_is_disclosed(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").passes()
    empty = sample.directory.attempt("DLMS-GET-002", "", 1)
    empty.mkdir(parents=True)
    (empty / "journal.jsonl").touch()
    report = build(sample.directory)
    assert len(report.cases) == 1
    assert any("cases/DLMS-GET-002/1 was cut off" in line for line in report.run.trouble)


def test_evidence_under_a_false_name_is_left_out(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").passes()
    shutil.copytree(sample.directory.cases / "DLMS-GET-001", sample.directory.cases / "DLMS-GET-002")
    report = build(sample.directory)
    assert [case.facts.id for case in report.cases] == ["DLMS-GET-001"]
    assert any("cases/DLMS-GET-002/1 holds the evidence of another case" in line for line in report.run.trouble)


def test_evidence_that_has_gone_is_missed(sample: SampleRun) -> None:
    sample.ran("DLMS-GET-001", "PASS")
    case = only(sample)
    assert (case.verdict, case.reason_code) == (Verdict.ERROR, "damaged")
    assert case.reason.startswith(
        "its evidence below cases/DLMS-GET-001 is gone; run.jsonl says that the verdict was PASS"
    )
    assert build(sample.directory).run.damage == ["cases/DLMS-GET-001: the evidence is gone"]
    assert case.reason in render(build(sample.directory))


@pytest.mark.parametrize(
    ("verdicts", "folded", "counted", "differs"),
    [
        (("PASS", "FAIL"), "FAIL", 2, True),
        (("FAIL", "PASS"), "FAIL", 1, True),
        (("ERROR", "PASS"), "PASS", 2, False),
        (("PASS", "ERROR"), "ERROR", 2, False),
        (("FAIL", "FAIL"), "FAIL", 2, False),
        (("INCONCLUSIVE", "PASS"), "INCONCLUSIVE", 1, True),
    ],
)
def test_attempts_are_all_kept_and_the_worst_counts(
    sample: SampleRun, verdicts: tuple[str, ...], folded: str, counted: int, differs: bool
) -> None:
    for number, verdict in enumerate(verdicts, start=1):
        sample.attempt("DLMS-GET-001", number=number).step("Ask").exchange().step_end().verdict(
            verdict, "code", f"because of {number}"
        )
    case = only(sample)
    assert str(case.verdict) == folded
    assert [str(attempt.verdict) for attempt in case.attempts] == list(verdicts)
    assert case.counted is case.attempts[counted - 1]
    assert case.reason.endswith(f"because of {counted}")
    assert ("differs between attempts" in case.reason) is differs
    assert results(build(sample.directory))["cases"][0]["attempt"] == counted


def test_tenth_attempt_comes_after_the_ninth(sample: SampleRun) -> None:
    for number in (10, 2, 1, 9):
        sample.attempt("DLMS-GET-001", number=number).passes()
    assert [attempt.number for attempt in only(sample).attempts] == [1, 2, 9, 10]


def test_cases_that_never_ran_come_from_the_run_log(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").passes()
    sample.never_ran("DLMS-GET-002", "NOT_RUN", "given-up", "DUT lost after DLMS-GET-001: no answer")
    sample.never_ran("DLMS-GET-003", "NOT_APPLICABLE", "pics", "requires DLMS.SET")
    report = build(sample.directory)
    assert [str(case.verdict) for case in report.cases] == ["PASS", "NOT_RUN", "NOT_APPLICABLE"]
    assert report.totals[Verdict.NOT_RUN] == report.totals[Verdict.NOT_APPLICABLE] == 1
    assert report.cases[1].counted is None
    assert "DUT lost after DLMS-GET-001: no answer" in report.run.trouble


def test_case_that_ran_after_all_is_no_longer_not_run(sample: SampleRun) -> None:
    sample.never_ran("DLMS-GET-001", "NOT_RUN", "given-up", "DUT lost")
    sample.attempt("DLMS-GET-001").passes()
    assert only(sample).verdict is Verdict.PASS


def test_planned_cases_that_were_not_reached_are_counted(sample: SampleRun) -> None:
    sample.planned(5)
    sample.attempt("DLMS-GET-001").passes()
    sample.attempt("DLMS-GET-001", "two").passes()
    assert build(sample.directory).not_reached == 3


def test_planned_cases_that_were_not_reached_are_named(sample: SampleRun) -> None:
    sample.planned(4, ["DLMS-GET-001", "DLMS-GET-001[two]", "DLMS-GET-002", "DLMS-GET-003"])
    sample.attempt("DLMS-GET-001").passes()
    sample.attempt("DLMS-GET-001", "two").exchange()
    report = build(sample.directory)
    assert report.names_not_reached == ["DLMS-GET-002", "DLMS-GET-003"]
    assert results(report)["run"]["cases_not_reached"] == ["DLMS-GET-002", "DLMS-GET-003"]
    assert "DLMS-GET-002, DLMS-GET-003" in render(report)


def test_fault_outside_any_case_stands_among_the_troubles_once(sample: SampleRun) -> None:
    sample.note("fault", where="recovery after DLMS-GET-001", reason="HarnessError: no port")
    sample.finished("fault of the harness, recovery after DLMS-GET-001: HarnessError: no port")
    sample.note("fault", where="recovery after DLMS-GET-002", reason="KeyError: 'x'")
    assert results(build(sample.directory))["run"]["trouble"] == [
        "fault of the harness, recovery after DLMS-GET-001: HarnessError: no port",
        "fault of the harness, recovery after DLMS-GET-002: KeyError: 'x'",
    ]


def test_run_without_any_event_still_has_a_report(sample: SampleRun) -> None:
    report = build(sample.directory)
    assert report.cases == []
    assert "The run was cut off: no case was run." in render(report)


def test_identification_survives_the_loss_of_the_run_log(sample: SampleRun) -> None:
    sample.identified("before", serial_number="17")
    sample.identified("after-DLMS-GET-001-1-0", serial_number="17")
    sample.identified("after", serial_number="18")
    whole = build(sample.directory).run.identification
    sample.directory.events.unlink()
    assert build(sample.directory).run.identification == whole
    assert list(whole) == ["before", "after-DLMS-GET-001-1-0", "after"]
    assert whole["after"].answers == {"serial_number": "18"}


def test_judged_frame_is_the_last_of_the_dut_before_the_step_failed(sample: SampleRun) -> None:
    attempt = sample.attempt("DLMS-GET-001")
    attempt.exchange().step("Ask").exchange().step_end("FAIL").note("phase", name="postamble").exchange()
    attempt.verdict("FAIL", "check", "no", divergence={"found": "", "wanted": "", "where": "", "offset": None})
    case = only(sample)
    assert case.counted is not None
    assert case.counted.judged_frame == 4
    assert case.counted.divergence is not None
    assert case.counted.divergence.frame == 4


def test_judged_frame_of_a_silence_is_the_request(sample: SampleRun) -> None:
    attempt = sample.attempt("DLMS-GET-001")
    attempt.exchange().step("Ask").frame("to DUT", "c001", "get-request").step_end("FAIL")
    attempt.verdict("FAIL", "no-answer", "no answer", divergence={})
    case = only(sample)
    assert case.counted is not None
    assert case.counted.judged_frame == 3


def test_no_frame_is_held_against_the_dut_in_an_error(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").step("Ask").exchange().step_end("ERROR").verdict("ERROR", "harness", "our fault")
    case = only(sample)
    assert case.counted is not None
    assert case.counted.judged_frame is None


def test_offset_in_a_message_becomes_an_octet_of_the_frame(sample: SampleRun) -> None:
    tree = {
        "name": "WrapperPdu",
        "text": "",
        "at": [0, 12],
        "children": [{"name": "AARE", "text": "malformed: octet 2: found 9, wanted 1 (result)", "at": [8, 12]}],
    }
    attempt = sample.attempt("DLMS-GET-001").step("Ask").frame("from DUT", "00" * 12, "malformed AARE", tree)
    divergence = {"found": "9", "wanted": "1", "where": "result", "offset": 2}
    attempt.step_end("FAIL").verdict("FAIL", "violation", "found 9", divergence=divergence)
    case = only(sample)
    assert case.counted is not None
    assert case.counted.divergence is not None
    assert case.counted.divergence.octet == 10


def test_frame_recorded_after_the_verdict_is_kept(sample: SampleRun) -> None:
    attempt = sample.attempt("DLMS-GET-001").step("Ask").exchange().step_end()
    attempt.verdict("PASS")
    attempt.frame("from DUT", "7e", "1 octets that are no frame")
    case = only(sample)
    assert len(case.attempts[0].frames) == 3
    assert case.attempts[0].duration_ns == 6_000_000
    assert case.attempts[0].steps[0].frames == [1, 2]


def test_results_are_json_without_surprises(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").passes()
    write_reports(sample.directory)
    assert json.loads(sample.directory.results.read_text(encoding="utf-8")) == results(build(sample.directory))
