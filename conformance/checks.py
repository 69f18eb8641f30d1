"""Asserts that are counted: how a case file is loaded.

A verdict may only rest on checks that ran. So the asserts of a case file are
rewritten when it is loaded: each tells the current observer that it passed, and
a failed one says what was found and what was wanted. By convention the left
side of a comparison is what the DUT did and the right side what is wanted.

The rewriting is our own, so that a replay without pytest judges alike.
"""

import ast
import contextlib
import hashlib
import importlib.util
import marshal
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Protocol

from conformance.shown import shown, shown_alike


class Observer(Protocol):
    """Whoever counts checks."""

    def check_passed(self, text: str, found: str) -> None: ...


class CheckFailed(AssertionError):
    """A failed assert of a case: what was found, what was wanted, and the assert itself."""

    def __init__(self, found: str, wanted: str, text: str, message: str) -> None:
        self.found = found
        self.wanted = wanted
        self.text = text
        self.message = message
        super().__init__(found, wanted, text, message)

    def __str__(self) -> str:
        said = f"{self.message}: " if self.message else ""
        wanted = f", wanted {self.wanted}" if self.wanted else ""
        return f"{said}found {self.found}{wanted} [assert {self.text}]"


_observers: list[Observer] = []


@contextlib.contextmanager
def observing(observer: Observer) -> Iterator[None]:
    """While this lasts, passed checks are told to `observer`."""
    _observers.append(observer)
    try:
        yield
    finally:
        _observers.remove(observer)


def passed(text: str, found: object = "") -> None:
    """Tell the current observer of a check that held."""
    if _observers:
        _observers[-1].check_passed(text, found if isinstance(found, str) else shown(found))


def check(
    holds: object, text: str, values: Sequence[object], operators: Sequence[str], message: Callable[[], object] | None
) -> None:
    """What every rewritten assert calls, with the values it compares; one without comparison wants True or False."""
    if holds:
        passed(text, shown(values[0]))
        return
    found, *others = shown_alike(values)
    wanted = " ".join(f"{operator} {other}" for operator, other in zip(operators, others, strict=True))
    raise CheckFailed(found, wanted.removeprefix("== "), text, str(message()) if message else "")


_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "other than",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "==",
    ast.IsNot: "other than",
    ast.In: "one of",
    ast.NotIn: "none of",
}

_CHECK = "@check"
"""Name under which a rewritten module finds `check`; no source can use it."""


class _AssertRewriter(ast.NodeTransformer):
    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        text = ast.unparse(node.test)
        test, message = node.test, node.msg
        values: list[ast.expr] = []
        operators: list[str] = []
        before: list[ast.stmt] = []
        if isinstance(test, ast.Compare):
            names = [f"@value{number}" for number in range(len(test.comparators) + 1)]
            for name, operand in zip(names, [test.left, *test.comparators], strict=True):
                before.append(ast.Assign([ast.Name(name, ast.Store())], operand))
                values.append(ast.Name(name, ast.Load()))
            operators = [_OPERATORS[type(operator)] for operator in test.ops]
            test = ast.Compare(values[0], test.ops, values[1:])
        else:
            is_negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
            operand = test.operand if is_negated else test  # type: ignore[attr-defined]
            before.append(ast.Assign([ast.Name("@value0", ast.Store())], operand))
            value = ast.Name("@value0", ast.Load())
            values, operators = [value, ast.Constant(not is_negated)], ["=="]
            test = ast.UnaryOp(ast.Not(), value) if is_negated else value
        arguments: list[ast.expr] = [
            test,
            ast.Constant(text),
            ast.List(values, ast.Load()),
            ast.List([ast.Constant(operator) for operator in operators], ast.Load()),
            _thunk(message) if message is not None else ast.Constant(None),
        ]
        call = ast.Expr(ast.Call(ast.Name(_CHECK, ast.Load()), arguments, []))
        made: list[ast.stmt] = [*before, call]
        for statement in made:
            ast.copy_location(statement, node)
            ast.fix_missing_locations(statement)
        return made


def _thunk(expression: ast.expr) -> ast.Lambda:
    return ast.Lambda(ast.arguments([], [], None, [], [], None, []), expression)


_REWRITER = importlib.util.MAGIC_NUMBER + Path(__file__).read_bytes()


class CaseLoader(SourceFileLoader):
    """Loads a case file with its asserts rewritten, which costs so much more than loading that the outcome is kept.

    It is kept beside what Python keeps, and good for the very source, place and rewriter that made it.
    """

    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path)
        made_from = hashlib.sha256(b"".join((_REWRITER, str(self.path).encode(), b"\0", source))).digest()
        kept_at = importlib.util.cache_from_source(self.path, optimization="counted")
        with contextlib.suppress(OSError, EOFError, ValueError, TypeError):  # none is kept, or it is damaged
            kept = self.get_data(kept_at)
            if kept.startswith(made_from):
                code: CodeType = marshal.loads(kept[len(made_from) :])  # noqa: S302 - as Python loads its own
                return code
        code = self.source_to_code(source, self.path)
        if not sys.dont_write_bytecode:
            self.set_data(kept_at, made_from + marshal.dumps(code))
        return code

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:  # type: ignore[override]
        tree = _AssertRewriter().visit(ast.parse(data, path))
        return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__[_CHECK] = check
        super().exec_module(module)


class _CaseFinder(MetaPathFinder):
    """Gives modules below some folders to CaseLoader."""

    def __init__(self) -> None:
        self.folders: set[Path] = set()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        name = fullname.rpartition(".")[2]
        if not name.startswith("test_"):
            return None
        for folder in path or sys.path:
            file = Path(folder, f"{name}.py")
            if file.is_file() and any(file.resolve().is_relative_to(known) for known in self.folders):
                return importlib.util.spec_from_file_location(fullname, file, loader=CaseLoader(fullname, str(file)))
        return None


_FINDER = _CaseFinder()


def load_cases_from(folder: Path) -> None:
    """From now on, import the case files (test_*.py) in and below a folder with counted asserts."""
    _FINDER.folders.add(folder.resolve())
    if _FINDER not in sys.meta_path:
        sys.meta_path.insert(0, _FINDER)
