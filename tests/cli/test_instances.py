"""Hundreds of instances of one case must not hide the case that failed: on the way, and at the end of a run."""

import io
from typing import Any

import pytest

from conformance.cli.instances import MANY, OWN_LINES
from conformance.cli.problems import WAYS, counted, named, problems_of
from conformance.cli.remaining import Remaining
from conformance.cli.screen import Screen

Case = dict[str, Any]


def case(case_id: str, instance: str = "", verdict: str = "PASS", found: str = "0", **other: Any) -> Case:
    divergence = {"found": found, "wanted": "1", "where": "invoke-id", "offset": None, "frame": None}
    return {
        "id": case_id,
        "instance": instance,
        "verdict": verdict,
        "reason_code": "violation",
        "reason": "",
        "clause": "Green Book",
        "title": "Reading.",
        "divergence": {} if verdict in ("PASS", "NOT_RUN") else divergence,
        "duration_s": 0.5,
        **other,
    }


def instances(*verdicts: str) -> list[Case]:
    return [case("DLMS-ATTR-001", f"object {number}", verdict) for number, verdict in enumerate(verdicts)]


def shown(cases: list[Case], planned: int | None = None) -> list[str]:
    out = io.StringIO()
    screen = Screen(out, Remaining(dict))
    names = [f"{one['id']}[{one['instance']}]" for one in cases]
    names += ["DLMS-ATTR-001[never]"] * ((planned or len(cases)) - len(cases))
    screen.show(iter([{"kind": "planned", "count": len(names), "cases": names}]))
    screen.show(iter([{"kind": "case finished", "case": one} for one in cases]))
    return out.getvalue().splitlines()


def test_instances_that_pass_share_a_line() -> None:
    assert shown(instances(*["PASS"] * 30)) == [
        f"[30/30] DLMS-ATTR-001      PASS           {15:8.2f} s  30 instances: Reading."
    ]


def test_a_log_tells_how_far_instances_have_got_that_take_minutes() -> None:
    slow = [{**one, "duration_s": 25.0} for one in instances(*["PASS"] * 8)]
    lines = shown(slow, planned=10)
    assert [line.partition("]")[0] for line in lines] == ["[ 3/10", "[ 6/10"]
    assert f"PASS           {75:8.2f} s  3 of 10 instances: Reading." in lines[0]
    assert "6 of 10 instances" in lines[1]


def test_few_instances_have_a_line_each() -> None:
    assert len(shown(instances(*["PASS"] * (MANY - 1)))) == MANY - 1


def test_the_first_that_fail_are_seen_at_once_and_all_are_counted() -> None:
    lines = shown(instances("PASS", *["FAIL"] * 20, "INCONCLUSIVE", "PASS"))
    for number, line in enumerate(lines[:OWN_LINES], start=1):
        assert f"DLMS-ATTR-001[object {number}] FAIL " in line
    assert len(lines) == OWN_LINES + 1
    assert lines[-1].startswith("[23/23] DLMS-ATTR-001      FAIL ")
    assert lines[-1].endswith("23 instances, 20 FAIL, 1 INCONCLUSIVE, 2 PASS: Reading.")


def test_instances_of_a_case_that_comes_to_no_end_are_no_finished_case() -> None:
    assert shown(instances(*["PASS"] * 3), planned=9) == []


def test_given_up_instances_are_told_at_the_end_alone() -> None:
    lost = [{**one, "reason_code": "given-up"} for one in instances(*["NOT_RUN"] * 5)]
    assert shown(lost) == []


def test_failures_stand_last_where_one_looks() -> None:
    found = [case("A", verdict=verdict, reason=verdict) for verdict in ("FAIL", "NOT_RUN", "ERROR", "INCONCLUSIVE")]
    assert [problem.verdict for problem in problems_of(found)] == ["NOT_RUN", "INCONCLUSIVE", "ERROR", "FAIL"]


def test_instances_that_fail_in_many_ways_are_not_all_told() -> None:
    found = [case("DLMS-ATTR-001", f"object {number}", "FAIL", str(number)) for number in range(WAYS + 2)]
    other = case("DLMS-GET-001", verdict="FAIL", found="x")
    problems = problems_of([*found, other])
    assert len(problems) == WAYS + 1
    assert [len(problem.others) for problem in problems] == [*[0] * (WAYS - 1), 2, 0]
    assert sum(len(problem.cases) + sum(map(len, problem.others)) for problem in problems) == WAYS + 3


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([("A", ""), ("B", "")], "A, B"),
        ([("A", "1"), ("A", "2"), ("B", "")], "A[1; 2], B"),
        ([("A", str(number)) for number in range(9)], "A[0; 1; 2; and 6 more]"),
        ([("A", "\x1b[2J")], "A[\\x1b[2J]"),
    ],
)
def test_names_of_many(names: list[tuple[str, str]], said: str) -> None:
    assert named(case(*name) for name in names) == said


def test_failed_cases_are_counted() -> None:
    assert counted([*instances("FAIL", "FAIL"), case("B")]) == "DLMS-ATTR-001 (2 instances), B"
