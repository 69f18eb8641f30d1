"""`goldenbench run`: checks what needs no device, then has the cases run in a directory of their own."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from conformance.cli.child import AsJson, Workers, case_options, run_and_follow
from conformance.cli.completion import bench_names, case_ids
from conformance.cli.printed import AsPdf

BenchArgument = Annotated[
    str,
    typer.Argument(
        metavar="BENCH",
        help="Bench file, or golden, golden:DEFECT, hdlc+golden.",
        show_default=False,
        autocompletion=bench_names,
    ),
]


def run(
    bench: BenchArgument = "golden",
    run_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="New directory for evidence and reports; default runs/TIME-ROLE.")
    ] = None,
    case: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Run only this case; may be repeated.", autocompletion=case_ids),
    ] = None,
    workers: Workers = None,
    as_json: AsJson = False,
    as_pdf: AsPdf = False,
) -> None:
    """Test a device, or the golden meter if no bench file is given, and say where the report is."""
    from conformance.bench.expected_file import check_expected
    from conformance.bench.open_bench import open_bench
    from conformance.catalogue import published
    from conformance.evidence.run_directory import RunDirectory
    from conformance.run_log import default_run_directory

    opened = open_bench(bench)
    suites, expected = opened.file.campaign.suites, opened.file.campaign.expected
    if case:
        published().check(case, suites)
    if expected is not None:
        check_expected(expected, published().cases)
    out = sys.stderr if as_json else sys.stdout
    for said, count in _left_out(suites).items():
        typer.echo(f"LEFT OUT: {count} cases: {said}", file=out)
    directory = RunDirectory.create(run_dir or default_run_directory(opened.dut.role))
    options = ["--bench", bench, "--run-dir", str(directory.path), *case_options(case or [])]
    raise typer.Exit(run_and_follow(options, directory, workers, as_json=as_json, as_pdf=as_pdf))


def _left_out(suites: list[str]) -> dict[str, int]:
    """Why cases are left out, and how many for that reason."""
    from conformance.catalogue import published
    from conformance.selection import left_out

    said = [left_out(case.facts, suites) for case in published().in_order()] if suites else []
    return Counter(filter(None, said))
