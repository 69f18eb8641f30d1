"""Wrong code: modules compiled anew in memory with one small mistake each.

For codecs that are written by hand rather than as a field table. A mistake is a
number one too high, a comparison or an operator taken for its neighbour, an
octet order or a sign turned round, two arguments swapped. Modules that import
the mistaken one are made anew as well, so that all of them see it; the real
ones stay as they are.

Every loop of a module made here burns fuel, so that a mistake that never ends
is told from one that nobody notices, without a clock.
"""

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, ModuleType

Spot = tuple[str, Callable[[], None], Callable[[], None]]
"""A possible mistake: what it is, how to make it in the tree, how to undo it."""

FUEL = 30_000
"""Turns of loops that one set of fresh modules may take."""

OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}

STRUCT_CODES = frozenset("bBhHiIqQfd")

NOT_ON_THE_WIRE = frozenset({"__str__", "text", "node", "_node_of", "frame_tree", "label", "agreed_with"})
"""Functions that show or choose values; they have tests of their own."""


class OutOfFuel(Exception):
    """A loop that does not end."""


class Source:
    """The source of one module, ready to be compiled with or without a mistake."""

    def __init__(self, name: str) -> None:
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        self.name = name
        self.path = spec.origin
        self.lines = Path(spec.origin).read_text(encoding="utf-8").splitlines()
        self.tree = ast.parse("\n".join(self.lines))
        self.spots = list(self._spots())
        for loop in [node for node in ast.walk(self.tree) if isinstance(node, (ast.For, ast.While))]:
            loop.body.insert(0, ast.fix_missing_locations(ast.copy_location(_burn(), loop.body[0])))
        self.sound = self.compiled()

    def compiled(self) -> CodeType:
        return compile(self.tree, self.path, "exec")

    def mistakes(self) -> Iterator[tuple[str, CodeType]]:
        """Each mistake with the line in which it stands, and the code of the module that makes it."""
        for what, make, undo in self.spots:
            make()
            try:
                yield what, self.compiled()
            finally:
                undo()

    def _spots(self) -> Iterator[Spot]:
        for node in _wire_nodes(self.tree):
            line = self.lines[node.lineno - 1].strip() if hasattr(node, "lineno") else ""
            for what, make, undo in _spots_of(node):
                yield f"{line}  ->  {what}", make, undo


def load(sources: list[Source], mistaken: str = "", code: CodeType | None = None) -> dict[str, ModuleType]:
    """The modules made anew, in this order; the one named `mistaken` from its own code."""
    fuel = iter(range(FUEL))

    def burn() -> None:
        if next(fuel, None) is None:
            raise OutOfFuel

    before = {source.name: sys.modules.get(source.name) for source in sources}
    made: dict[str, ModuleType] = {}
    try:
        for source in sources:
            module = ModuleType(source.name)
            module.__dict__.update(__file__=source.path, __burn__=burn)
            sys.modules[source.name] = made[source.name] = module
            exec(code if code is not None and source.name == mistaken else source.sound, module.__dict__)  # noqa: S102
    finally:
        for name, old in before.items():
            if old is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = old
    return made


def _burn() -> ast.stmt:
    return ast.parse("__burn__()").body[0]


def _wire_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef) and child.name in NOT_ON_THE_WIRE:
            continue
        if isinstance(child, (ast.Import, ast.ImportFrom, ast.arguments)) or child in getattr(
            tree, "decorator_list", ()
        ):
            continue
        if isinstance(child, ast.AnnAssign):
            if child.value is not None:
                yield child.value
                yield from _wire_nodes(child.value)
            continue
        yield child
        yield from _wire_nodes(child)


def _spots_of(node: ast.AST) -> Iterator[Spot]:
    if isinstance(node, ast.Constant):
        wrong = _wrong_constant(node.value)
        if wrong is not None:
            yield _setting(node, "value", wrong, f"{node.value!r} as {wrong!r}")
    elif isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            yield _replacing(node.ops, at, operator)
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)):
        wrong_operator = OPERATORS.get(type(node.op))
        if wrong_operator is not None:
            yield _setting(node, "op", wrong_operator(), f"{type(node.op).__name__} as {wrong_operator.__name__}")
    elif isinstance(node, ast.IfExp):
        yield _setting(node, "test", ast.UnaryOp(ast.Not(), node.test), "the other branch")
    elif isinstance(node, ast.Call) and len(node.args) >= 2 and not any(isinstance(a, ast.Starred) for a in node.args):
        for at in range(len(node.args) - 1):
            yield _swapping(node.args, at)


def _wrong_constant(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes) and value:
        return value[:-1] + bytes((value[-1] ^ 1,))
    if value in ("big", "little"):
        return "little" if value == "big" else "big"
    if isinstance(value, str) and value in STRUCT_CODES:
        return value.swapcase()
    if isinstance(value, str) and value.startswith(">"):
        return "<" + value[1:]
    if isinstance(value, str) and value[:-1].isdigit() and value.endswith("s"):
        return f"{int(value[:-1]) - 1}s"
    return None


def _setting(node: ast.AST, name: str, wrong: object, what: str) -> Spot:
    right = getattr(node, name)
    if isinstance(wrong, ast.expr) and isinstance(right, ast.expr):
        ast.fix_missing_locations(ast.copy_location(wrong, right))
    return what, lambda: setattr(node, name, wrong), lambda: setattr(node, name, right)


def _replacing(operators: list[ast.cmpop], at: int, right: ast.cmpop) -> Spot:
    wrong = OPERATORS[type(right)]()
    assert isinstance(wrong, ast.cmpop)
    what = f"{type(right).__name__} as {type(wrong).__name__}"
    return what, lambda: operators.__setitem__(at, wrong), lambda: operators.__setitem__(at, right)


def _swapping(arguments: list[ast.expr], at: int) -> Spot:
    def swap() -> None:
        arguments[at], arguments[at + 1] = arguments[at + 1], arguments[at]

    return f"arguments {at + 1} and {at + 2} swapped", swap, swap
