"""The ladder of an attempt: lifelines of tester and DUT, and every frame as an arrow with its time.

This module stacks the rows; drawing.py draws them, and knows where the lifelines are.
"""

from dataclasses import dataclass
from typing import NamedTuple

from conformance.verdict import Verdict
from reports.model import Attempt, Frame, Section
from reports.words import moment

HEAD = 30
BAND, ARROW, NOTE = 28, 36, 24
LABEL_LIMIT, JUDGED_LIMIT, BAND_LIMIT = 94, 80, 100


class Row(NamedTuple):
    """One row: a band that says which step follows, an arrow, or a note."""

    kind: str
    y: int
    """Of the arrow, or of the middle of a band or note."""

    text: str
    time: str = ""
    number: int = 0
    is_from_dut: bool = False
    judged: str = ""
    """Why this frame is the one to look at; empty for all others."""

    verdict: Verdict | None = None
    """Of a step that did not pass."""


@dataclass(frozen=True, slots=True)
class Ladder:
    height: int
    rows: list[Row]


def ladder(attempt: Attempt) -> Ladder:
    drawing = _Drawing(attempt)
    for entry in attempt.timeline:
        drawing.enter(entry.section)
        if isinstance(entry, Frame):
            drawing.add(ARROW, _arrow(entry, drawing.y + ARROW - 10, attempt))
        else:
            note = Row("note", drawing.y + NOTE // 2, _short(entry.text, LABEL_LIMIT), moment(entry.t_ns))
            drawing.add(NOTE, note)
    drawing.enter(len(attempt.sections))
    return Ladder(drawing.y + 12, drawing.rows)


class _Drawing:
    """Rows from top to bottom; a band wherever the section changes."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.rows: list[Row] = []
        self.y = HEAD
        self._section = -1
        self._entered = -1
        """The latest section that has a band."""

    def add(self, height: int, row: Row) -> None:
        self.rows.append(row)
        self.y += height

    def enter(self, section: int) -> None:
        """Go to a section, past the steps before it in which nothing crossed the line."""
        if section == self._section:
            return
        sections = self.attempt.sections
        for passed in range(self._entered + 1, min(section, len(sections))):
            if sections[passed].kind == "step":
                self._band(sections[passed])
        if section < len(sections):
            self._band(sections[section], again=section <= self._entered)
        self._section, self._entered = section, max(section, self._entered)

    def _band(self, section: Section, *, again: bool = False) -> None:
        verdict = self.attempt.steps[section.number - 1].verdict if section.kind == "step" else Verdict.PASS
        text = band(section) + (" (continued)" if again else "")
        self.add(BAND, Row("band", self.y + BAND // 2, text, verdict=None if verdict is Verdict.PASS else verdict))


def band(section: Section) -> str:
    """How a section of an attempt is headed."""
    words = {
        "preamble": f"Preamble: to the start state {section.text}" if section.text else "Preamble",
        "body": "Between the steps",
        "step": f"Step {section.number}: {section.text}",
        "postamble": "Postamble",
        "after": "After the verdict",
    }
    return _short(words.get(section.kind, section.kind), BAND_LIMIT)


def judged_word(attempt: Attempt) -> str:
    """What is said of the judged frame."""
    if attempt.verdict is Verdict.FAIL:
        return "no answer" if attempt.reason_code == "no-answer" else "diverges"
    return "stopped here"


def _arrow(frame: Frame, y: int, attempt: Attempt) -> Row:
    judged = judged_word(attempt) if frame.number == attempt.judged_frame else ""
    label = _short(frame.summary, JUDGED_LIMIT if judged else LABEL_LIMIT)
    return Row("frame", y, label, moment(frame.t_ns), frame.number, frame.is_from_dut, judged)


def _short(text: str, limit: int) -> str:
    """What fits between the lifelines; the frame below has the rest."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
