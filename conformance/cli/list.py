"""`goldenbench list`: the published cases, and for a bench which of them would run."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from conformance.bench.session import BenchSession
    from conformance.selection import Decision


def list_cases(
    bench: Annotated[str | None, typer.Argument(metavar="BENCH", help="Say for this bench what would run.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """List the published test cases; nothing is sent to any device."""
    from conformance.bench.forecast import forecast_s
    from conformance.catalogue import published
    from conformance.cli.offline import offline_session

    catalogue = published()
    session = None if bench is None else offline_session(bench, catalogue)
    expected = {} if session is None else forecast_s(session, catalogue, catalogue.in_order())
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
            row |= {"decision": _word(session, decision), "reason": decision.reason, "link": decision.framing}
            row["expected_s"] = expected.get(facts.id)
        rows.append(row)
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print(rows)


def _word(session: "BenchSession", decision: "Decision") -> str:
    """What a run would do with a case; where only the DUT can tell, that."""
    items = [session.declaration.proforma[item] for item in decision.undeclared]
    if items and all(item.discover for item in items):
        return "DUT DECIDES"
    return str(decision.verdict or "runs")


def _print(rows: list[dict[str, Any]]) -> None:
    width = max(len(row["id"]) for row in rows)
    for row in rows:
        decision = f"{row['decision']:<15}{_seconds(row)}" if "decision" in row else ""
        why = f"  ({row['reason']})" if row.get("reason") else ""
        typer.echo(f"{row['id']:<{width}}  {decision}{row['effects']:<8}  {row['title']}{why}")
    whole = sum(row["expected_s"] or 0 for row in rows if row.get("decision") == "runs")
    typer.echo(f"{len(rows)} cases" + (f", expected duration {whole:.0f} s" if whole else ""))


def _seconds(row: dict[str, Any]) -> str:
    """How long a case is expected to take, on a DUT as quick as the golden unit."""
    if row["decision"] != "runs" or row["expected_s"] is None:
        return " " * 10
    return f"{row['expected_s']:6.1f} s  "
