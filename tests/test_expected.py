"""A run beside its baseline: what came true, what did not, and what that counts for the exit code."""

import pytest

from conformance.exit_codes import FAILED, FAULT, NOTHING_APPLIED, OPEN, PASSED, exit_code
from conformance.expected import UNREMARKABLE, Comparison, Expected, compared

BUG = Expected("DLMS-GET-003", "", "FAIL", "bug 4711")


def beside(*entries: Expected, is_whole: bool = True, **verdicts: str) -> Comparison:
    named = {name.replace("_", "-"): verdict for name, verdict in verdicts.items()}
    return compared(entries, named, named, "known.toml", is_whole=is_whole)


def code(found: Comparison, *others: str) -> int:
    return exit_code([*found.weights, *others], PASSED, trouble=False)


def test_an_expected_failure_is_as_expected() -> None:
    found = beside(BUG, DLMS_GET_003="FAIL", DLMS_GET_001="PASS")
    assert (found.as_expected, found.surprises, code(found)) == ([BUG], [], PASSED)


@pytest.mark.parametrize("verdict", UNREMARKABLE)
def test_an_expected_failure_that_does_not_happen_fails(verdict: str) -> None:
    (surprise,) = (found := beside(BUG, DLMS_GET_003=verdict)).surprises
    assert surprise.said == f"expected FAIL (bug 4711), got {verdict}: take it out of known.toml"
    assert code(found) == FAILED


@pytest.mark.parametrize(
    ("verdict", "expected_code"), [("FAIL", FAILED), ("INCONCLUSIVE", OPEN), ("NOT_RUN", OPEN), ("ERROR", FAULT)]
)
def test_what_is_not_listed_is_expected_to_pass(verdict: str, expected_code: int) -> None:
    (surprise,) = (found := beside(DLMS_GET_001=verdict)).surprises
    assert surprise.said == f"expected PASS, got {verdict}"
    assert code(found, "PASS") == expected_code


@pytest.mark.parametrize("verdict", ["INCONCLUSIVE", "NOT_RUN", "ERROR", "REVIEW"])
def test_another_trouble_than_the_expected_one_counts_as_what_it_is(verdict: str) -> None:
    (surprise,) = (found := beside(BUG, DLMS_GET_003=verdict)).surprises
    assert surprise.said == f"expected FAIL (bug 4711), got {verdict}"
    assert code(found) == exit_code([verdict], PASSED, trouble=False) != FAILED


def test_worse_than_expected_is_a_failure() -> None:
    entry = Expected("DLMS-GET-003", "", "INCONCLUSIVE", "unclear")
    assert code(beside(entry, DLMS_GET_003="FAIL")) == FAILED


def test_entries_of_cases_that_were_not_asked_for_say_nothing() -> None:
    found = beside(BUG, DLMS_GET_001="PASS")
    assert (found.as_expected, found.surprises) == ([], [])


def test_an_instance_that_is_not_there_is_a_surprise_once_the_run_is_whole() -> None:
    entry = Expected("DLMS-OBJ-1", "0-0:1.0.0.255", "FAIL", "bug 1")
    verdicts = {"DLMS-OBJ-1[0-0:2.0.0.255]": "PASS"}
    assert not compared([entry], verdicts, verdicts, "known.toml", is_whole=False).surprises
    (surprise,) = (found := compared([entry], verdicts, verdicts, "known.toml", is_whole=True)).surprises
    assert "no such instance; correct it in known.toml" in surprise.said
    assert code(found) == FAILED


def test_where_no_case_applies_a_baseline_makes_no_success_of_it() -> None:
    found = beside(DLMS_GET_001="NOT_APPLICABLE")
    assert code(found, "NOT_APPLICABLE") == NOTHING_APPLIED
