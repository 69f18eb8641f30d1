"""Frames as HTML: headings and listings, octet by octet, with the divergence marked."""

from functools import lru_cache
from html import escape

from markupsafe import Markup

from reports.ladder import judged_word
from reports.listing import Line, columns, excerpt, lines_of, mark
from reports.model import Attempt, CaseReport, Frame
from reports.words import cut, moment

SHARED_LISTINGS = 4096


def as_articles(attempt: Attempt, base: str) -> str:
    """The frames of a case that somebody has to act upon; `base` is escaped, and begins the names of frames."""
    return "".join(_article(frame, attempt, base) for frame in attempt.frames)


def as_text(attempt: Attempt, base: str) -> str:
    """The frames of any other case as one text: they are most of a long run, and every element costs."""
    parts = ['<pre class="frames" tabindex="0">\n']
    for frame in attempt.frames:
        rest = escape(f"{moment(frame.t_ns)}, port {frame.port}: {cut(frame.summary)}")
        parts.append(f'<b id="{base}{frame.number}">{frame.number} {escape(frame.direction)}</b>  {rest}\n')
        parts.append(listing(frame, attempt))
        parts.append("\n\n")
    parts.append("</pre>\n")
    return "".join(parts)


def judged_excerpt(case: CaseReport) -> Markup:
    """The octets around the divergence of a case; empty if it cannot be told where that is."""
    attempt = case.counted
    if attempt is None or attempt.judged_frame is None:
        return Markup("")
    return Markup(_text(excerpt(_marked_lines(attempt.frame(attempt.judged_frame), attempt))))  # noqa: S704 - escaped


def listing(frame: Frame, attempt: Attempt) -> str:
    """A frame line by line, the divergence marked; escaped."""
    if frame.number != attempt.judged_frame:
        return _plain_listing(frame.octets, frame.tree)
    return _text(_marked_lines(frame, attempt))


def _article(frame: Frame, attempt: Attempt, base: str) -> str:
    is_judged = frame.number == attempt.judged_frame
    judged = f' <b class="judged">◆ {judged_word(attempt)}</b>' if is_judged else ""
    where = escape(f"{moment(frame.t_ns)}, port {frame.port}")
    return (
        f'<article class="frame" id="{base}{frame.number}">\n'
        f"<p><b>{frame.number}</b> {escape(frame.direction)} <i>{where}</i> {escape(cut(frame.summary))}{judged}</p>\n"
        f'<pre tabindex="0">{listing(frame, attempt)}</pre>\n'
        f"<code>{escape(frame.octets)}</code>\n"
        "</article>\n"
    )


@lru_cache(maxsize=SHARED_LISTINGS)
def _plain_listing(octets: str, tree: str) -> str:
    """Preambles and postambles are much the same in all cases of a run, and so are their frames."""
    return _text(lines_of(octets, tree))


def _marked_lines(frame: Frame, attempt: Attempt) -> list[Line]:
    lines = lines_of(frame.octets, frame.tree)
    mark(lines, attempt)
    return lines


def _text(lines: list[Line]) -> str:
    """Lines as text in columns; no elements, because a long run has many thousands of them."""
    if not lines:
        return ""
    rows, hex_column = columns(lines)
    marked = next((number for number, line in enumerate(lines, start=1) if line.is_marked), None)
    if marked is None:
        return escape("\n".join(rows))
    before, after = "".join(f"{row}\n" for row in rows[:marked]), "".join(f"\n{row}" for row in rows[marked + 1 :])
    return escape(before) + _marked(rows[marked], lines[marked - 1], hex_column) + escape(after)


def _marked(row: str, line: Line, hex_column: int) -> str:
    if line.marked_octet is None:
        return f"<mark>◆ {escape(row[2:])}  ← here</mark>"
    at = hex_column + 3 * line.marked_octet
    before, octet, after = map(escape, (row[2:at], row[at : at + 2], row[at + 2 :]))
    return f"<mark>◆ {before}<b>{octet}</b>{after}  ← here</mark>"
