"""`goldenbench list`: the published cases, and for a bench which of them would run."""

import json
from typing import Annotated, Any

import typer


def list_cases(
    bench: Annotated[str | None, typer.Argument(metavar="[BENCH]", help="Say for this bench what would run.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the published test cases; nothing is sent to any device."""
    from conformance.catalogue import published
    from conformance.cli.offline import offline_session

    catalogue = published()
    session = None if bench is None else offline_session(bench, catalogue)
    rows: list[dict[str, Any]] = []
    for case in catalogue.in_order():
        facts = case.facts
        row: dict[str, Any] = {
            "id": facts.id,
            "version": facts.version,
            "title": facts.title,
            "purpose": facts.purpose,
            "roles": list(facts.dut),
            "effects": facts.effects.word,
            "covers": list(facts.covers),
            "requires": facts.requires,
            "content_hash": facts.content_hash,
        }
        if session is not None:
            decision = session.decide(facts)
            row |= {"decision": str(decision.verdict or "runs"), "reason": decision.reason, "link": decision.framing}
        rows.append(row)
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print(rows)


def _print(rows: list[dict[str, Any]]) -> None:
    width = max(len(row["id"]) for row in rows)
    for row in rows:
        decision = f"{row['decision']:<15}" if "decision" in row else ""
        why = f"  ({row['reason']})" if row.get("reason") else ""
        typer.echo(f"{row['id']:<{width}}  {decision}{row['effects']:<8}  {row['title']}{why}")
    typer.echo(f"{len(rows)} cases")
