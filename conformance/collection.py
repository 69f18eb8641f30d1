"""What the plugin asks of pytest's collection: which folders are named, and whether ids are unique."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.errors import BenchError, UsageError
from conformance.items import CaseItem


def folders(config: pytest.Config) -> list[Path]:
    """Folders that the command line names, where users keep cases of their own."""
    paths = [Path(str(argument).partition("::")[0]) for argument in config.args]
    return [path if path.is_dir() else path.parent for path in paths if path.exists()]


@contextlib.contextmanager
def told_by_pytest() -> Iterator[None]:
    try:
        yield
    except (UsageError, BenchError) as mistake:
        raise pytest.UsageError(str(mistake)) from None


def check_unique(cases: list[CaseItem]) -> None:
    seen: dict[tuple[str, str], CaseItem] = {}
    for item in cases:
        other = seen.setdefault((item.facts.id, item.case_name), item)
        if other is not item:
            raise pytest.UsageError(f"{item.facts.id} stands in {other.path} and in {item.path}; ids must be unique")
