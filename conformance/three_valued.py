"""Expressions over PICS items with three truth values: yes, no, and undeclared (Kleene's logic).

DLMS.GET and (DLMS.LLS or not DLMS.HDLC)
"""

import ast
from collections.abc import Callable
from typing import Literal

from conformance.errors import HarnessError

Truth = Literal["yes", "no", "undeclared"]


def items_of(expression: str) -> list[str]:
    """Names of the items that an expression mentions, in order, each once."""
    found: list[str] = []

    def note(item: str) -> Truth:
        if item not in found:
            found.append(item)
        return "undeclared"

    if expression:
        evaluate(expression, note)
    return found


def evaluate(expression: str, value_of: Callable[[str], Truth]) -> Truth:
    """The truth of an expression; an empty one is true."""
    if not expression.strip():
        return "yes"
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        raise _no_expression(expression) from error
    return _evaluate(tree.body, expression, value_of)


def _evaluate(node: ast.expr, expression: str, value_of: Callable[[str], Truth]) -> Truth:
    if isinstance(node, ast.BoolOp):
        values = [_evaluate(value, expression, value_of) for value in node.values]
        decisive: Truth = "no" if isinstance(node.op, ast.And) else "yes"
        if decisive in values:
            return decisive
        return "undeclared" if "undeclared" in values else _negated(decisive)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _negated(_evaluate(node.operand, expression, value_of))
    name = _name(node)
    if name is None:
        raise _no_expression(expression)
    return value_of(name)


def _negated(truth: Truth) -> Truth:
    flipped: dict[Truth, Truth] = {"yes": "no", "no": "yes", "undeclared": "undeclared"}
    return flipped[truth]


def _name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _name(node.value)
        return owner and f"{owner}.{node.attr}"
    return None


def _no_expression(expression: str) -> HarnessError:
    return HarnessError(f"{expression!r}: wanted items joined by and, or, not and brackets")
