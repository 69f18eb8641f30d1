"""`goldenbench report`: results.json and report.html, made again from the evidence."""

from pathlib import Path
from typing import Annotated

import typer

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Directory of a run.")]


def report(
    run: RunArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Write results.json to standard output.")] = False,
) -> None:
    """Make the reports of a run again, from its journals alone; also of a run that was killed."""
    from conformance.evidence.run_directory import RunDirectory
    from reports.build import write_reports

    directory = RunDirectory.existing(run)
    write_reports(directory)
    if as_json:
        typer.echo(directory.results.read_text(encoding="utf-8"), nl=False)
    else:
        typer.echo(f"report: {directory.report}")
