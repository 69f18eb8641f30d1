"""The first difference between two things that were recorded, in words short enough for a terminal."""

import json
from typing import Any

BEFORE, BEHIND = 24, 60
"""Characters of a long value that are shown before and behind the place where it begins to differ."""

_ABSENT = object()


def first_difference(old: Any, new: Any, name: str = "") -> str:
    """The first field that differs, as it was recorded and as it was replayed; empty if nothing does."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = dict.fromkeys([*old, *new])
        return _first((old.get(key, _ABSENT), new.get(key, _ABSENT), f"{name} {key}".strip()) for key in keys)
    if isinstance(old, list) and isinstance(new, list):
        found = _first((one, other, f"{name}[{at}]") for at, (one, other) in enumerate(zip(old, new, strict=False)))
        if found or len(old) == len(new):
            return found
        name, old, new = f"number of {name}", len(old), len(new)
    return "" if old == new else f"{name}: {recorded_and_replayed(_text(old), _text(new))}"


def recorded_and_replayed(old: str, new: str) -> str:
    """Both values, cut around the first place where they differ."""
    at = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    at = min(len(old), len(new)) if at is None else at
    return f"recorded {_cut(old, at)}, replayed {_cut(new, at)}"


def _first(pairs: Any) -> str:
    return next((said for old, new, name in pairs if (said := first_difference(old, new, name))), "")


def _text(value: Any) -> str:
    return "nothing" if value is _ABSENT else json.dumps(value, ensure_ascii=False, default=str)


def _cut(text: str, at: int) -> str:
    start, end = max(0, at - BEFORE), at + BEHIND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
