"""report.pdf: when a command makes it, and what is said where it cannot."""

from typing import TYPE_CHECKING, Annotated

import typer

from conformance.evidence.run_directory import RunDirectory

if TYPE_CHECKING:
    from reports.model import Report


def _with_typst(as_pdf: bool) -> bool:
    """What is missing is told before anything is run or made."""
    if as_pdf:
        from reports.pdf import need_typst

        need_typst()
    return as_pdf


AsPdf = Annotated[bool, typer.Option("--pdf", help="Make report.pdf too; needs the extra pdf.", callback=_with_typst)]


def print_report(directory: RunDirectory, made: "Report", *, err: bool) -> None:
    """Make report.pdf, also where one is left of an earlier sitting, which must not stand beside newer reports."""
    from reports.pdf import has_typst, write_pdf

    if has_typst():
        write_pdf(directory, made)
        typer.echo(f"report: {directory.pdf}", err=err)
    else:
        older = "is older than report.html, and typst is not installed"
        typer.echo(
            f"OUT OF DATE: {directory.pdf} {older}; `goldenbench report {directory.path} --pdf` makes it again", err=err
        )
