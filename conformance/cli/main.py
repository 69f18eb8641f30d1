"""`goldenbench`: the verbs, and what happens when one of them meets a fault that the user can mend."""

import gc
import importlib.metadata
import sys
from typing import Annotated

import typer

from conformance.cli.baseline import baseline
from conformance.cli.diff import diff
from conformance.cli.doctor import doctor
from conformance.cli.explain import explain
from conformance.cli.golden import golden_app
from conformance.cli.init import init
from conformance.cli.list import list_cases
from conformance.cli.prove import prove
from conformance.cli.replay import replay
from conformance.cli.report import report
from conformance.cli.resume import rerun, resume
from conformance.cli.run import run
from conformance.errors import GoldenbenchError, UsageError
from conformance.exit_codes import FAULT, USAGE

app = typer.Typer(
    name="goldenbench",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"goldenbench {importlib.metadata.version('goldenbench')}")
        raise typer.Exit


@app.callback()
def goldenbench(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Conformance and interoperability tests for smart-metering equipment."""


app.command()(init)
app.command()(run)
app.command("list")(list_cases)
app.command()(explain)
app.command()(doctor)
app.command()(resume)
app.command()(rerun)
app.command()(report)
app.command()(replay)
app.command()(diff)
app.command()(baseline)
app.command()(prove)
app.add_typer(golden_app, name="golden")


def main() -> None:
    """Entry point of the console script."""
    try:
        app(prog_name="goldenbench")
    except UsageError as mistake:
        typer.echo(f"goldenbench: {mistake}", err=True)
        sys.exit(USAGE)
    except GoldenbenchError as error:
        typer.echo(f"goldenbench: {error}", err=True)
        sys.exit(FAULT)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; nothing is left to say
        sys.exit(FAULT)
    finally:
        gc.freeze()  # or the interpreter looks through all that is left, before it goes with the process
