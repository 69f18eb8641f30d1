"""The run itself: pytest in a process of its own, followed until it ends."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from conformance.cli.printed import print_report
from conformance.evidence.run_directory import RunDirectory


def _one_or_more(workers: int | None) -> int | None:
    if workers is not None and workers < 1:
        raise typer.BadParameter(f"found {workers} workers, wanted 1 or more; leave -n out to run without any")
    return workers


Workers = Annotated[
    int | None,
    typer.Option(
        "-n",
        metavar="N",
        help="Workers, 1 or more; only golden units run in parallel.",
        callback=_one_or_more,
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write results.json to standard output.")]


def run_and_follow(
    options: list[str], directory: RunDirectory, workers: int | None, *, as_json: bool, as_pdf: bool
) -> int:
    """Run cases in a directory, show their progress, write results.json if it is asked for; answers the exit code."""
    from conformance.cli.progress import follow

    known = directory.events.stat().st_size if directory.events.is_file() else 0
    child = subprocess.Popen(  # noqa: S603 - our own interpreter, with arguments of our own making
        _pytest_command(options, directory.path, workers),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_environment(directory.path),
        start_new_session=True,  # it gets Ctrl-C from us alone
    )
    code = follow(child, directory, out=sys.stderr if as_json else sys.stdout, known=known)
    if (as_pdf or directory.pdf.is_file()) and directory.run_json.is_file():
        from reports.build import build

        print_report(directory, build(directory), err=as_json)
    if as_json and directory.results.is_file():
        typer.echo(directory.results.read_text(encoding="utf-8"), nl=False)
    return code


def _pytest_command(options: list[str], run_dir: Path, workers: int | None) -> list[str]:
    """The very pytest command that a user could type, shielded from settings that belong to other projects."""
    plugins = ["-p", "conformance.plugin"]
    if workers:
        plugins += ["-p", "xdist.plugin", "-n", str(workers)]
    settings = str(Path(__file__).with_name("run.pytest.ini"))
    return [
        *(sys.executable, "-m", "pytest", "-c", settings, "--rootdir", str(run_dir)),
        *(*plugins, "-p", "no:cacheprovider", "--pyargs", "testcases"),
        *options,
    ]


def case_options(cases: list[str]) -> list[str]:
    return [argument for case in cases for argument in ("--case", case)]


def _environment(run_dir: Path) -> dict[str, str]:
    """Other plugins and options of this host must not change a run; who sits at a terminal is its operator."""
    from conformance import follower
    from conformance.bench.operator import FOLDER, VARIABLE

    foreign = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    if sys.stdin.isatty():
        environment[VARIABLE] = str((run_dir / FOLDER).absolute())
    return {**environment, **follower.environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
