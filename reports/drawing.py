"""The ladder of an attempt as a drawing: tester at x = 108, DUT at x = 790, every row moved to its height."""

from html import escape

from reports import words
from reports.ladder import Row, ladder
from reports.model import Attempt

_TO_DUT = '<path d="M109 0H789m-9-5 9 5-9 5"/>'
_FROM_DUT = '<path d="M789 0H109m9-5-9 5 9 5"/>'
_GEM = '<path class="gem" d="M790-8l8 8-8 8-8-8z"/>'
_HEADS = (
    '<text class="head" x="4" y="18">Time</text><text class="head mid" x="108" y="18">Tester</text>'
    '<text class="head mid" x="790" y="18">DUT</text>'
)


def drawn(attempt: Attempt, base: str) -> str:
    """`base` is escaped, and begins the names of frames."""
    found = ladder(attempt)
    rungs = "".join([_rung(row, base) for row in found.rows])
    return (
        '<div class="scroll wide" tabindex="0" role="region" '
        f'aria-label="Message ladder, attempt {attempt.number}">\n'
        f'<svg class="ladder" width="820" height="{found.height}" viewBox="0 0 820 {found.height}" '
        'role="group" aria-label="Messages between tester and DUT">\n'
        f'<path class="life" d="M108 26V{found.height}M790 26V{found.height}"/>\n'
        f"{_HEADS}\n{rungs}</svg>\n</div>\n"
    )


def _rung(row: Row, base: str) -> str:
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
    return f'{start}{time}<a href="#{base}{row.number}"{style}>{arrow}{label}{gem}</a></g>\n'
