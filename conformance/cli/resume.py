"""`goldenbench resume` and `goldenbench rerun`: a run goes on, in its own directory, as a further sitting."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli.child import AsJson, Workers, case_options, run_and_follow
from conformance.cli.printed import AsPdf
from conformance.errors import UsageError

if TYPE_CHECKING:
    from conformance.resumption import Resumption

RunArgument = Annotated[Path, typer.Argument(metavar="RUN", help="Directory of the run.")]
BenchOption = Annotated[
    str | None,
    typer.Option(
        "--bench", metavar="FILE", help="Where the bench file of the run is now, if it was moved.", show_default=False
    ),
]


class Chosen(StrEnum):
    """The verdicts by which cases are chosen, as they are typed."""

    PASS = "pass"
    REVIEW = "review"
    INCONCLUSIVE = "inconclusive"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_RUN = "not_run"
    ERROR = "error"


USUAL = (Chosen.FAIL, Chosen.ERROR, Chosen.INCONCLUSIVE)
"""What somebody has to act upon, and wants to see again after that."""


def resume(
    run: RunArgument,
    bench: BenchOption = None,
    workers: Workers = None,
    as_json: AsJson = False,
    as_pdf: AsPdf = False,
) -> None:
    """Go on with a run that was stopped, was killed or lost its device: the cases that have no verdict yet.

    In the same directory, with the bench file and on the device with which it began.
    """
    from conformance.resumption import Resumption

    resumption = Resumption.of(run)
    if resumption.is_complete:
        typer.echo(resumption.nothing_left, err=as_json)
    options = _checked(resumption, bench, is_quiet=as_json)
    raise typer.Exit(run_and_follow(options, resumption.directory, workers, as_json=as_json, as_pdf=as_pdf))


def rerun(
    run: RunArgument,
    verdict: Annotated[
        list[Chosen] | None,
        typer.Option(
            help="Run cases with this verdict again; may be repeated. Default: fail, error and inconclusive.",
            case_sensitive=False,
            show_default=False,
        ),
    ] = None,
    case: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Run this case again, whatever its verdict; may be repeated."),
    ] = None,
    bench: BenchOption = None,
    workers: Workers = None,
    as_json: AsJson = False,
    as_pdf: AsPdf = False,
) -> None:
    """Run cases of a run again, as further attempts in its directory.

    All attempts are kept and shown. The worst counts: what failed once does not pass by trying again. Only an error of
    harness or bench, or an attempt that was cut off, gives way to a later attempt.
    """
    from conformance.resumption import Resumption

    resumption = Resumption.of(run)
    names = _chosen(resumption, verdict or ([] if case else list(USUAL)), case or [])
    if not names:
        word = ", ".join(one.value for one in verdict or USUAL)
        raise UsageError(
            f"no case of {run} has the verdict {word}", "cases to run again", "choose with --verdict or --case"
        )
    resumption.again = names
    options = _checked(resumption, bench, is_quiet=as_json)
    raise typer.Exit(run_and_follow(options, resumption.directory, workers, as_json=as_json, as_pdf=as_pdf))


def _chosen(resumption: "Resumption", verdicts: list[Chosen], ids: list[str]) -> list[str]:
    """Names of the cases; UsageError if one was never part of the run."""
    cases = resumption.report.cases
    missing = [asked for asked in ids if not any(asked in (case.facts.id, case.name) for case in cases)]
    if missing:
        raise UsageError(
            f"{', '.join(missing)}: not among the cases of {resumption.directory.path}",
            "a case that this run has a verdict of",
            "see its report; `goldenbench resume` runs what is left",
        )
    words = {str(verdict).upper() for verdict in verdicts}
    asked = [case for case in cases if not ids or {case.facts.id, case.name} & set(ids)]
    return [case.name for case in asked if not words or str(case.verdict) in words]


def _checked(resumption: "Resumption", bench: str | None, *, is_quiet: bool) -> list[str]:
    """Check what can be checked without the device; answers the options of the process that runs the cases."""
    from conformance.catalogue import published

    resumption.open_bench(bench)
    resumption.check_cases({case.facts.id: case.facts.content_hash for case in published().cases.values()})
    resumption.lock.release()
    for line in resumption.notices:
        typer.echo(line, err=is_quiet)
    options = ["--resume", str(resumption.directory.path), *(["--bench", bench] if bench else [])]
    return options + case_options(resumption.again)
