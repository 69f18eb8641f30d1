"""A frame as lines: which octets, their hexadecimal form, the field they make, and its value.

Every octet of the frame stands in exactly one line, with the innermost field it
belongs to, in the order in which it crossed the line. So the listing is the
whole frame, and one sees which octets make which field.
"""

import json
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from reports.model import Attempt, Json
from reports.words import cut, sides

OCTETS_IN_A_LINE = 8
VALUE_WIDTH = 64
NAME_LIMIT = 44

KEPT = 4096

_BY_PLACE = itemgetter(0, 1)

_HEX = re.compile(r"[0-9A-F]{2}( [0-9A-F]{2})*( … \d+ more octets?)?")
_OTHERS = re.compile(r"[^a-z0-9]")


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
    """A node of a tree, its range kept within the frame."""

    node: Json
    depth: int
    start: int
    end: int
    children: Json | None


def lines_of(octets: str, tree: str) -> list[Line]:
    """The lines of a frame, from its octets in hexadecimal and its tree in JSON."""
    spaced = bytes.fromhex(octets).hex(" ").upper()
    size = len(octets) // 2
    fields = _fields(json.loads(tree), size)
    entries: list[tuple[int, int, Line]] = []
    at = 0
    for order, (found, runs) in enumerate(zip(fields, _shared_out(fields, size), strict=True)):
        start, end, depth = found.start, found.end, found.depth
        if end > start:
            at = start
        name = cut(found.node["name"], NAME_LIMIT)
        value = _value(found, spaced[3 * start : 3 * end])
        if len(value) > VALUE_WIDTH or len(runs) > 1 or (runs and runs[0][0] > start):
            entries += [(line.start, order, line) for line in _long(found, runs, at, spaced, name, value)]
        elif runs:
            entries.append((start, order, Line(start, spaced[3 * start : 3 * runs[0][1] - 1], depth, name, value)))
        else:
            entries.append((at, order, Line(at, "", depth, name, value)))
        if not found.children and end > at:
            at = end
    entries.sort(key=_BY_PLACE)
    return _named_once(entries)


def columns(lines: list[Line]) -> tuple[list[str], int]:
    """The lines as text in columns, a heading first, and where in a line its octets start."""
    cells = [("octets", "hex", "field", "value")]
    cells += [
        (line.place, line.octets, "  " * line.depth + line.name if line.name else "", line.value) for line in lines
    ]
    places, octets, names, _ = (max(map(len, column)) for column in zip(*cells, strict=True))
    row = f"  %{places}s  %-{octets}s  %-{names}s  %s"
    rows = [(row % found).rstrip() for found in cells]
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


def _fields(node: Json, size: int) -> list[_Field]:
    """A tree in preorder; ranges are kept within the frame, whatever the tree says."""
    fields = []
    waiting = [(node, 0)]
    while waiting:
        node, depth = waiting.pop()
        start, end = node["at"]
        if not 0 <= start <= end <= size:
            start = min(max(start, 0), size)
            end = min(max(end, start), size)
        children = node.get("children")
        fields.append(_Field(node, depth, start, end, children))
        if children:
            waiting += [(child, depth + 1) for child in reversed(children)]
    return fields


def _shared_out(fields: list[_Field], size: int) -> list[list[tuple[int, int]]]:
    """By field, the ranges that no field inside, and no sibling that decodes the same octets, lays claim to.

    Each octet goes to the last field in preorder that covers it: the innermost, or the
    one that says more. No range is longer than a line.
    """
    owner = [0] * size
    for index, found in enumerate(fields):
        start, end = found.start, found.end
        owner[start:end] = [index] * (end - start)
    shares: list[list[tuple[int, int]]] = [[] for _ in fields]
    bounds = [0, *(at for at, (before, after) in enumerate(pairwise(owner), start=1) if before != after), size]
    for start, end in pairwise(bounds):
        share = shares[owner[start]] if start < size else []
        if end - start <= OCTETS_IN_A_LINE:
            share.append((start, end))
        else:
            share += [(at, min(at + OCTETS_IN_A_LINE, end)) for at in range(start, end, OCTETS_IN_A_LINE)]
    return shares


def _long(field: _Field, runs: list[tuple[int, int]], at: int, spaced: str, name: str, value: str) -> Iterator[Line]:
    """The lines of a field that needs several; without octets of its own at its start it stands at `at`."""
    values = [value] if len(value) <= VALUE_WIDTH else textwrap.wrap(value, VALUE_WIDTH)
    if not runs or runs[0][0] > field.start:
        runs.insert(0, (at, at))
    runs += [(runs[-1][1], runs[-1][1])] * (len(values) - len(runs))
    values += [""] * (len(runs) - len(values))
    for (start, end), text in zip(runs, values, strict=True):
        shown = spaced[3 * start : 3 * end - 1] if end > start else ""
        yield Line(start, shown, field.depth, name, text)


def _named_once(entries: list[tuple[int, int, Line]]) -> list[Line]:
    """The lines, without the name of a field that only goes on from the line before."""
    previous = -1
    for _, order, line in entries:
        if order == previous:
            line.name = ""
        previous = order
    return [line for _, _, line in entries]


def _value(field: _Field, octets: str) -> str:
    """The text of a field, unless it only repeats its name or its own octets."""
    name, text = field.node["name"], field.node["text"]
    if field.children and _letters(name) == _letters(text):
        return ""
    if _HEX.fullmatch(text) and text.partition(" …")[0] in octets:
        return ""
    return cut(text)


@lru_cache(KEPT)
def _letters(text: str) -> str:
    return _OTHERS.sub("", text.lower())


def _is_meant(name: str, where: str) -> bool:
    """True if `where` (a field, or the left side of an assert) names this field of a tree."""
    left, _ = sides(where)
    named = re.findall(r"\.([a-z_0-9]+)\b(?!\()", left)[-1:] if left else [where.replace("-", "_")]
    return any(name == meant or name.startswith(f"{meant}_and_") for meant in named)
