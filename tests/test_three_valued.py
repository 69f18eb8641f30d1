"""Kleene's logic over PICS items."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.errors import HarnessError
from conformance.three_valued import Truth, evaluate, items_of

VALUES: dict[str, Truth] = {"A.YES": "yes", "A.NO": "no", "A.UNKNOWN": "undeclared"}


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        ("", "yes"),
        ("A.YES", "yes"),
        ("not A.YES", "no"),
        ("not A.UNKNOWN", "undeclared"),
        ("A.YES and A.UNKNOWN", "undeclared"),
        ("A.NO and A.UNKNOWN", "no"),
        ("A.YES or A.UNKNOWN", "yes"),
        ("A.NO or A.UNKNOWN", "undeclared"),
        ("A.NO or (A.YES and not A.NO)", "yes"),
    ],
)
def test_truth_tables(expression: str, truth: Truth) -> None:
    assert evaluate(expression, VALUES.__getitem__) == truth


def assuming(known: Truth) -> Callable[[str], Truth]:
    """The items when everything undeclared turns out to be so."""
    return lambda item: known if VALUES[item] == "undeclared" else VALUES[item]


@given(
    st.recursive(
        st.sampled_from(sorted(VALUES)),
        lambda inner: st.tuples(inner, inner).map(lambda pair: f"({pair[0]} and not {pair[1]})"),
        max_leaves=12,
    )
)
def test_knowing_more_never_turns_a_decided_answer(expression: str) -> None:
    decided = evaluate(expression, VALUES.__getitem__)
    answers: tuple[Truth, Truth] = ("yes", "no")
    for known in answers:
        refined = evaluate(expression, assuming(known))
        if decided != "undeclared":
            assert refined == decided
        else:
            assert refined in ("yes", "no")


def test_items_are_named_once_and_in_order() -> None:
    assert items_of("B.X and (A.Y or not B.X)") == ["B.X", "A.Y"]


@pytest.mark.parametrize(
    "expression", ["A.YES and", "A.YES == A.NO", "f(A)", "1", "A.YES if A.NO else A.YES", "__import__('os')"]
)
def test_anything_else_is_no_expression(expression: str) -> None:
    with pytest.raises(HarnessError, match="wanted items joined by"):
        evaluate(expression, VALUES.__getitem__)
