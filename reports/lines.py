"""Lines of a journal, read quickly: reports of long runs are made of a hundred thousand of them.

Behind its number and its moment an event is much the same from case to case: preambles
and postambles, steps, checks, frames with all that was decoded of them. So what stands
there is read, looked at and made fit to be shown once.
"""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from conformance.evidence.journal import lines_left, read_line, those
from reports.harmless import harmless
from reports.model import Json
from reports.shapes import has_shape

KEPT = 8192
_TREE = ',"tree":'
_HEAD = re.compile(rb'\{"n":(0|[1-9][0-9]{0,17}),"t":(0|[1-9][0-9]{0,17}),(?="kind":)')
"""How a journal begins a line, unless numbers in it are so large that journal.read_line has to look at them."""

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


class ShapedEvent(dict[str, Any]):
    """An event, and what was seen when it was read."""

    __slots__ = ("is_plain", "is_shaped")
    is_shaped: bool
    """True if it has the shape that events of its kind have."""

    is_plain: bool
    """True if every text in it is printable, as in nearly all of them."""


class PlainTree(dict[str, Any]):
    """A decoded tree in which every text is printable, with the JSON text that it was read from."""

    __slots__ = ("text",)
    text: str


class Lines:
    """Reads lines of journals in which events have certain shapes.

    What an event holds is shared with others, so nobody may change it.
    """

    def __init__(self, shapes: Mapping[str, Json], prepared: Callable[[ShapedEvent], Json] = dict) -> None:
        """`prepared` makes of an event that has its shape what is wanted of it."""
        self.shapes = shapes
        self._prepared = prepared
        self._known = lru_cache(KEPT)(self._read)

    def read(self, line: bytes) -> tuple[int, int, ShapedEvent]:
        """What journal.read_line makes of a line, but that an event need not hold its number and moment."""
        head = _HEAD.match(line)
        try:
            if head is not None:
                known = self._known(line[head.end() :])
                if known is not None:
                    return int(head[1]), int(head[2]), known
            number, moment, event = read_line(line)  # not as a journal writes it
            return number, moment, self._shaped(event, is_plain=False)
        except RecursionError as error:
            raise ValueError("too deeply nested") from error

    def events(self, journal: Path, tell: Callable[[str], None]) -> Iterator[tuple[int, Json]]:
        """Moment and event where a line of a journal makes sense; the others, and what is damaged, are told."""
        odd: list[int] = []
        for number, moment, event in lines_left(journal, tell, self.read):
            if event.is_shaped:
                yield moment, event
            else:
                odd.append(number)
        if odd:
            tell(those("event", odd, "incomplete"))

    def _read(self, octets: bytes) -> ShapedEvent | None:
        """None if this is better read together with what stands before it."""
        rest = octets.decode("utf-8", "replace").removesuffix("\n")
        # Without an escape, what is printable as a whole is so in every text.
        is_plain = "\\" not in rest and rest.isprintable() and rest.endswith("}")
        found = _plain(rest) if is_plain else json.loads("{" + rest)
        if "n" in found or "t" in found or not isinstance(found["kind"], str):
            return None
        return self._shaped(found, is_plain=is_plain)

    def _shaped(self, found: Json, *, is_plain: bool) -> ShapedEvent:
        event = ShapedEvent(found)
        event.is_plain = is_plain
        is_shaped = has_shape(found, self.shapes)
        if is_shaped:
            event = ShapedEvent(self._prepared(event))
        event.is_shaped = is_shaped
        return event


def _plain(rest: str) -> Json:
    """All behind number and moment; of a tree that comes last, as a journal writes it, the text is kept."""
    head, mark, tree = rest.partition(_TREE)
    if mark:
        text = tree[:-1]
        with contextlib.suppress(ValueError):  # it does not come last
            found, read = json.loads("{" + head + "}"), json.loads(text)
            if isinstance(read, dict):
                read = PlainTree(read)
                read.text = text
            return {**found, "tree": read}
    return cast(Json, json.loads("{" + rest))


def shown(tree: Json) -> str:
    """A decoded tree as JSON text; escaped only where a quick look finds need, because trees are large."""
    if isinstance(tree, PlainTree):
        return tree.text
    text = _JSON.encode(tree)
    return text if text.isprintable() and "\\" not in text else _JSON.encode(harmless(tree))
