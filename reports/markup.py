"""Parts of the page that a long run has by the ten thousand: rungs of ladders, frames, checks.

Written here, because templates take several times as long for them. Every text
is escaped, like everything in a template.
"""

from html import escape

from markupsafe import Markup

from reports import words
from reports.ladder import Row
from reports.model import Frame, StepReport
from reports.words import cut, moment

_TO_DUT = '<path d="M109 0H789m-9-5 9 5-9 5"/>'
_FROM_DUT = '<path d="M789 0H109m9-5-9 5 9 5"/>'
_GEM = '<path class="gem" d="M790-8l8 8-8 8-8-8z"/>'


def rungs(rows: list[Row], base: str) -> Markup:
    """The rows of a ladder: tester at x = 108, DUT at x = 790, every row a group that is moved to its height."""
    place = escape(base)
    return Markup("".join([_rung(row, place) for row in rows]))  # noqa: S704 - escaped in there


def frame_heading(frame: Frame, base: str) -> Markup:
    """What stands over the octets of a frame."""
    name = f'<b id="{escape(base)}{frame.number}">{frame.number} {escape(frame.direction)}</b>'
    rest = escape(f"{moment(frame.t_ns)}, port {frame.port}: {cut(frame.summary)}")
    return Markup(f"{name}  {rest}")  # noqa: S704 - escaped piece by piece


def links(frames: list[int], base: str) -> Markup:
    """To frames, by number."""
    place = escape(base)
    said = ", ".join([f'<a href="#{place}{number}">{number}</a>' for number in frames])
    return Markup(said)  # noqa: S704 - numbers, and an escaped text


def checks(step: StepReport) -> Markup:
    """The checks of a step that held."""
    lines = []
    for check in step.checks:
        found = f' <span class="muted">found {escape(cut(check.found, 120))}</span>' if check.found else ""
        lines.append(f"<li><code>{escape(cut(check.text))}</code>{found}</li>")
    return Markup("".join(lines))  # noqa: S704 - escaped piece by piece


def _rung(row: Row, place: str) -> str:
    """`place` is escaped."""
    text = escape(row.text)
    start = f'<g transform="translate(0 {row.y})">'
    if row.kind == "band":
        verdict = ""
        if row.verdict:
            verdict = f'<tspan class="verdict">{words.SHAPES[row.verdict]} {words.word(row.verdict)}</tspan> '
        box = '<rect y="-11" width="820" height="22"/>'
        return f'{start}{box}<text class="band" x="8" y="4">{verdict}{text}</text></g>\n'
    time = f'<text class="t" x="96" y="4">{row.time}</text>'
    if row.kind == "note":
        return f'{start}{time}<text class="note" x="126" y="4">{text}</text></g>\n'
    arrow = _FROM_DUT if row.is_from_dut else _TO_DUT
    style, judged, gem = "", "", ""
    if row.judged:
        style, judged, gem = ' class="judged"', f'<tspan class="verdict">◆ {row.judged}</tspan> ', _GEM
    label = f'<text x="126" y="-6"><tspan>{row.number}</tspan> {judged}{text}</text>'
    return f'{start}{time}<a href="#{place}{row.number}"{style}>{arrow}{label}{gem}</a></g>\n'
