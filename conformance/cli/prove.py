"""`goldenbench prove`: show that every published case can fail."""

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer


def prove(
    full: Annotated[bool, typer.Option("--full", help="Every defect against every case.")] = False,
    run_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the evidence in this new directory.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Run every defect of the golden meter against the cases of the rule it breaks; 0 if the proof is complete."""
    from conformance.bench.proof import prove as run_proof
    from conformance.catalogue import published
    from conformance.evidence.run_directory import RunDirectory

    with tempfile.TemporaryDirectory() as scratch:
        evidence = Path(scratch) if run_dir is None else RunDirectory.create(run_dir).path
        proof = run_proof(published(), evidence, full=full)
    if as_json:
        typer.echo(json.dumps(proof.as_json(), indent=2))
    else:
        _print(proof)
    raise typer.Exit(0 if proof.is_complete else 1)


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
    word = "complete" if proof.is_complete else "INCOMPLETE"
    typer.echo(f"proof {word}: {len(proof.golden)} cases, {len({defect for _, defect in proof.verdicts})} defects")
