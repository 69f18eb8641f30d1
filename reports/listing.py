"""A frame as lines: which octets, their hexadecimal form, the field they make, and its value.

Every octet of the frame stands in exactly one line, with the innermost field it
belongs to, in the order in which it crossed the line. So the listing is the
whole frame, and one sees which octets make which field.
"""

import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from reports.model import Attempt, Json
from reports.words import cut, sides

OCTETS_IN_A_LINE = 8
VALUE_WIDTH = 64
NAME_LIMIT = 44

_BY_PLACE = itemgetter(0, 1)

_HEX = re.compile(r"[0-9A-F]{2}( [0-9A-F]{2})*( … \d+ more octets)?")


@dataclass(slots=True)
class Line:
    start: int
    octets: str
    """In spaced hexadecimal; empty for a field whose octets all belong to fields inside it."""

    depth: int
    name: str
    value: str
    is_marked: bool = False
    marked_octet: int | None = None
    """Index within this line."""

    @property
    def count(self) -> int:
        return (len(self.octets) + 1) // 3

    @property
    def place(self) -> str:
        """The range of octets, counted from 0, last one included."""
        count = self.count
        if count < 2:
            return str(self.start) if count else ""
        return f"{self.start}-{self.start + count - 1}"


@dataclass(slots=True)
class _Field:
    node: Json
    depth: int
    start: int
    end: int
    own: list[tuple[int, int]] = field(default_factory=list)
    """Ranges that no field inside, and no sibling that decodes the same octets, lays claim to."""


def lines_of(octets: str, tree: str) -> list[Line]:
    """The lines of a frame, from its octets in hexadecimal and its tree in JSON."""
    spaced = bytes.fromhex(octets).hex(" ").upper()
    size = len(octets) // 2
    fields = list(_fields(json.loads(tree), 0, size))
    _share_out(fields, size)
    entries: list[tuple[int, int, Line]] = []
    at = 0
    for order, found in enumerate(fields):
        at = found.start if found.end > found.start else at
        name = cut(found.node["name"], NAME_LIMIT)
        values = _wrapped_value(_value(found.node, spaced[3 * found.start : 3 * found.end]))
        runs = _wrapped(found.own)
        if not runs or runs[0][0] > found.start:
            runs.insert(0, (at, at))
        runs += [(runs[-1][1], runs[-1][1])] * (len(values) - len(runs))
        values += [""] * (len(runs) - len(values))
        for (start, end), value in zip(runs, values, strict=True):
            shown = spaced[3 * start : 3 * end - 1] if end > start else ""
            entries.append((start, order, Line(start, shown, found.depth, name, value)))
        at = max(at, found.end if not found.node.get("children") else at)
    entries.sort(key=_BY_PLACE)
    return _named_once(entries)


def columns(lines: list[Line]) -> tuple[list[str], int]:
    """The lines as text in columns, a heading first, and where in a line its octets start."""
    cells = [("octets", "hex", "field", "value")]
    cells += [
        (line.place, line.octets, "  " * line.depth + line.name if line.name else "", line.value) for line in lines
    ]
    places, octets, names = (max([len(row[column]) for row in cells]) for column in range(3))
    rows = [
        f"  {place.rjust(places)}  {spaced.ljust(octets)}  {name.ljust(names)}  {value}".rstrip()
        for place, spaced, name, value in cells
    ]
    return rows, places + 4


def mark(lines: list[Line], attempt: Attempt) -> None:
    """Mark the octet or the field that the divergence of an attempt is about, if it can be told."""
    divergence = attempt.divergence
    if divergence is None:
        return
    if divergence.octet is not None:
        for line in lines:
            if 0 <= divergence.octet - line.start < line.count:
                line.is_marked, line.marked_octet = True, divergence.octet - line.start
        return
    named = [line for line in lines if line.name and _is_meant(line.name, divergence.where)]
    if len({line.name for line in named}) == 1:
        named[0].is_marked = True


def excerpt(lines: list[Line]) -> list[Line]:
    """The marked line and its neighbours; nothing if none is marked."""
    at = next((index for index, line in enumerate(lines) if line.is_marked), None)
    return [] if at is None else lines[max(0, at - 2) : at + 3]


def _fields(node: Json, depth: int, size: int) -> Iterator[_Field]:
    """A tree in preorder; ranges are kept within the frame, whatever the tree says."""
    waiting = [(node, depth)]
    while waiting:
        node, depth = waiting.pop()
        start, end = node["at"]
        start = min(max(start, 0), size)
        yield _Field(node, depth, start, min(max(end, start), size))
        waiting += [(child, depth + 1) for child in reversed(node.get("children", ()))]


def _share_out(fields: list[_Field], size: int) -> None:
    """Give each octet to the last field in preorder that covers it: the innermost, or the one that says more."""
    owner = [0] * size
    for index, found in enumerate(fields):
        owner[found.start : found.end] = [index] * (found.end - found.start)
    start = 0
    for at in range(1, size + 1):
        if at == size or owner[at] != owner[start]:
            fields[owner[start]].own.append((start, at))
            start = at


def _wrapped(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [
        (at, min(at + OCTETS_IN_A_LINE, end)) for start, end in ranges for at in range(start, end, OCTETS_IN_A_LINE)
    ]


def _wrapped_value(value: str) -> list[str]:
    return [value] if len(value) <= VALUE_WIDTH else textwrap.wrap(value, VALUE_WIDTH)


def _named_once(entries: list[tuple[int, int, Line]]) -> list[Line]:
    """The lines, without the name of a field that only goes on from the line before."""
    previous = -1
    for _, order, line in entries:
        if order == previous:
            line.name = ""
        previous = order
    return [line for _, _, line in entries]


def _value(node: Json, octets: str) -> str:
    """The text of a field, unless it only repeats its name or its own octets."""
    name, text = node["name"], node["text"]
    if node.get("children") and _letters(name) == _letters(text):
        return ""
    if _HEX.fullmatch(text) and text.partition(" …")[0] in octets:
        return ""
    return cut(text)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _is_meant(name: str, where: str) -> bool:
    """True if `where` (a field, or the left side of an assert) names this field of a tree."""
    left, _ = sides(where)
    named = re.findall(r"\.([a-z_0-9]+)\b(?!\()", left)[-1:] if left else [where.replace("-", "_")]
    return any(name == meant or name.startswith(f"{meant}_and_") for meant in named)
