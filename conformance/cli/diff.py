"""`goldenbench diff`: what differs between two runs."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from conformance.case_names import case_id
from conformance.cli.results import read_results
from conformance.printable import printable

if TYPE_CHECKING:
    from reports.comparison import CaseDifference, Difference, RunDifference

SHOWN = 25
"""Cases of one group that are shown in full."""

SHOWN_DURATIONS = 5
"""Where the runs had links of other speeds it is the same with nearly all."""

SHOWN_INSTANCES = 3
"""Of these so many instances of one case, so that they hide no other case."""

TEXT_LIMIT = 160

TOLD_ONE_BY_ONE = ("version", "content hash", "duration")
"""Differences of a case that its two headlines do not tell."""


def diff(
    a: Annotated[Path, typer.Argument(metavar="RUN_A", help="Directory of a run.")],
    b: Annotated[Path, typer.Argument(metavar="RUN_B", help="Directory of a later run.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Say what differs between two runs: verdicts and their reasons, the device, the bench file, the cases.

    Exit code 0 if nothing does, 1 if anything does, 11 if a run cannot be read.
    """
    from reports.comparison import compare_runs

    of_a, of_b = read_results(a), read_results(b)
    found = compare_runs(of_a, of_b)
    if as_json:
        typer.echo(json.dumps({"same": found.same, **asdict(found)}, indent=2))
    else:
        runs = [("A", a, of_a), ("B", b, of_b)]
        for line in (*(_run(*run) for run in runs), *_lines(found)):
            typer.echo(line)
    raise typer.Exit(0 if found.is_empty else 1)


def _run(letter: str, path: Path, results: dict[str, Any]) -> str:
    totals = ", ".join(f"{count} {verdict}" for verdict, count in results["totals"].items() if count)
    return (
        f"{letter}: {_text(str(path))}, {_text(results['run']['started'])[:19]}: {_text(totals) or 'no case was run'}"
    )


def _lines(found: "RunDifference") -> Iterator[str]:
    from reports.comparison import DURATION, GROUPS

    for group in GROUPS:
        cases = [case for case in found.cases if case.group == group]
        if cases:
            yield f"\n{group.upper()}, {_count(len(cases))}"
        yield from _cases(cases, SHOWN_DURATIONS if group == DURATION else SHOWN)
    for title, differences in (("THE DEVICE SAYS", found.dut), ("BENCH FILE AND RUN", found.settings)):
        if differences:
            yield f"\n{title}"
            yield from (f"  {_difference(one)}" for one in differences[:SHOWN])
        if len(differences) > SHOWN:
            yield f"  and {len(differences) - SHOWN} more; --json has all"
    yield f"\n{_count(found.same)} the same" + ("; nothing differs" if found.is_empty else "")


def _cases(cases: list["CaseDifference"], shown: int = SHOWN) -> Iterator[str]:
    instances: dict[str, list[CaseDifference]] = {}
    for case in cases:
        instances.setdefault(case_id(case.name), []).append(case)
    for name, of_one in list(instances.items())[:shown]:
        for case in of_one[:SHOWN_INSTANCES]:
            yield from _case(case)
        if len(of_one) > SHOWN_INSTANCES:
            yield f"  and {len(of_one) - SHOWN_INSTANCES} more of {_text(name)}; --json has all"
    if left := sum(map(len, list(instances.values())[shown:])):
        yield f"  and {left} more; --json has all"


def _case(case: "CaseDifference") -> Iterator[str]:
    verdicts = dict.fromkeys(filter(None, (case.a, case.b)))
    yield f"  {_text(case.name):<18} {' -> '.join(verdicts)}  {_text(case.title)}"
    told = {"A and B": case.said_a} if case.said_a == case.said_b else {"A": case.said_a, "B": case.said_b}
    yield from (f"      {who}: {_text(said)}" for who, said in told.items() if said)
    is_told = bool(told) and case.said_a != case.said_b
    yield from (f"      {_difference(one)}" for one in case.details if one.what in TOLD_ONE_BY_ONE or not is_told)


def _difference(one: "Difference") -> str:
    if one.a == one.b:
        return f"{_text(one.what)}: {_text(one.a)}"
    return f"{_text(one.what)}: {_text(one.a)} -> {_text(one.b)}"


def _text(text: str) -> str:
    text = printable(text)
    return text if len(text) <= TEXT_LIMIT else f"{text[:TEXT_LIMIT]}… ({len(text)} characters)"


def _count(cases: int) -> str:
    return "1 case" if cases == 1 else f"{cases} cases"
