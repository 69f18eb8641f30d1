"""`goldenbench run`: pytest as a child process, and its progress as a person wants to see it."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

BenchArgument = Annotated[
    str,
    typer.Argument(metavar="BENCH", help="Bench file, or golden, golden:DEFECT, hdlc+golden.", show_default=False),
]


def _one_or_more(workers: int | None) -> int | None:
    if workers is not None and workers < 1:
        raise typer.BadParameter(f"found {workers} workers, wanted 1 or more; leave -n out to run without any")
    return workers


def run(
    bench: BenchArgument = "golden",
    run_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="New directory for evidence and reports; default runs/TIME-ROLE.")
    ] = None,
    case: Annotated[list[str] | None, typer.Option(metavar="ID", help="Run only this case; may be repeated.")] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "-n",
            metavar="N",
            help="Workers, 1 or more; only golden units run in parallel.",
            callback=_one_or_more,
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write results.json to standard output.")] = False,
) -> None:
    """Test a device, or the golden meter if no bench file is given, and say where the report is."""
    from conformance.bench.open_bench import open_bench
    from conformance.catalogue import published
    from conformance.cli.progress import follow
    from conformance.evidence.run_directory import RunDirectory
    from conformance.run_log import default_run_directory

    opened = open_bench(bench)
    suites = opened.file.campaign.suites
    if case:
        published().check(case, suites)
    out = sys.stderr if as_json else sys.stdout
    for said, count in _left_out(suites).items():
        typer.echo(f"LEFT OUT: {count} cases: {said}", file=out)
    directory = RunDirectory.create(run_dir or default_run_directory(opened.dut.role))
    command = pytest_command(bench, directory.path, case or [], workers)
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.default_int_handler)
    child = subprocess.Popen(  # noqa: S603 - our own interpreter, with arguments of our own making
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_environment(directory.path),
        start_new_session=True,  # it gets Ctrl-C from us alone
    )
    code = follow(child, directory, out=out)
    if as_json and directory.results.is_file():
        typer.echo(directory.results.read_text(encoding="utf-8"), nl=False)
    raise typer.Exit(code)


def _left_out(suites: list[str]) -> dict[str, int]:
    """Why cases are left out, and how many for that reason."""
    from conformance.catalogue import published
    from conformance.selection import left_out

    said = [left_out(case.facts, suites) for case in published().in_order()] if suites else []
    return Counter(filter(None, said))


def pytest_command(bench: str, run_dir: Path, cases: list[str], workers: int | None) -> list[str]:
    """The very pytest command that a user could type, shielded from settings that belong to other projects."""
    plugins = ["-p", "conformance.plugin"]
    if workers:
        plugins += ["-p", "xdist.plugin", "-n", str(workers)]
    settings = str(Path(__file__).with_name("run.pytest.ini"))
    return [
        *(sys.executable, "-m", "pytest", "-c", settings, "--rootdir", str(run_dir)),
        *(*plugins, "-p", "no:cacheprovider", "--pyargs", "testcases"),
        *("--bench", bench, "--run-dir", str(run_dir)),
        *(argument for case in cases for argument in ("--case", case)),
    ]


def _environment(run_dir: Path) -> dict[str, str]:
    """Other plugins and options of this host must not change a run; who sits at a terminal is its operator."""
    from conformance import follower
    from conformance.bench.operator import FOLDER, VARIABLE

    foreign = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")
    environment = {name: value for name, value in os.environ.items() if name not in foreign}
    if sys.stdin.isatty():
        environment[VARIABLE] = str((run_dir / FOLDER).absolute())
    return {**environment, **follower.environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
