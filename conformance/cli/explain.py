"""`goldenbench explain`: what a case is about, and why it would run on a bench or not."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from conformance.cli.columns import broken, columns_of
from conformance.cli.completion import bench_names, case_ids

if TYPE_CHECKING:
    from conformance.cli.offline import Prospect
    from conformance.rules import Rule
    from conformance.testcase import TestCase


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
    for line in (*_about(facts, rules), f"\non {bench}:", *_decision(prospect), *findings(session)):
        typer.echo(line)


def _about(facts: "TestCase", rules: list["Rule"]) -> Iterator[str]:
    columns = columns_of(sys.stdout)
    yield broken(f"{facts.id} version {facts.version}: {facts.title}", columns, indent="", hang="  ")
    told = [("purpose", facts.purpose), ("starts", str(facts.starts)), ("effects", facts.effects.word)]
    for rule in rules:
        told += [("rule", f"{rule.id}: {rule.text}"), ("", f"{rule.clause} (clause number: {rule.grade})")]
    for label, text in (*told, ("file", str(facts.file))):
        yield broken(f"{label:<8} {text}", columns, hang=" " * 9) if label else broken(text, columns, indent=" " * 11)


def _decision(prospect: "Prospect") -> Iterator[str]:
    columns = columns_of(sys.stdout)
    trace = prospect.decision.trace
    if prospect.decision.is_up_to_the_dut:
        trace = trace[:-1]  # NOT_RUN, which is what comes of it if the DUT cannot tell either
    for line in "\n".join(trace).splitlines():
        text = line.lstrip()
        yield broken(text, columns, indent=line.removesuffix(text) or "  ", hang="  ")
    yield "\n" + broken(f"{prospect.word}{f': {prospect.reason}' if prospect.reason else ''}", columns, indent="")
    if prospect.decision.is_up_to_the_dut:
        yield "  a run asks the DUT itself for what it can tell of this"
