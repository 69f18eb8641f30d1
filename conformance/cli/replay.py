"""`goldenbench replay`: judge a recorded run again, without the device."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from conformance.case_names import case_name
from conformance.cli.report import RunArgument
from conformance.exit_codes import FAULT


def replay(
    run: RunArgument,
    case: Annotated[str | None, typer.Argument(metavar="CASE", help="Only this case.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Replay recorded cases: same inputs, same octets, same verdicts; exit code 1 if anything differs.

    11 if nothing differs, but some attempts could not be judged.
    """
    from conformance.bench.rejudge import rejudge
    from conformance.catalogue import published
    from conformance.evidence.run_directory import RunDirectory
    from conformance.printable import printable

    found = rejudge(RunDirectory.existing(run), published(), case)
    judged = [attempt for attempt in found if attempt.is_judged]
    differing = [attempt for attempt in judged if not attempt.agrees]
    if as_json:
        typer.echo(json.dumps([{**asdict(attempt), "agrees": attempt.agrees} for attempt in found], indent=2))
    else:
        for attempt in found:
            name = case_name(attempt.case, attempt.instance)
            differs = f"DIFFERS: {attempt.difference or attempt.replayed}"
            outcome = "same" if attempt.agrees else differs if attempt.is_judged else attempt.difference
            typer.echo(printable(f"{name:<20} attempt {attempt.attempt}  {attempt.recorded:<13} {outcome}"))
        unjudged = f", {len(found) - len(judged)} could not be judged" if len(judged) < len(found) else ""
        attempts = "1 attempt" if len(judged) == 1 else f"{len(judged)} attempts"
        typer.echo(f"{attempts} replayed, {len(differing)} differ{unjudged}")
    raise typer.Exit(1 if differing else FAULT if len(judged) < len(found) else 0)
