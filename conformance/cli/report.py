"""`goldenbench report`: results.json, report.html and report.pdf, made again from the evidence."""

from pathlib import Path
from typing import Annotated

import typer

from conformance.cli.child import AsJson
from conformance.cli.printed import AsPdf, print_report

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Directory of a run.")]


def report(
    run: RunArgument,
    as_json: AsJson = False,
    as_pdf: AsPdf = False,
) -> None:
    """Make the reports of a run again, from its journals alone; also of a run that was killed.

    Exit code 1 if evidence is damaged; the report then shows what is left of it.
    """
    from conformance.evidence.run_directory import RunDirectory
    from conformance.printable import printable
    from reports.build import write_reports
    from reports.stored import octets_of, stale

    directory = RunDirectory.existing(run)
    before = octets_of(directory)
    whole = write_reports(directory)
    made = whole.run
    damage = made.damage
    # A run that was killed had none; of one that is damaged it cannot be the same.
    is_whole = made.finished is not None and made.planned is not None and not damage
    complaint = stale(before, directory, whole) if is_whole else ""
    for line in damage:
        typer.echo(f"DAMAGED: {line}", err=as_json)
    if complaint:
        typer.echo(f"DAMAGED: {printable(complaint)}; it has been made again from the evidence", err=as_json)
    for line in made.trouble:
        if line not in damage:
            typer.echo(f"trouble: {printable(line)}", err=as_json)
    if as_json:
        typer.echo(directory.results.read_text(encoding="utf-8"), nl=False)
    else:
        typer.echo(f"report: {directory.report}")
    if whole.left:
        which = "1 case that is" if whole.left == 1 else f"{whole.left} cases that are"
        typer.echo(f"`goldenbench resume {run}` goes on with the {which} left", err=as_json)
    if as_pdf or directory.pdf.is_file():
        print_report(directory, whole, err=as_json)
    raise typer.Exit(1 if damage or complaint else 0)
