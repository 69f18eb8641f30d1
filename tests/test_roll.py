"""Which cases of a run did not come to an end, in words."""

import pytest

from conformance.roll import Roll


def roll(planned: int, finished: int, started: int) -> Roll:
    made = Roll()
    made.planned = [f"CASE-{number}" for number in range(1, planned + 1)]
    for name in made.planned[:started]:
        made.start(name)
    made.verdicts = dict.fromkeys(made.planned[:finished], "PASS")
    return made


@pytest.mark.parametrize(
    ("finished", "started", "why", "said"),
    [
        (0, 0, "", "interrupted before the first case; 5 not reached"),
        (0, 1, "", "interrupted in case 1 of 5 (CASE-1); 4 not reached"),
        (2, 2, "", "interrupted between cases; 3 not reached"),
        (2, 4, "", "interrupted in case 3 of 5 (CASE-3, CASE-4); 1 not reached"),
        (4, 5, "the DUT stays changed", "interrupted in case 5 of 5 (CASE-5); 0 not reached; the DUT stays changed"),
    ],
)
def test_where_a_run_was_stopped(finished: int, started: int, why: str, said: str) -> None:
    assert roll(5, finished, started).interrupted(why) == said


@pytest.mark.parametrize(
    ("finished", "said"),
    [(5, ""), (3, "no record of 2 cases (CASE-4, CASE-5)"), (1, "no record of 4 cases (CASE-2, CASE-3, CASE-4, …)")],
)
def test_cases_without_a_record(finished: int, said: str) -> None:
    assert roll(5, finished, 5).unfinished().partition(":")[0] == said
