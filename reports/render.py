"""report.html: one self-contained file that needs no network and no script.

Templates lay out what stands once in it, record.py what stands with every case.
What they show comes from the report, from overview.py, entries.py and instances.py.
Everything is escaped unless it was made by us.
"""

from collections.abc import Iterator
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.verdict import Verdict
from reports import entries, expectation, instances, overview, words
from reports.frames import judged_excerpt
from reports.model import Report
from reports.record import record, rows

OPEN_RECORDS = 10
"""So many records of cases that need attention are unfolded from the start."""


def render(report: Report) -> str:
    return "".join(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The page piece by piece, as that of a long run is large."""
    template = _environment().get_template("page.html.j2")
    outcome, sentence = words.outcome(report)
    attention = {
        verdict: instances.told(case for case in report.cases if case.verdict is verdict)
        for verdict in overview.ATTENTION
        if report.totals[verdict]
    }
    leads = [case for parts in attention.values() for told in parts for case in told.leads]
    return template.generate(
        report=report,
        run=report.run,
        facts=report.run.facts,
        dut=report.run.facts["bench_file"]["dut"],
        campaign=report.run.facts["bench_file"]["campaign"],
        outcome=outcome,
        sentence=sentence,
        attention=attention,
        unfolded={case.anchor for case in leads[:OPEN_RECORDS]},
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        optimized=False,  # a page is made once: folding its constants takes longer than it saves
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        overview=overview,
        expectation=expectation,
        entries=entries,
        instances=instances,
        words=words,
        verdicts=list(Verdict),
        Verdict=Verdict,
        record=record,
        rows=rows,
        judged_excerpt=judged_excerpt,
    )
    environment.filters.update(word=words.word, cut=words.cut, moment=words.moment)
    return environment
