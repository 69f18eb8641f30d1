"""`goldenbench baseline`: the expected-result file that a run would be as expected by."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import typer

from conformance.case_names import case_name
from conformance.cli.report import RunArgument
from conformance.cli.results import read_results
from conformance.printable import printable

REASON_LIMIT = 200


def baseline(run: RunArgument) -> None:
    """Write an expected-result file from a run to standard output.

    It lists every case that did not pass, with what was found as the reason: put the number of a bug there instead,
    and name the file in the bench file: [campaign] expected = "FILE". Reasons of the run's own file are kept.
    """
    from conformance.errors import EvidenceError

    results = read_results(run)
    whole = results["run"]
    if whole["trouble"] or whole["finished"] is None or whole["not_reached"]:
        trouble = printable(whole["trouble"][0]) if whole["trouble"] else "cases were not reached"
        wanted = "a run that came to its end in order"
        raise EvidenceError(f"{run}: {trouble}", wanted, "mend that and run again: else it would be expected, too")
    typer.echo("\n".join(_lines(results)))


def _lines(results: Mapping[str, Any]) -> Iterator[str]:
    from conformance.expected import EXPECTABLE, UNREMARKABLE
    from reports.expectation import entries_of

    run = results["run"]
    yield f"# Expected results, from the run of {printable(run['started'])}."
    yield "# What is not listed is expected to pass, or not to apply. Say of each entry why it is expected."
    known = {(one.case, one.instance, one.verdict): one.reason for one in entries_of(run["bench_file"]["campaign"])}
    for case in results["cases"]:
        verdict = case["verdict"]
        name = case_name(case["id"], case["instance"])
        if verdict in EXPECTABLE:
            reason = known.get((case["id"], case["instance"], verdict)) or _reason(case)
            instance = [f"instance = {_text(case['instance'])}"] if case["instance"] else []
            yield from ("", "[[expected]]", f"case = {_text(case['id'])}", *instance)
            yield from (f'verdict = "{verdict}"', f"reason = {_text(reason)}")
        elif verdict not in UNREMARKABLE:
            yield f"\n# {printable(name)} ended in {verdict}, a fault of harness or bench, which is never expected."


def _reason(case: Mapping[str, Any]) -> str:
    found = case["divergence"]
    said = f"found {found['found']}, wanted {found['wanted']}" if found else case["reason"]
    said = said or case["reason_code"]
    return said if len(said) <= REASON_LIMIT else f"{said[: REASON_LIMIT - 1]}…"


def _text(text: str) -> str:
    """A text as TOML writes it: like JSON, once nothing in it is unprintable."""
    return json.dumps(printable(text), ensure_ascii=False)
