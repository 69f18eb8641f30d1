"""`goldenbench doctor`: looks at a bench before a campaign, and names what is wrong with it."""

import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli.completion import bench_names

if TYPE_CHECKING:
    from conformance.bench.doctor.row import Row

COLOURS = {"ok": "green", "note": "", "fault": "red", "unknown": "yellow"}
WHOSE = {
    "bench": "yours to mend (bench file, this host, cabling)",
    "dut": "the device's",
    "unreachable": "not to be told from here: the device, or something on the way to it",
}
INDENT = " " * 10


def doctor(
    bench: Annotated[
        str, typer.Argument(metavar="BENCH", help="Bench file.", autocompletion=bench_names, show_default=False)
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Look at a bench before a campaign: file, port, address, passwords, clock; nothing is written to the device."""
    from conformance.bench.doctor.examination import examine
    from conformance.bench.doctor.row import exit_code

    screen = _Screen()
    rows: list[Row] = []
    for row in examine(bench, screen.tell):
        rows.append(row)
        if not as_json:
            screen.show(row)
    screen.clear()
    code = exit_code(rows)
    if as_json:
        content = {"bench": bench, "exit_code": code, "rows": [row.as_json() for row in rows]}
        typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        typer.echo(f"\n{_conclusion(rows)}")
    raise typer.Exit(code)


class _Screen:
    """Rows as they come; what is being tried in between stands on the last line of a terminal."""

    def __init__(self) -> None:
        self.is_terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.link = ""

    def tell(self, text: str) -> None:
        if self.is_terminal:
            sys.stderr.write(f"\r\x1b[K{text}"[: max(_columns(), 40)])
            sys.stderr.flush()

    def clear(self) -> None:
        if self.is_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def show(self, row: "Row") -> None:
        self.clear()
        if row.link and row.link != self.link:
            typer.echo(f"\n{row.link}")
        self.link = row.link or self.link
        colour = COLOURS[row.state] if not os.environ.get("NO_COLOR") else ""
        word = f"{row.state.upper() if row.fault else row.state:<9}"
        name = f"{row.fault}: " if row.fault else ""
        typer.echo(f"{typer.style(word, fg=colour) if colour else word} {row.check}: {name}{row.found}")
        if row.whose:
            typer.echo(f"{INDENT}whose: {WHOSE[row.whose]}")
        if row.remedy:
            typer.echo(f"{INDENT}do:    {row.remedy}")


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return 80


def _conclusion(rows: "list[Row]") -> str:
    faults = [row.fault for row in rows if row.state == "fault"]
    unknown = [row.check for row in rows if row.state == "unknown"]
    notes = [row.check for row in rows if row.state == "note"]
    said = []
    if faults:
        said.append(f"{len(faults)} fault{'s' if len(faults) > 1 else ''}: {_counted(faults)}")
    if unknown:
        said.append(f"could not be judged: {_counted(unknown)}")
    if not said:
        said.append("nothing is wrong with this bench")
        said += [f"worth knowing: {_counted(notes)}"] if notes else []
    return "; ".join(said)


def _counted(names: list[str]) -> str:
    """Each once, in the order of their first mention."""
    return ", ".join(f"{name} ({count})" if count > 1 else name for name, count in Counter(names).items())
