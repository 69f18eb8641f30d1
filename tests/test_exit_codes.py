"""What the exit code of a run says."""

import pytest

from conformance.exit_codes import exit_code


@pytest.mark.parametrize(
    ("verdicts", "pytest_code", "trouble", "code"),
    [
        (["PASS", "PASS"], 0, False, 0),
        (["PASS", "NOT_APPLICABLE"], 0, False, 0),
        (["NOT_APPLICABLE"], 0, False, 5),
        ([], 5, False, 5),
        (["PASS", "FAIL"], 1, False, 1),
        (["FAIL", "ERROR", "INCONCLUSIVE"], 1, True, 1),
        (["PASS", "ERROR"], 1, False, 11),
        (["PASS", "ERROR", "NOT_RUN"], 1, False, 11),
        (["PASS", "INCONCLUSIVE"], 0, False, 10),
        (["PASS", "REVIEW"], 0, False, 10),
        (["PASS", "NOT_RUN"], 0, False, 10),
        (["NOT_RUN"], 0, True, 11),
        (["PASS"], 0, True, 11),
        (["PASS"], 2, False, 2),
        (["FAIL"], 3, False, 3),
        ([], 4, False, 4),
        (["PASS"], 6, False, 6),
        ([], 11, False, 11),
    ],
)
def test_exit_codes(verdicts: list[str], pytest_code: int, trouble: bool, code: int) -> None:
    assert exit_code(verdicts, pytest_code, trouble=trouble) == code


def test_pytests_own_failure_without_a_verdict_is_not_a_pass() -> None:
    assert exit_code(["PASS"], 1, trouble=False) != 0
