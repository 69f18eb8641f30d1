"""`goldenbench list`: the published cases, and for a bench which of them would run."""

import json
from typing import Annotated, Any

import typer

from conformance.cli.completion import bench_names


def list_cases(
    bench: Annotated[
        str | None,
        typer.Argument(metavar="BENCH", help="Say for this bench what would run.", autocompletion=bench_names),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the published test cases; nothing is sent to any device."""
    from conformance.catalogue import published
    from conformance.cli.offline import findings, offline_session, prospects

    catalogue = published()
    session = None if bench is None else offline_session(bench, catalogue)
    found = {} if session is None else prospects(session, catalogue, catalogue.in_order())
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
        prospect = found.get(facts.id)
        if prospect is not None:
            row |= {"decision": prospect.word, "reason_code": prospect.reason_code, "reason": prospect.reason}
            row |= {"link": prospect.decision.framing, "expected_s": prospect.expected_s}
        rows.append(row)
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print(rows)
    for line in [] if session is None else findings(session):
        typer.echo(line, err=as_json)


def _print(rows: list[dict[str, Any]]) -> None:
    width = max(len(row["id"]) for row in rows)
    for row in rows:
        decision = f"{row['decision']:<15}{_seconds(row)}" if "decision" in row else ""
        why = f"  ({row['reason']})" if row.get("reason") else ""
        typer.echo(f"{row['id']:<{width}}  {decision}{row['effects']:<8}  {row['title']}{why}")
    if any(row.get("decision") == "DUT DECIDES" for row in rows):
        typer.echo("DUT DECIDES: a run asks the DUT itself for what is undeclared")
    whole, open_s = (
        sum(row["expected_s"] or 0 for row in rows if row.get("decision") == word) for word in ("runs", "DUT DECIDES")
    )
    more = f", and {open_s:.0f} s more if all of them run that the DUT decides" if open_s else ""
    typer.echo(f"{len(rows)} cases" + (f", expected duration {whole:.0f} s{more}" if whole else ""))


def _seconds(row: dict[str, Any]) -> str:
    """How long a case is expected to take, on a DUT as quick as the golden unit."""
    if row["decision"] not in ("runs", "DUT DECIDES") or row["expected_s"] is None:
        return " " * 10
    return f"{row['expected_s']:6.1f} s  "
