"""`goldenbench explain`: what a case is about, and why it would run on a bench or not."""

import json
from typing import Annotated

import typer

from conformance.cli.completion import bench_names, case_ids


def explain(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="Id of a case, such as DLMS-GET-003.", autocompletion=case_ids)
    ],
    bench: Annotated[
        str, typer.Argument(metavar="BENCH", help="Decide for this bench.", autocompletion=bench_names)
    ] = "golden",
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Explain a case: purpose, rules with their clauses, and the decision for a bench step by step."""
    from conformance.catalogue import published
    from conformance.cli.offline import findings, offline_session, prospects

    catalogue = published()
    facts = catalogue.case(case).facts
    session = offline_session(bench, catalogue)
    (prospect,) = prospects(session, catalogue, [catalogue.case(case)]).values()
    rules = [catalogue.rules[rule] for rule in facts.covers]
    if as_json:
        content = session.facts(facts, None, prospect.decision) | {
            "decision": prospect.word,
            "reason_code": prospect.reason_code,
            "reason": prospect.reason,
        }
        typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
        for line in findings(session):
            typer.echo(line, err=True)
        return
    typer.echo(f"{facts.id} version {facts.version}: {facts.title}")
    typer.echo(f"  purpose  {facts.purpose}")
    typer.echo(f"  starts   {facts.starts}")
    typer.echo(f"  effects  {facts.effects.word}")
    for rule in rules:
        typer.echo(f"  rule     {rule.id}: {rule.text}")
        typer.echo(f"           {rule.clause} (clause number: {rule.grade})")
    typer.echo(f"  file     {facts.file}")
    typer.echo(f"\non {bench}:")
    for line in prospect.decision.trace:
        typer.echo(f"  {line}")
    typer.echo(f"\n{prospect.word}{f': {prospect.reason}' if prospect.reason else ''}")
    if prospect.decision.is_up_to_the_dut:
        typer.echo("  a run asks the DUT itself for what it can tell of this")
    for line in findings(session):
        typer.echo(line)
