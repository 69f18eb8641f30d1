"""Decoded trees of frames: most of what a journal holds, and much alike from case to case; so each is read once."""

import json
from functools import lru_cache
from typing import Any

from reports.harmless import harmless
from reports.model import Json

KEPT = 8192
_TREE = ',"tree":'

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


class KnownTree(dict[str, Any]):
    """A tree that was read before, with the text that is shown of it; nobody may change it."""

    shown: str


def loads(line: str) -> Any:
    """What json.loads makes of a line, ValueError if nothing; its tree, if it ends with one, may be a KnownTree."""
    head, mark, rest = line.partition(_TREE)
    rest = rest.rstrip("\n")
    if not mark or not rest.startswith("{") or not rest.endswith("}}"):
        return json.loads(line)
    try:
        tree = _known(rest[:-1])
        event = json.loads(head + "}")
    except ValueError:  # it is no tree, or does not come last
        return json.loads(line)
    event["tree"] = tree
    return event


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
