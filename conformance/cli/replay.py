"""`goldenbench replay`: judge a recorded run again, without the device."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from conformance.cli.report import RunArgument


def replay(
    run: RunArgument,
    case: Annotated[str | None, typer.Argument(metavar="CASE", help="Only this case.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Replay recorded cases: same inputs, same octets, same verdicts; exit code 1 if anything differs."""
    from conformance.bench.rejudge import rejudge
    from conformance.catalogue import published
    from conformance.evidence.run_directory import RunDirectory

    found = rejudge(RunDirectory.existing(run), published(), case)
    differing = [attempt for attempt in found if not attempt.agrees]
    if as_json:
        typer.echo(json.dumps([{**asdict(attempt), "agrees": attempt.agrees} for attempt in found], indent=2))
    else:
        for attempt in found:
            name = f"{attempt.case}{f'[{attempt.instance}]' if attempt.instance else ''}"
            outcome = "same" if attempt.agrees else f"DIFFERS: {attempt.difference or attempt.replayed}"
            typer.echo(f"{name:<20} attempt {attempt.attempt}  {attempt.recorded:<13} {outcome}")
        typer.echo(f"{len(found)} attempts replayed, {len(differing)} differ")
    raise typer.Exit(1 if differing else 0)
