"""report.html: one self-contained file that needs no network and no script.

Templates lay out; what they show comes from the report, from overview.py,
ladder.py and listing.py. Everything is escaped unless it was made here.
"""

from functools import cache, lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from conformance.verdict import Verdict
from reports import entries, expectation, instances, markup, overview, words
from reports.ladder import judged_word, ladder
from reports.listing import Line, columns, excerpt, lines_of, mark
from reports.model import Attempt, CaseReport, Frame, Report

OPEN_RECORDS = 10
"""So many records of cases that need attention are unfolded from the start."""

SHARED_LISTINGS = 4096


def render(report: Report) -> str:
    template = _environment().get_template("page.html.j2")
    outcome, sentence = words.outcome(report)
    attention = {
        verdict: instances.told(case for case in report.cases if case.verdict is verdict)
        for verdict in overview.ATTENTION
        if report.totals[verdict]
    }
    leads = [case for parts in attention.values() for told in parts for case in told.leads]
    return template.render(
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
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        overview=overview,
        markup=markup,
        expectation=expectation,
        entries=entries,
        instances=instances,
        words=words,
        verdicts=list(Verdict),
        Verdict=Verdict,
        ladder=ladder,
        judged_word=judged_word,
        listing=listing,
        frames_as_text=frames_as_text,
        judged_excerpt=judged_excerpt,
    )
    environment.filters.update(word=words.word, cut=words.cut, moment=words.moment)
    environment.tests["attention"] = lambda case: case.verdict in overview.ATTENTION
    return environment


def listing(frame: Frame, attempt: Attempt) -> Markup:
    """A frame line by line, the divergence marked."""
    if frame.number != attempt.judged_frame:
        return _plain_listing(frame.octets, frame.tree)
    lines = lines_of(frame.octets, frame.tree)
    mark(lines, attempt)
    return _text(lines)


def frames_as_text(attempt: Attempt, base: str) -> Markup:
    """All frames of an attempt, each with its heading."""
    parts = [f"{markup.frame_heading(frame, base)}\n{listing(frame, attempt)}\n\n" for frame in attempt.frames]
    return Markup("".join(parts))  # noqa: S704 - both are Markup


@lru_cache(maxsize=SHARED_LISTINGS)
def _plain_listing(octets: str, tree: str) -> Markup:
    """Preambles and postambles are much the same in all cases of a run, and so are their frames."""
    return _text(lines_of(octets, tree))


def judged_excerpt(case: CaseReport) -> Markup:
    """The octets around the divergence of a case; empty if it cannot be told where that is."""
    attempt = case.counted
    if attempt is None or attempt.judged_frame is None:
        return Markup("")
    frame = attempt.frame(attempt.judged_frame)
    lines = lines_of(frame.octets, frame.tree)
    mark(lines, attempt)
    return _text(excerpt(lines))


def _text(lines: list[Line]) -> Markup:
    """Lines as text in columns; no elements, because a long run has many thousands of them."""
    if not lines:
        return Markup("")
    rows, hex_column = columns(lines)
    marked = next((number for number, line in enumerate(lines, start=1) if line.is_marked), None)
    if marked is None:
        return escape("\n".join(rows))
    before, after = "".join(f"{row}\n" for row in rows[:marked]), "".join(f"\n{row}" for row in rows[marked + 1 :])
    return escape(before) + _marked(rows[marked], lines[marked - 1], hex_column) + after


def _marked(row: str, line: Line, hex_column: int) -> Markup:
    if line.marked_octet is None:
        return Markup("<mark>◆ {}  ← here</mark>").format(row[2:])
    at = hex_column + 3 * line.marked_octet
    parts = row[2:at], row[at : at + 2], row[at + 2 :]
    return Markup("<mark>◆ {}<b>{}</b>{}  ← here</mark>").format(*parts)
