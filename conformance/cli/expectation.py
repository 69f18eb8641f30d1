"""What a person is told of a run beside the expected results of its bench file."""

from collections.abc import Mapping
from typing import Any

from conformance.printable import printable

SHOWN = 20


def told(run: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Lines about what is as expected, and about what is not; `run` is that of results.json."""
    found = run.get("expectation")
    if not found:
        return [], []
    fine, surprises = found["as_expected"], found["not_as_expected"]
    file = printable(found["file"])
    as_expected = [f"as expected by {file}: {_cases(len(fine))} did not pass"] if fine else []
    lines = [f"{printable(one['name'])}: {printable(one['said'])}" for one in surprises[:SHOWN]]
    lines += [f"{len(surprises) - SHOWN} more"] if len(surprises) > SHOWN else []
    return as_expected, [f"NOT AS EXPECTED by {file}, {_cases(len(surprises))}:", *lines] if lines else []


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"
