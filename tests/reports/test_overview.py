"""Page one: the outcome in a sentence, who was tested, what was left out and why."""

import functools
import operator

import pytest

from conformance.dlms.initiate import Conformance
from reports import overview
from reports.build import build
from reports.entries import RESTORED, UNCHANGED, conditions
from reports.render import render
from reports.words import heading, headline, outcome, sides
from tests.reports.sample_run import RULE, RUN, SampleRun, facts


@pytest.mark.parametrize(
    ("verdicts", "never_ran", "said"),
    [
        (["PASS"], [], ("PASS", "The only case that ran passed.")),
        (["PASS", "PASS"], ["NOT_APPLICABLE"], ("PASS", "All 2 cases that ran passed.")),
        (["FAIL", "PASS"], [], ("FAIL", "1 of 2 cases failed.")),
        (["FAIL"], [], ("FAIL", "The only case that ran failed.")),
        (["FAIL", "FAIL"], [], ("FAIL", "All 2 cases that ran failed.")),
        (["FAIL", "PASS", "INCONCLUSIVE"], [], ("FAIL", "1 of 3 cases failed; 1 other is undecided.")),
        (["FAIL", "ERROR"], ["NOT_RUN"], ("FAIL", "1 of 2 cases failed; 2 others are undecided.")),
        (["PASS"], ["NOT_RUN"], ("OPEN", "No case failed, but 1 could not be run.")),
        (["PASS", "REVIEW"], [], ("OPEN", "No case failed, but 1 awaits a person's review.")),
        (
            ["ERROR", "INCONCLUSIVE", "INCONCLUSIVE"],
            [],
            ("OPEN", "No case failed, but 2 were inconclusive and 1 ended in an error of harness or bench."),
        ),
        ([], ["NOT_RUN", "NOT_APPLICABLE"], ("OPEN", "No case was run.")),
        ([], [], ("OPEN", "No case was run.")),
    ],
)
def test_outcome(sample: SampleRun, verdicts: list[str], never_ran: list[str], said: tuple[str, str]) -> None:
    for number, verdict in enumerate(verdicts):
        sample.attempt(f"DLMS-GET-00{number}").exchange().verdict(verdict)
    for number, verdict in enumerate(never_ran):
        sample.never_ran(f"DLMS-SET-00{number}", verdict, "x", "y")
    sample.finished()
    assert outcome(build(sample.directory)) == said


def test_killed_run_is_no_success(sample: SampleRun) -> None:
    sample.planned(3)
    sample.attempt("DLMS-GET-001").passes()
    said = outcome(build(sample.directory))
    assert said == ("OPEN", "The run was cut off: no case failed, but 2 were not reached.")
    sample.attempt("DLMS-GET-002").fails()
    said = outcome(build(sample.directory))
    assert said == ("FAIL", "The run was cut off: 1 of 2 cases failed; 1 other is undecided.")


def test_untested_cases_are_grouped_by_reason(sample: SampleRun) -> None:
    for number in range(3):
        sample.never_ran(f"DLMS-GET-00{number}", "NOT_APPLICABLE", "pics", "requires DLMS.SET; DLMS.SET: no (declared)")
    sample.never_ran("DLMS-GET-008", "NOT_APPLICABLE", "role", "the case is for gas_meter")
    sample.never_ran("DLMS-GET-009", "NOT_RUN", "control", "the bench has no control reset")
    sample.attempt("DLMS-GET-007").passes()
    groups = overview.groups(build(sample.directory).cases, overview.UNTESTED)
    assert [(str(group.verdict), group.reason, len(group.cases)) for group in groups] == [
        ("NOT_RUN", "the bench has no control reset", 1),
        ("NOT_APPLICABLE", "requires DLMS.SET; DLMS.SET: no (declared)", 3),
        ("NOT_APPLICABLE", "the case is for gas_meter", 1),
    ]


def test_group_states_its_clause_only_if_it_has_one(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").fails()
    sample.attempt("DLMS-GET-002").fails()
    (group,) = overview.groups(build(sample.directory).cases, overview.ATTENTION)
    assert group.clause == "IEC 62056-53 7.4.1; Green Book Ed. 8 9.4.6"
    attempt = sample.attempt("DLMS-GET-003").step("Ask").exchange().step_end("FAIL")
    divergence = {"found": "0", "wanted": "1", "where": "invoke-id", "offset": None}
    attempt.verdict("FAIL", "violation", "found 0, wanted 1", clause="Blue Book 1", divergence=divergence)
    (group,) = overview.groups(build(sample.directory).cases, overview.ATTENTION)
    assert group.clause == ""


def test_what_reads_alike_stands_together(sample: SampleRun) -> None:
    """The text decides, not what the harness called the reason."""
    for name, reason in (
        ("DLMS-GET-001", "start state associated not reached"),
        ("DLMS-GET-002", "linked not reached"),
    ):
        sample.attempt(name).verdict(
            "INCONCLUSIVE",
            "start-state",
            reason,
            divergence={"found": "nothing", "wanted": "UA", "where": "", "offset": None},
        )
    (group,) = overview.groups(build(sample.directory).cases, overview.ATTENTION)
    assert [case.facts.id for case in group.cases] == ["DLMS-GET-001", "DLMS-GET-002"]


def test_identification_names_recoveries_by_their_number(sample: SampleRun) -> None:
    for when in ("before", "after-DLMS-GET-001-1-0", "after-DLMS-GET-002-1-0", "after"):
        sample.identified(when, trouble="no answer")
    assert overview.identification_trouble(build(sample.directory)) == [
        "before the first case and after the last case and in 2 recoveries between cases: no answer"
    ]


def test_identity_calls_out_differences(sample: SampleRun) -> None:
    sample.identified("before", serial_number="17", firmware_version="2.0")
    sample.identified("after", serial_number="17", firmware_version="2.1")
    rows = {row.label: row for row in overview.identity(build(sample.directory))}
    assert [label for label, row in rows.items() if row.differs] == ["Firmware version"]
    assert rows["Firmware version"].difference == "DUT before 2.0; DUT after 2.1"
    assert rows["Manufacturer"].bench == "Example Meters"
    assert "Hardware version" not in rows


def test_serial_number_of_another_device_is_noticed(sample: SampleRun) -> None:
    sample.identified("before", serial_number="18")
    rows = {row.label: row for row in overview.identity(build(sample.directory))}
    assert rows["Serial number"].difference == "bench file 17; DUT before 18"
    assert rows["Serial number"].differs


def test_clause_index_leads_from_each_clause_to_its_cases(sample: SampleRun) -> None:
    for instance in ("a", "b"):
        sample.attempt("DLMS-GET-001", instance).passes()
    sample.attempt("DLMS-GET-001", "c").fails()
    entries = overview.clause_index(build(sample.directory).cases)
    assert [entry.clause for entry in entries] == ["Green Book Ed. 8 9.4.6", "IEC 62056-53 7.4.1"]
    counts = {(case_id, str(verdict)): len(found) for (case_id, verdict), found in entries[0].cases.items()}
    assert counts == {("DLMS-GET-001", "PASS"): 2, ("DLMS-GET-001", "FAIL"): 1}


def test_clauses_stand_in_counting_order_and_keep_their_remarks(sample: SampleRun) -> None:
    clause = "Green Book 9.4.10; Green Book 9.4.6 (formats; dates)"
    sample.attempt("DLMS-GET-001", rules=[RULE | {"clause": clause}]).passes()
    entries = overview.clause_index(build(sample.directory).cases)
    assert [entry.clause for entry in entries] == ["Green Book 9.4.6 (formats; dates)", "Green Book 9.4.10"]


def test_what_a_recovery_restored_is_not_called_left(sample: SampleRun) -> None:
    """The journal of the attempt ends before the recovery; run.jsonl knows what came of it."""
    status, time = "class 8 0-0:1.0.0.255 attribute 4", "class 8 0-0:1.0.0.255 attribute 2"
    sample.attempt("DLMS-SET-001").exchange().verdict("PASS", not_restored=[time, status])
    record = {**facts("DLMS-SET-001"), "verdict": "PASS", "reason_code": "", "reason": "", "attempt": 1}
    sample.note("case finished", case=record | {"restored_later": [time]})
    assert [what for _, what in overview.not_restored(build(sample.directory))] == [status]


def test_what_stays_changed_is_the_first_trouble_and_told_once(sample: SampleRun) -> None:
    text = "DLMS-SET-001 left the DUT changed"
    sample.note("fault", where="recovery", reason="ours")
    sample.note("left changed", case="DLMS-SET-001", text=text)
    sample.finished(text)
    assert build(sample.directory).run.trouble == [text, "fault of the harness, recovery: ours"]


def test_what_was_not_restored_is_told_once(sample: SampleRun) -> None:
    for number in (1, 2):
        attempt = sample.attempt("DLMS-SET-001", number=number).exchange()
        attempt.verdict("PASS", not_restored=["class 8 0-0:1.0.0.255 attribute 2"])
    left = overview.not_restored(build(sample.directory))
    assert [(case.facts.id, what) for case, what in left] == [("DLMS-SET-001", "class 8 0-0:1.0.0.255 attribute 2")]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("assert response.invoke_id == request.invoke_id", ("response.invoke_id", "request.invoke_id")),
        ("assert response.type in (A, B)", ("response.type", "(A, B)")),
        ("assert response.refused", ("response.refused", "")),
        ("assert a == b == c", ("a == b == c", "")),
        ("result", ("", "")),
    ],
)
def test_sides_of_a_check(where: str, expected: tuple[str, str]) -> None:
    assert sides(where) == expected


def test_headline_names_the_place_first(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").fails(found="", wanted="", where="assert response.refused")
    (case,) = build(sample.directory).cases
    assert headline(case) == "response.refused: found nothing, wanted this to hold"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("golden:get-refuses", "an emulation with the built-in fault <code>get-refuses</code>; not a product"),
        ("hdlc+golden:get-refuses", "an emulation with the built-in fault <code>get-refuses</code>; not a product"),
        ("golden", "an emulation; not a product"),
    ],
)
def test_golden_unit_is_never_taken_for_a_product(sample: SampleRun, link: str, said: str) -> None:
    from reports.render import render

    dut = {**RUN["bench_file"]["dut"], "link": link}
    facts = RUN | {"is_golden": True, "bench": "C:bench.toml", "bench_file": {**RUN["bench_file"], "dut": dut}}
    sample.directory.write_json(sample.directory.run_json, facts)
    assert said in " ".join(render(build(sample.directory)).split())


def test_a_device_that_never_answered_is_said_once_and_in_full(sample: SampleRun) -> None:
    remedy = "check its host and port"
    trouble = f"no connection ({'x' * 400}); {remedy}"
    lost = f"no valid answer before the first case: {trouble}"
    sample.identified("before", trouble=trouble)
    sample.never_ran("DLMS-GET-001", "NOT_RUN", "given-up", lost)
    sample.finished(lost)
    report = build(sample.directory)
    assert report.run.trouble == [lost]
    assert overview.identification_trouble(report) == []
    assert heading(report, 0) == "What needs attention"
    page = render(report)
    assert page.count("Trouble of the run") == 1
    assert remedy in page


def test_a_frame_in_words_needs_no_name_of_a_function(sample: SampleRun) -> None:
    sample.attempt("DLMS-GET-001").fails("'UA'", "'UA P/F'", "assert said(ua) == 'UA P/F'")
    (case,) = build(sample.directory).cases
    assert headline(case) == "found 'UA', wanted 'UA P/F'"


def test_a_conformance_block_with_every_bit_set_is_shown_whole(sample: SampleRun) -> None:
    whole = functools.reduce(operator.or_, Conformance).label
    sample.identified("before", serial_number=whole)
    sample.finished()
    assert whole in render(build(sample.directory))


@pytest.mark.parametrize(
    ("effects", "has_run", "said"),
    [("none", True, UNCHANGED), ("writes", False, UNCHANGED), ("writes", True, RESTORED), ("power", True, RESTORED)],
)
def test_what_was_put_back_is_said_and_that_a_trace_of_it_stays(
    sample: SampleRun, effects: str, has_run: bool, said: str
) -> None:
    if has_run:
        sample.attempt("DLMS-SET-001", effects=effects).passes()
    else:
        case = facts("DLMS-SET-001", effects=effects)
        sample.note("case finished", case=case | {"verdict": "NOT_RUN", "reason_code": "not-permitted", "reason": ""})
    sample.finished()
    (entry,) = [one for one in conditions(build(sample.directory)) if one.label == "Restored"]
    assert [piece.text for piece in entry.pieces] == [said]
