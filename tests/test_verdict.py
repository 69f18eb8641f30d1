"""The algebra of verdicts: only ever worse, FAIL and ERROR final, attempts folded without hiding any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.verdict import Verdict, fold_attempts

JUDGED = [Verdict.PASS, Verdict.REVIEW, Verdict.INCONCLUSIVE, Verdict.FAIL]
ATTEMPTS = [*JUDGED, Verdict.ERROR, Verdict.NOT_RUN]


@given(st.sampled_from(JUDGED), st.lists(st.sampled_from([*JUDGED, Verdict.ERROR])))
def test_a_verdict_never_improves(first: Verdict, later: list[Verdict]) -> None:
    verdict = first
    for other in later:
        worse = verdict.worsened_by(other)
        if verdict.is_final:
            assert worse is verdict
        elif worse.is_judged:
            assert JUDGED.index(worse) >= JUDGED.index(verdict)
        verdict = worse


def test_the_first_of_fail_and_error_stands() -> None:
    assert Verdict.FAIL.worsened_by(Verdict.ERROR) is Verdict.FAIL
    assert Verdict.ERROR.worsened_by(Verdict.FAIL) is Verdict.ERROR
    assert Verdict.INCONCLUSIVE.worsened_by(Verdict.ERROR) is Verdict.ERROR


@pytest.mark.parametrize("decided", [Verdict.NOT_RUN, Verdict.NOT_APPLICABLE])
def test_what_is_decided_before_a_case_starts_cannot_come_up_in_it(decided: Verdict) -> None:
    with pytest.raises(ValueError, match="cannot meet"):
        Verdict.PASS.worsened_by(decided)


@given(st.lists(st.sampled_from(ATTEMPTS), min_size=1))
def test_a_fail_is_never_folded_away(attempts: list[Verdict]) -> None:
    verdict, _ = fold_attempts(attempts)
    if Verdict.FAIL in attempts:
        assert verdict is Verdict.FAIL
    assert verdict in attempts


@pytest.mark.parametrize(
    ("attempts", "verdict", "differs"),
    [
        ([Verdict.PASS], Verdict.PASS, False),
        ([Verdict.PASS, Verdict.FAIL], Verdict.FAIL, True),
        ([Verdict.FAIL, Verdict.PASS], Verdict.FAIL, True),
        ([Verdict.ERROR, Verdict.PASS], Verdict.PASS, False),
        ([Verdict.PASS, Verdict.ERROR], Verdict.ERROR, False),
        ([Verdict.FAIL, Verdict.ERROR], Verdict.FAIL, False),
        ([Verdict.INCONCLUSIVE, Verdict.PASS], Verdict.INCONCLUSIVE, True),
        ([Verdict.NOT_RUN, Verdict.PASS], Verdict.PASS, False),
        ([Verdict.PASS, Verdict.NOT_RUN], Verdict.NOT_RUN, False),
    ],
)
def test_attempts_fold_to_the_worst_and_errors_give_way(
    attempts: list[Verdict], verdict: Verdict, differs: bool
) -> None:
    assert fold_attempts(attempts) == (verdict, differs)


def test_no_attempt_has_no_verdict() -> None:
    with pytest.raises(ValueError, match="no attempt"):
        fold_attempts([])
