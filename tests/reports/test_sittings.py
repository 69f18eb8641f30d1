"""A run of several sittings: what counts, what is history, and what the page says of it."""

from pathlib import Path

import pytest

from conformance.evidence.journal import AFTER_CUT_OFF, Journal, read_what_is_left
from reports.build import build
from reports.entries import conditions
from reports.results import results
from tests.processes import goldenbench
from tests.reports.sample_run import SampleRun

FIRST, SECOND = "DLMS-GET-001", "DLMS-GET-002"


def resumed(sample: SampleRun, how: str = "resume") -> None:
    sample.note("resumed", how=how, open=[SECOND], finished=1, versions={})


def interrupted(sample: SampleRun) -> None:
    """The first case passed, the second was cut off, and nothing followed."""
    sample.planned(2, [FIRST, SECOND])
    sample.attempt(FIRST).passes()
    sample.ran(FIRST, "PASS")
    sample.attempt(SECOND).exchange()


def told(sample: SampleRun) -> list[str]:
    entries = conditions(build(sample.directory))
    return ["".join(piece.text for piece in one.pieces) for one in entries if one.label.startswith("Sitting")]


def test_an_attempt_that_was_cut_off_gives_way_to_the_next(sample: SampleRun) -> None:
    interrupted(sample)
    before = build(sample.directory)
    assert [str(case.verdict) for case in before.cases] == ["PASS", "ERROR"]
    assert before.run.trouble == [
        "the run was killed, or is not over yet: 1 case is left; `goldenbench resume RUN` goes on with it"
    ]
    assert told(sample) == [], "nothing is said of sittings where there was one"
    resumed(sample)
    sample.planned(1, [SECOND])
    sample.attempt(SECOND, number=2).passes()
    sample.finished()
    report = build(sample.directory)
    assert [str(case.verdict) for case in report.cases] == ["PASS", "PASS"]
    assert report.cases[1].reason == "every check held", "it does not differ: the first attempt judged nothing"
    assert (report.run.planned, report.not_reached, report.run.trouble) == (2, 0, [])
    killed, whole = told(sample)
    assert ", killed" in killed
    assert whole.startswith("resumed 2026-01-02 03:05:")
    assert "killed" not in whole


def test_an_attempt_that_somebody_stopped_gives_way_too(sample: SampleRun) -> None:
    sample.attempt(FIRST).exchange().note("interrupted", not_restored=[])
    assert str(build(sample.directory).cases[0].verdict) == "INCONCLUSIVE"
    resumed(sample)
    sample.attempt(FIRST, number=2).passes()
    (case,) = build(sample.directory).cases
    assert (str(case.verdict), case.reason) == ("PASS", "every check held")


@pytest.mark.parametrize("later", ["PASS", "REVIEW"])
def test_what_had_failed_when_it_was_cut_off_does_not_pass_by_going_on(sample: SampleRun, later: str) -> None:
    sample.attempt(FIRST).step("Ask").exchange().step_end("FAIL").note("phase", name="postamble")
    resumed(sample)
    sample.attempt(FIRST, number=2).step("Ask").exchange().step_end().verdict(later)
    (case,) = build(sample.directory).cases
    assert str(case.verdict) == "INCONCLUSIVE"
    said = f"differs between attempts (1: not whole, but a step had failed, 2: {later}); every check held"
    assert case.reason == said


@pytest.mark.parametrize("number", [1, 2])
def test_an_attempt_that_is_gone_is_missed_even_if_another_has_its_number(sample: SampleRun, number: int) -> None:
    """Here the first attempt failed, and its directory was removed before or after the second."""
    sample.ran(FIRST, "FAIL")
    resumed(sample, "rerun")
    sample.attempt(FIRST, number=number).passes()
    sample.ran(FIRST, "PASS", number=number)
    sample.finished()
    report = build(sample.directory)
    (case,) = report.cases
    assert (str(case.verdict), case.reason_code) == ("ERROR", "damaged")
    assert "(1: FAIL)" in case.reason
    assert report.run.damage == [f"cases/{FIRST}/1: the evidence is gone"]


def test_a_failure_stays_one_beside_an_attempt_that_is_gone(sample: SampleRun) -> None:
    sample.ran(FIRST, "PASS")
    resumed(sample, "rerun")
    sample.attempt(FIRST, number=2).fails()
    sample.ran(FIRST, "FAIL", number=2)
    (case,) = build(sample.directory).cases
    assert (str(case.verdict), case.reason_code) == ("FAIL", "violation")
    assert "(1: PASS)" in case.reason


@pytest.mark.parametrize(("verdicts", "counts"), [(("FAIL", "PASS"), "FAIL"), (("ERROR", "PASS"), "PASS")])
def test_what_was_judged_counts_whatever_comes_after_it(
    sample: SampleRun, verdicts: tuple[str, str], counts: str
) -> None:
    sample.planned(1, [FIRST])
    for number, verdict in enumerate(verdicts, start=1):
        sample.attempt(FIRST, number=number).step("Ask").step_end().verdict(verdict, "x", "y")
        sample.finished()
        if number == 1:
            resumed(sample, "rerun")
    (case,) = build(sample.directory).cases
    assert str(case.verdict) == counts
    assert ("differs between attempts" in case.reason) == (verdicts[0] == "FAIL")


def test_a_refused_sitting_changes_nothing_but_is_told(sample: SampleRun) -> None:
    interrupted(sample)
    sample.finished("interrupted in case 2 of 2")
    resumed(sample)
    sample.note("resumption refused", reason="another\x1b device")
    report = build(sample.directory)
    assert report.run.trouble == ["interrupted in case 2 of 2"]
    assert report.run.finished is not None
    _, refused = told(sample)
    assert "refused" in refused
    assert "another\\x1b device" in refused


@pytest.mark.parametrize("files", [(), ("journal.jsonl",), ("journal.jsonl", "capture.pcapng")])
def test_an_attempt_that_died_before_it_said_its_name_is_one_of_its_case(
    sample: SampleRun, files: tuple[str, ...]
) -> None:
    folder = sample.directory.cases / FIRST / "1"
    folder.mkdir(parents=True)
    for name in files:
        (folder / name).touch()
    resumed(sample)
    sample.attempt(FIRST, number=2).passes()
    sample.finished()
    report = build(sample.directory)
    (case,) = report.cases
    assert [(attempt.number, attempt.reason_code) for attempt in case.attempts] == [(1, "interrupted"), (2, "passed")]
    assert report.run.damage == []


@pytest.mark.parametrize("files", [(), ("journal.jsonl",), ("journal.jsonl", "capture.pcapng")])
def test_a_run_killed_when_it_made_the_files_of_an_attempt_is_not_damaged(
    sample: SampleRun, files: tuple[str, ...]
) -> None:
    folder = sample.directory.cases / FIRST / "1"
    folder.mkdir(parents=True)
    for name in files:
        (folder / name).touch()
    sample.note("planned", count=1, cases=[FIRST])
    report = build(sample.directory)
    assert report.run.damage == []
    assert f"cases/{FIRST}/1 was cut off before it said which case it is" in report.run.trouble


def test_what_may_be_changed_is_told_until_it_is_put_back(sample: SampleRun) -> None:
    what = "class 1, 0-0:96.1.1.255, attribute 2"
    sample.attempt(FIRST).note("preserve", attribute=what, value="0900")
    report = build(sample.directory)
    assert report.cases[0].attempts[0].not_restored == [what]
    assert report.run.trouble[0].startswith(
        f"attempt 1 of {FIRST} was cut off and may have left the DUT changed ({what})"
    )
    resumed(sample)
    evidence = f"cases/{FIRST}/1"
    sample.note("put back", evidence=evidence, restored=[what], left=[], text=f"put back: {what}")
    sample.attempt(FIRST, number=2).passes()
    sample.finished()
    report = build(sample.directory)
    assert report.cases[0].attempts[0].not_restored == []
    assert report.run.trouble == []
    assert results(report)["run"]["sittings"][1]["put_back"] == [f"put back: {what}"]


def append(path: Path, kind: str, *, goes_on: bool = True) -> None:
    with Journal(path, goes_on=goes_on) as journal:
        mended = {AFTER_CUT_OFF: True} if journal.is_mended else {}
        journal.append(kind, 0, **mended)


def test_run_jsonl_goes_on_after_a_line_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    append(path, "planned", goes_on=False)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:20])
    append(path, "resumed")
    said: list[str] = []
    events = list(read_what_is_left(path, said.append))
    assert [(event["n"], event["kind"]) for event in events] == [(1, "planned"), (3, "resumed")]
    assert said == []
    assert path.read_bytes().startswith(whole + whole[:20] + b"\n"), "nothing that was recorded is lost"
    append(path, "finished")
    assert [event["n"] for event in read_what_is_left(path, said.append)] == [1, 3, 4]
    path.write_bytes(path.read_bytes().replace(b'"planned"', b'"planned'))
    list(read_what_is_left(path, said.append))
    assert said == ["line 1 is damaged"], "other damage is still told"


def test_what_the_static_review_found_stands_beside_the_outcome(sample: SampleRun) -> None:
    found = "DLMS.GET \x1b[31m is mandatory"
    sample.note("static review", findings=["of the first sitting"], is_refused=False)
    interrupted(sample)
    resumed(sample)
    sample.note("static review", findings=[found], is_refused=False)
    sample.planned(1, [SECOND])
    sample.attempt(SECOND, number=2).passes()
    sample.finished()
    run = results(build(sample.directory))["run"]
    assert run["static_review"] == ["DLMS.GET \\x1b[31m is mandatory"]
    assert run["trouble"] == []


def test_findings_that_kept_a_run_from_starting_are_its_trouble_alone(sample: SampleRun) -> None:
    sample.note("static review", findings=["undeclared"], is_refused=True)
    sample.finished()
    run = results(build(sample.directory))["run"]
    assert (run["static_review"], run["trouble"]) == ([], ["undeclared"])


def test_the_report_of_a_killed_run_says_what_is_left_and_how_to_go_on(sample: SampleRun) -> None:
    sample.planned(4, [FIRST, SECOND, "DLMS-GET-003", "DLMS-GET-004"])
    sample.attempt(FIRST).passes()
    sample.ran(FIRST, "PASS")
    sample.attempt(SECOND).exchange()
    run = str(sample.directory.path)
    done = goldenbench("report", run)
    assert done.returncode == 0
    assert "trouble: the run was killed, or is not over yet: 3 cases are left; `goldenbench resume RUN`" in done.stdout
    assert f"`goldenbench resume {run}` goes on with the 3 cases that are left\n" in done.stdout
    sample.finished()
    assert "is left" not in goldenbench("report", run).stdout.replace("that are left", "")


def test_a_run_that_was_killed_before_its_cases_says_so(sample: SampleRun) -> None:
    (said,) = build(sample.directory).run.trouble
    assert said.startswith("the run was killed, or is not over yet: it had not got to its cases; `goldenbench resume")
