"""The ladder: every frame an arrow, in order, under the step it belongs to."""

from itertools import pairwise

from reports.build import build
from reports.ladder import Row, ladder
from tests.reports.sample_run import SampleRun


def rows(sample: SampleRun) -> list[Row]:
    return ladder(build(sample.directory).cases[0].attempts[0]).rows


def told(sample: SampleRun) -> list[str]:
    return [row.text for row in rows(sample)]


def test_steps_stand_above_their_frames(sample: SampleRun) -> None:
    attempt = sample.attempt("DLMS-GET-001").note("open", port="meter").exchange().note("phase", name="body")
    attempt.step("Ask").exchange().step_end().step("Look at the answer").step_end("FAIL")
    attempt.note("phase", name="postamble").exchange().verdict("FAIL")
    assert told(sample) == [
        "Preamble: to the start state associated",
        "tester opens the port",
        "get-request",
        "get-response",
        "Step 1: Ask",
        "get-request",
        "get-response",
        "Step 2: Look at the answer",
        "Postamble",
        "get-request",
        "get-response",
    ]
    failed = [str(row.verdict) for row in rows(sample) if row.verdict is not None]
    assert failed == ["FAIL"]
    assert [(row.number, row.judged) for row in rows(sample) if row.judged] == [(4, "diverges")]


def test_step_that_goes_on_after_an_inner_one_says_so(sample: SampleRun) -> None:
    attempt = sample.attempt("DLMS-GET-001").step("Outer").exchange().step("Inner").exchange().step_end()
    attempt.exchange().step_end().verdict("PASS")
    bands = [row.text for row in rows(sample) if row.kind == "band"]
    assert bands == ["Step 1: Outer", "Step 2: Inner", "Step 1: Outer (continued)"]


def test_moments_directions_and_waits(sample: SampleRun) -> None:
    attempt = sample.attempt("DLMS-GET-001").frame("to DUT", "00", "request")
    attempt.note("wait", port="meter").note("bound", port="meter").note("closed", port="meter", why="reset by peer")
    attempt.frame("from DUT", "00", "late").verdict("INCONCLUSIVE", "x", "y")
    drawn = [(row.kind, row.time, row.text, row.is_from_dut) for row in rows(sample)[1:]]
    assert drawn == [
        ("frame", "2.000 ms", "request", False),
        ("note", "4.000 ms", "end of a wait of 0.001 s", False),
        ("note", "5.000 ms", "port closed: reset by peer", False),
        ("frame", "6.000 ms", "late", True),
    ]


def test_rows_never_overlap(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").note("open", port="meter").step("Ask").exchange().exchange().step_end().verdict(
        "PASS"
    )
    heights = [row.y for row in rows(sample)]
    assert all(after - before >= 20 for before, after in pairwise(heights))
    assert ladder(build(sample.directory).cases[0].attempts[0]).height > heights[-1]
