"""Every fault that the doctor can name is in the documentation, with whose it is; and nothing else is."""

import ast
import re
from pathlib import Path

import conformance.bench.doctor
from conformance.bench.doctor.row import State, Whose, fault, note, ok, unknown
from conformance.bench.doctor.row import exit_code as code_of

TOP = Path(__file__).parents[3]
PAGE = (TOP / "docs" / "doctor.md").read_text(encoding="utf-8")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ALONE = {"babble", "garbage", "silent"}
"""Names of one word; any other of one word is something else."""


def documented() -> set[str]:
    rows = PAGE.partition("| fault |")[2].partition("\n\n")[0].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`([a-z0-9-]+)`", row.split("|")[1])}


def in_source() -> set[str]:
    """Texts of the doctor's modules that can only be names of faults."""
    folder = Path(conformance.bench.doctor.__path__[0])
    found: set[str] = set()
    for module in folder.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
                found |= {node.value} if "-" in node.value or node.value in ALONE else set()
    return found - {"tcp-listen", "clock-not-set", "utf-8", "sign-on"}


def test_every_fault_is_documented() -> None:
    assert in_source() == documented()


def test_the_exit_code_is_that_of_the_worst_row() -> None:
    good, odd = ok("a", "fine"), note("a", "odd")
    open_, bad = unknown("a", "?", "look"), fault("a", "silent", Whose.UNREACHABLE, "nothing", "look")
    assert [code_of(rows) for rows in ([], [good, odd], [good, open_], [open_, bad])] == [0, 0, 11, 1]
    assert bad.as_json()["state"] == State.FAULT
