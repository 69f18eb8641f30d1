"""`goldenbench prove`: show that every published case can fail."""

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from conformance.cli.completion import case_ids, defects


def prove(
    full: Annotated[bool, typer.Option("--full", help="Every defect against every case.")] = False,
    case: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="This case alone; may be repeated.", autocompletion=case_ids),
    ] = None,
    defect: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="This defect alone; may be repeated.", autocompletion=defects),
    ] = None,
    run_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the evidence in this new directory.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Run every defect of the golden meter against the cases of the rule it breaks; 0 if the proof is complete.

    With --case or --defect only what belongs to these: enough while one writes a case, and no proof of the whole.
    """
    from conformance.bench.proof import prove as run_proof
    from conformance.catalogue import published
    from conformance.evidence.run_directory import RunDirectory

    published().check(case or ())
    _check_defects(defect or [])
    with tempfile.TemporaryDirectory() as scratch:
        evidence = Path(scratch) if run_dir is None else RunDirectory.create(run_dir).path
        proof = run_proof(published(), evidence, full=full, only=case or (), only_defects=defect or ())
    if as_json:
        typer.echo(json.dumps(proof.as_json(), indent=2))
    else:
        _print(proof)
    raise typer.Exit(0 if proof.is_clean else 1)


def _check_defects(names: list[str]) -> None:
    from conformance.bench.golden import no_golden_unit
    from conformance.bench.proof import ROLE
    from conformance.errors import UsageError

    for trouble in filter(None, (no_golden_unit(ROLE, name) for name in names)):
        raise UsageError(trouble.found, trouble.wanted, trouble.remedy)


def _print(proof: object) -> None:
    from conformance.bench.proof import Proof

    assert isinstance(proof, Proof)
    for case, verdict in proof.golden.items():
        failing = [defect for (known, defect), found in proof.verdicts.items() if known == case and found == "FAIL"]
        typer.echo(f"{case:<18} golden {verdict:<5} fails on {', '.join(failing) or 'NOTHING'}")
    for case, rule in proof.unproved:
        typer.echo(f"not proved: {case} covers {rule}, but no defect of that rule makes it fail")
    for defect in proof.undetected:
        typer.echo(f"not detected: {defect}")
    for case in proof.unbroken:
        typer.echo(f"not passed by the golden unit: {case}")
    counts = f"{_counted(len(proof.golden), 'case')}, {_counted(len({name for _, name in proof.verdicts}), 'defect')}"
    if proof.is_partial:
        word = "nothing is wrong with these" if proof.is_clean else "something is wrong with these"
        typer.echo(f"{word}: {counts}; this is no proof of the whole, which `goldenbench prove` alone gives")
    else:
        typer.echo(f"proof {'complete' if proof.is_complete else 'INCOMPLETE'}: {counts}")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
