"""Two runs side by side: every kind of difference has its place, and what is the same is only counted."""

import copy
from typing import Any

import pytest

from reports.comparison import (
    BETTER,
    DURATION,
    MASKED,
    NOT_COMPARABLE,
    ONLY_IN_A,
    ONLY_IN_B,
    OTHERWISE,
    WORSE,
    Difference,
    compare_runs,
)

Json = dict[str, Any]

DIVERGENCE = {"found": "0", "wanted": "1", "where": "assert found == wanted", "offset": None, "frame": 4, "octet": None}


def case(case_id: str = "DLMS-GET-001", verdict: str = "PASS", **other: Any) -> Json:
    said = {"reason_code": "passed", "reason": "every check held", "clause": "7.4.1"}
    facts = {"id": case_id, "instance": "", "title": "A title.", "version": 1, "content_hash": "ab" * 32}
    return {**facts, **said, "verdict": verdict, "divergence": None, "duration_s": 1.0, **other}


def failed(**other: Any) -> Json:
    return case(verdict="FAIL", reason_code="check", reason="found 0, wanted 1", divergence=DIVERGENCE, **other)


def run(*cases: Json, **other: Any) -> Json:
    association = {"name": "management", "secret": "****", "client_sap": 48}
    bench_file = {"dut": {"link": "golden", "permits": None, "associations": [association]}, "campaign": {"seed": 1}}
    before = {"answers": {"serial_number": "1"}, "conformance": "get", "objects": ["class 1 a"], "answered": True}
    facts = {
        "bench_file": bench_file,
        "versions": {"goldenbench": "0.1.0"},
        "tolerances": {},
        "trouble": [],
        "not_reached": 0,
        "identification": {"before": before},
    }
    return {"run": {**facts, **other}, "cases": list(cases), "totals": {}}


def the_only(a: Json, b: Json) -> Any:
    found = compare_runs(run(a), run(b))
    (only,) = found.cases
    assert not found.is_empty
    return only


def test_the_same_run_differs_in_nothing() -> None:
    found = compare_runs(run(case(), failed(instance="x")), run(case(), failed(instance="x")))
    assert (found.is_empty, found.same) == (True, 2)


@pytest.mark.parametrize(
    ("a", "b", "group"),
    [
        ("PASS", "FAIL", WORSE),
        ("PASS", "ERROR", WORSE),
        ("INCONCLUSIVE", "FAIL", WORSE),
        ("FAIL", "PASS", BETTER),
        ("ERROR", "REVIEW", BETTER),
        ("PASS", "NOT_RUN", OTHERWISE),
        ("NOT_APPLICABLE", "FAIL", OTHERWISE),
    ],
)
def test_verdicts(a: str, b: str, group: str) -> None:
    only = the_only(case(verdict=a), case(verdict=b))
    assert (only.group, only.a, only.b) == (group, a, b)


def test_the_first_divergence_is_told() -> None:
    only = the_only(failed(), failed() | {"divergence": {**DIVERGENCE, "found": "2"}})
    assert (only.group, only.details) == (OTHERWISE, [Difference("divergence, found", "0", "2")])
    assert only.said_b == "found 2, wanted 1 (assert found == wanted)"


def test_another_frame_is_no_difference() -> None:
    found = compare_runs(run(failed()), run(failed() | {"divergence": {**DIVERGENCE, "frame": 5}}))
    assert found.is_empty


@pytest.mark.parametrize("key", ["reason_code", "reason", "clause"])
def test_reasons(key: str) -> None:
    only = the_only(case(), case(**{key: "another"}))
    assert (only.group, [one.what for one in only.details]) == (OTHERWISE, [key.replace("_", " ")])


@pytest.mark.parametrize("changed", [{"version": 2}, {"content_hash": "cd" * 32}])
def test_a_case_that_changed_is_not_comparable(changed: Json) -> None:
    assert the_only(case(), case(**changed)).group == NOT_COMPARABLE
    worse = the_only(case(), failed(**changed))
    assert (worse.group, worse.a, worse.b) == (NOT_COMPARABLE, "PASS", "FAIL")


def test_cases_of_one_run_only() -> None:
    found = compare_runs(run(case("A-1"), case("A-2")), run(case("A-2"), case("A-3", instance="x")))
    assert [(one.name, one.group, one.a, one.b) for one in found.cases] == [
        ("A-1", ONLY_IN_A, "PASS", ""),
        ("A-3[x]", ONLY_IN_B, "", "PASS"),
    ]


@pytest.mark.parametrize(
    ("a", "b", "differs"), [(1.0, 1.9, False), (10.0, 15.0, False), (1.0, 9.0, True), (9.0, 1.0, True), (0, 9.0, False)]
)
def test_durations_only_if_far_apart(a: float, b: float, differs: bool) -> None:
    found = compare_runs(run(case(duration_s=a)), run(case(duration_s=b)))
    assert found.is_empty is not differs
    assert [one.group for one in found.cases] == [DURATION] * differs


def test_a_duration_hides_no_other_difference() -> None:
    found = compare_runs(run(case(duration_s=1.0)), run(failed(duration_s=9.0)))
    assert [one.group for one in found.cases] == [WORSE]


def test_the_device() -> None:
    other = run(case())
    before = other["run"]["identification"]["before"]
    before["answers"]["serial_number"] = "2"
    before["objects"] = ["class 1 a", "class 3 b"]
    found = compare_runs(run(case()), other)
    assert found.dut == [
        Difference("serial number", "1", "2"),
        Difference("objects it lists", "1", "2, alone with class 3 b"),
    ]


def test_a_run_without_identification() -> None:
    found = compare_runs(run(), run(identification={}))
    assert Difference("serial number", "1", "nothing") in found.dut


def test_the_bench_file_and_the_run() -> None:
    other = copy.deepcopy(run(case(), versions={"goldenbench": "0.2.0"}, trouble=["lost"], not_reached=3))
    other["run"]["bench_file"]["dut"] |= {"link": "tcp://h:1", "permits": ["writes", "clock"]}
    found = compare_runs(run(case()), other)
    assert found.settings == [
        Difference("dut.link", "golden", "tcp://h:1"),
        Difference("dut.permits", "nothing", "writes, clock"),
        Difference("versions: goldenbench", "0.1.0", "0.2.0"),
        Difference("not reached", "0", "3"),
        Difference("trouble", "none", "lost"),
    ]


def test_secrets_are_not_even_told_by_their_length() -> None:
    other = copy.deepcopy(run())
    other["run"]["bench_file"]["dut"]["associations"][0]["secret"] = "*" * 12
    found = compare_runs(run(), other)
    assert found.settings == [Difference("dut.associations (1).secret", MASKED, MASKED)]
