"""An attempt on paper: its steps, the frames around the divergence, and the one that was judged field by field.

The page in HTML has all of it; paper has what a reader needs to see that a
verdict is right, and says what it leaves out.
"""

from reports import words
from reports.ladder import band, judged_word
from reports.listing import Line, lines_of, mark
from reports.model import Attempt, Check, Frame, Happening, Json
from reports.words import cut

BEFORE, AFTER = 7, 2
"""Rows of the timeline that are shown before and after the one that was judged."""

HEX_LIMIT = 96
LINE_LIMIT = 60


def attempt_on_paper(attempt: Attempt) -> Json:
    first, last = _window(attempt)
    shown = attempt.timeline[first:last]
    return {
        "steps": [
            {
                "text": cut(step.text),
                "verdict": str(step.verdict),
                "word": words.word(step.verdict),
                "shape": words.SHAPES[step.verdict],
                "frames": _ranges(step.frames),
                "checks": [_check(check) for check in step.checks],
                "failed": [_check(failed)] if (failed := attempt.failed_check(step)) else [],
            }
            for step in attempt.steps
        ],
        "rows": _rows(attempt, shown),
        "left_out": _left_out(first, len(attempt.timeline) - last),
        "listings": [_listing(attempt, frame) for frame in _worth_listing(attempt)],
        "evidence": attempt.evidence,
        "duration": words.moment(attempt.duration_ns),
        "number": attempt.number,
    }


def _check(check: Check) -> Json:
    return {"text": cut(check.text), "found": cut(check.found, 120)}


def _window(attempt: Attempt) -> tuple[int, int]:
    """What of the timeline is shown: around the frame that was judged, or else the end."""
    count = len(attempt.timeline)
    judged = [
        place
        for place, entry in enumerate(attempt.timeline)
        if isinstance(entry, Frame) and entry.number == attempt.judged_frame
    ]
    if not judged:
        return max(0, count - BEFORE - AFTER - 1), count
    return max(0, judged[0] - BEFORE), min(count, judged[0] + AFTER + 1)


def _rows(attempt: Attempt, shown: list[Frame | Happening]) -> list[Json]:
    rows: list[Json] = []
    section = -1
    for entry in shown:
        if entry.section != section and entry.section < len(attempt.sections):
            section = entry.section
            rows.append({"kind": "band", "text": band(attempt.sections[section])})
        time = words.moment(entry.t_ns)
        if isinstance(entry, Happening):
            rows.append({"kind": "note", "time": time, "text": cut(entry.text)})
        else:
            rows.append({"kind": "frame", "time": time, **_frame(attempt, entry)})
    return rows


def _frame(attempt: Attempt, frame: Frame) -> Json:
    octets = bytes.fromhex(frame.octets)
    more = f" … ({len(octets)} octets in all)" if len(octets) > HEX_LIMIT else ""
    return {
        "number": frame.number,
        "is_from_dut": frame.is_from_dut,
        "text": cut(frame.summary),
        "hex": octets[:HEX_LIMIT].hex(" ").upper() + more,
        "judged": judged_word(attempt) if frame.number == attempt.judged_frame else "",
    }


def _left_out(before: int, after: int) -> str:
    told = [f"{count} {where}" for count, where in ((before, "earlier"), (after, "later")) if count]
    return f"{' and '.join(told)} in the evidence" if told else ""


def _worth_listing(attempt: Attempt) -> list[Frame]:
    """The frame that was judged, and the last one before it that went the other way: question and answer."""
    judged = next((frame for frame in attempt.frames if frame.number == attempt.judged_frame), None)
    if judged is None:
        return []
    earlier = [frame for frame in attempt.frames if frame.number < judged.number]
    other = [frame for frame in earlier if frame.is_from_dut is not judged.is_from_dut][-1:]
    return [*other, judged]


def _listing(attempt: Attempt, frame: Frame) -> Json:
    lines = lines_of(frame.octets, frame.tree)
    is_judged = frame.number == attempt.judged_frame
    if is_judged:
        mark(lines, attempt)
    first, last = _part(lines)
    is_part = last - first < len(lines)
    return {
        "number": frame.number,
        "direction": frame.direction,
        "time": words.moment(frame.t_ns),
        "port": frame.port,
        "judged": judged_word(attempt) if is_judged else "",
        "lines": [_line(line) for line in lines[first:last]],
        "part": f"Lines {first + 1} to {last} of {len(lines)}; the others are in the evidence." if is_part else "",
    }


def _part(lines: list[Line]) -> tuple[int, int]:
    """All of a frame, or of a very long one what is around the mark."""
    if len(lines) <= LINE_LIMIT:
        return 0, len(lines)
    marked = next((number for number, line in enumerate(lines) if line.is_marked), 0)
    first = min(max(0, marked - LINE_LIMIT // 2), len(lines) - LINE_LIMIT)
    return first, first + LINE_LIMIT


def _line(line: Line) -> Json:
    at = None if line.marked_octet is None else 3 * line.marked_octet
    parts = [line.octets, "", ""] if at is None else [line.octets[:at], line.octets[at : at + 2], line.octets[at + 2 :]]
    return {
        "place": line.place,
        "hex": parts,
        "depth": min(line.depth, 12),
        "name": line.name,
        "value": line.value,
        "is_marked": line.is_marked,
    }


def _ranges(numbers: list[int]) -> str:
    """3 to 5, 9."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in found)
