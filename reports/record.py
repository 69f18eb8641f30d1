"""The record of a case as HTML: its line, why it ran, its steps, its messages, its frames, where the evidence is.

A long report is made of these, and templates take several times as long for them: so they are written here.
Every text is escaped, as in a template.
"""

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

from markupsafe import Markup

from conformance.verdict import Verdict
from reports import words
from reports.drawing import drawn
from reports.frames import as_articles, as_text
from reports.instances import Fold, folds
from reports.model import Attempt, CaseReport, Check, Rule, StepReport
from reports.overview import ATTENTION
from reports.words import cut, moment, word

LONG = 1_000

_SHAPES = {one: f'<span aria-hidden="true">{words.SHAPES[one]}</span>' for one in Verdict}
_WORDS = {one: f"{_SHAPES[one]} {word(one)}" for one in Verdict}
_BADGES = {one: f'<span class="badge {one}">{_WORDS[one]}</span>' for one in Verdict}


def rows(cases: Iterable[CaseReport]) -> Iterator[Markup]:
    """The list of all cases, piece by piece; many instances of a case stand in a list of their own."""
    for fold in folds(cases):
        if fold.is_many:
            yield _head(fold)
        for case in fold.cases:
            yield _row(case, fold)
        if fold.is_many:
            yield Markup("</div>\n</details>\n")


def record(case: CaseReport, level: int, fold: Fold | None = None) -> Markup:
    """All that is known of a case, under headings of a level.

    What is known of it beforehand stands with the first of its fold.
    """
    parts = []
    if fold is not None and fold.shares_facts(case):
        first = fold.first
        there = f'<a href="#{escape(first.anchor)}">{escape(cut(first.facts.instance, 80))}</a>'
        parts.append(f'<p class="muted">Why it ran, what it covers, which version: as for {there}.</p>\n')
    elif case.attempts:
        summary = "<summary>Why it ran, what it covers, which version</summary>"
        parts.append(f'<details class="fold">{summary}\n{_facts(case)}\n</details>\n')
    else:
        parts.append(f"{_facts(case)}\n")
    for attempt in case.attempts:
        told = _attempt(case, attempt, level)
        if len(case.attempts) > 1:
            is_open = " open" if attempt is case.counted else ""
            summary = f"Attempt {attempt.number}: {word(attempt.verdict)}, {escape(cut(attempt.reason))}"
            told = f'<details class="fold attempt"{is_open}><summary>{summary}</summary>\n{told}\n</details>'
        parts.append(f"{told}\n")
    return Markup("".join(parts))  # noqa: S704 - escaped piece by piece


def _head(fold: Fold) -> Markup:
    first, counts = fold.first, fold.counts
    is_open = " open" if fold.is_open(ATTENTION) else ""
    count = f'<span class="muted">{len(fold.cases)} instances</span>'
    title = f'<span class="title">{escape(cut(first.facts.title, 160))} {count}</span>'
    told = ", ".join(
        f'<span class="vw {verdict}">{_SHAPES[verdict]} {count} {word(verdict)}</span>'
        for verdict, count in counts.items()
    )
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<details class="row fold {" ".join(counts)}"{is_open}><summary>{_BADGES[first.verdict]} '
        f'<span class="id">{escape(first.facts.id)}</span> {title} <span class="when">{told}</span>\n</summary>\n'
        '<div class="instances">\n'
    )


def _row(case: CaseReport, fold: Fold) -> Markup:
    """One line; cases that need attention are told above, so their line leads there."""
    anchor, line = escape(case.anchor), _line(case, fold)
    if case.verdict in ATTENTION:
        return Markup(f'<p class="row {case.verdict}"><a href="#{anchor}">{line}\n</a></p>\n')  # noqa: S704 - escaped
    purpose = "" if fold.shares_facts(case) else f'<p class="purpose">{escape(cut(case.facts.purpose, LONG))}</p>\n'
    why = f'<p class="why">{_BADGES[case.verdict]} {escape(cut(case.reason, LONG))}</p>\n' if not case.attempts else ""
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<details class="row {case.verdict}"><summary>{line}\n</summary>\n'
        f'<div class="body" id="{anchor}">\n{purpose}{why}{record(case, 3, fold)}\n</div>\n</details>\n'
    )


def _line(case: CaseReport, fold: Fold) -> str:
    if fold.is_many:
        name = f'<span class="id">{escape(cut(case.facts.instance, 80))}</span>'
    else:
        title = f'<span class="title">{escape(cut(case.facts.title, 160))}</span>'
        name = f'<span class="id">{escape(cut(case.name, 80))}</span> {title}'
    attempts = f"{len(case.attempts)} attempts, " if len(case.attempts) > 1 else ""
    lasted = moment(case.counted.duration_ns) if case.counted else ""
    return f'{_BADGES[case.verdict]} {name} <span class="when">{attempts}{lasted}</span>'


def _facts(case: CaseReport) -> str:
    facts = case.facts
    covers = "".join(_covered(rule, "" if number else "Covers") for number, rule in enumerate(facts.rules))
    trace = "".join([f"<li>{escape(cut(why, LONG))}</li>" for why in facts.pics_decision])
    made_for = escape(facts.role.replace("_", " "))
    said = f"starts {escape(facts.starts)}; effects: {escape(facts.effects)}; {escape(facts.link)} link"
    return (
        f'<dl class="pairs facts">\n{covers}'
        f'<div><dt>{"Why it ran" if case.attempts else "Why not"}</dt><dd><ol class="trace">{trace}</ol></dd></div>\n'
        f"<div><dt>Case</dt><dd>version {facts.version}, for {made_for}; {said}; "
        f"content hash <code>{escape(facts.content_hash)}</code></dd></div>\n</dl>\n"
    )


def _covered(rule: Rule, label: str) -> str:
    grade = escape(words.grade(rule) + (f"; {rule.note}" if rule.note else ""))
    return (
        f'<div><dt>{label}</dt><dd>{escape(rule.text)} <span class="muted">{escape(rule.id)}</span><br>'
        f'{escape(rule.clause)} <span class="muted">{grade}</span></dd></div>\n'
    )


def _attempt(case: CaseReport, attempt: Attempt, level: int) -> str:
    base = f"{escape(case.anchor)}.{attempt.number}."
    parts = []
    if attempt.steps:
        steps = "".join([_step(step, attempt, base) for step in attempt.steps])
        parts.append(f'{_heading("Steps", level)}<ol class="steps">\n{steps}</ol>\n')
    if attempt.timeline:
        parts.append(f"{_heading('Messages', level)}{drawn(attempt, base)}\n")
    if attempt.frames:
        frames = as_articles(attempt, base) if case.verdict in ATTENTION else as_text(attempt, base)
        parts.append(f"{_heading('Frames, octet by octet', level)}{frames}\n")
    folder, place = escape(attempt.evidence), quote(attempt.evidence)
    files = f'<a href="{place}/journal.jsonl">journal.jsonl</a> and <a href="{place}/capture.pcapng">capture.pcapng</a>'
    end = f"attempt {attempt.number}, {word(attempt.verdict)}, {moment(attempt.duration_ns)}"
    parts.append(f'<p class="evidence">Evidence: {files} in <code>{folder}</code>; {end}</p>\n')
    return "".join(parts)


def _heading(text: str, level: int) -> str:
    return f'<h{level} class="part">{text}</h{level}>\n'


def _step(step: StepReport, attempt: Attempt, base: str) -> str:
    held = f"{len(step.checks)} {'check' if len(step.checks) == 1 else 'checks'} held"
    failed = attempt.failed_check(step)
    if failed is not None:
        held = f"{held}, one did not"
    if step.frames:
        links = ", ".join([f'<a href="#{base}{number}">{number}</a>' for number in step.frames])
        held = f"{held}; {'frame' if len(step.frames) == 1 else 'frames'} {links}"
    shown = [*map(_check, step.checks), *([_check(failed, ' class="broken"')] if failed else [])]
    checks = f'<ul class="checks">{"".join(shown)}</ul>' if shown else ""
    return (
        f'<li class="{step.verdict}"><b>{escape(cut(step.text))}</b> '
        f'<span class="vw {step.verdict}">{_WORDS[step.verdict]}</span>\n<span class="muted">{held}</span>\n'
        f"{checks}</li>\n"
    )


def _check(check: Check, kind: str = "") -> str:
    """One that held, or the one that did not."""
    found = f' <span class="muted">found {escape(cut(check.found, 120))}</span>' if check.found else ""
    return f"<li{kind}><code>{escape(cut(check.text))}</code>{found}</li>"
