"""Lines of a journal, read quickly: reports of long runs are made of a hundred thousand of them.

Decoded trees of frames are most of a journal, and much alike from case to case;
so each is read once. Few texts hold anything that is not printable; so the line
is looked at as a whole.
"""

import json
from functools import lru_cache
from typing import Any

from reports.harmless import harmless
from reports.model import Json

KEPT = 8192
_TREE = ',"tree":'

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))

_DECODER = json.JSONDecoder()
"""Its raw_decode, unlike json.loads, looks for no white space around the value, which takes as long as short lines."""


class KnownTree(dict[str, Any]):
    """A tree that was read before, with the text that is shown of it; nobody may change it."""

    shown: str


class PlainEvent(dict[str, Any]):
    """An event in which every text is printable, as in nearly all of them."""


def loads(line: str) -> Any:
    """What json.loads makes of a line, ValueError if nothing.

    An event may be a PlainEvent, and its tree, if it comes last, a KnownTree.
    """
    head, mark, rest = line.partition(_TREE)
    rest = rest.rstrip("\n")
    if not mark or not rest.startswith("{") or not rest.endswith("}}"):
        return _loads(line)
    try:
        tree = _known(rest[:-1])
        event = _loads(head + "}")
    except ValueError:  # it is no tree, or does not come last
        return _loads(line)
    event["tree"] = tree
    return event


def _loads(line: str) -> Any:
    text = line.strip(" \t\r\n")
    found, end = _DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError("something behind the event")
    # Without an escape, what is printable as a whole is so in every text.
    if isinstance(found, dict) and "\\" not in text and text.isprintable():
        return PlainEvent(found)
    return found


def shown(tree: Json) -> str:
    """A decoded tree as JSON text; escaped only where a quick look finds need, because trees are large."""
    if isinstance(tree, KnownTree):
        return tree.shown
    text = _JSON.encode(tree)
    return text if text.isprintable() and "\\" not in text else _JSON.encode(harmless(tree))


@lru_cache(KEPT)
def _known(text: str) -> KnownTree:
    tree = json.loads(text)
    known = KnownTree(tree)
    known.shown = shown(tree)
    return known
