"""Values as reports show them: in the words of the standards, on one line, never as Python writes them down."""

import dataclasses
from collections.abc import Callable, Iterable, KeysView, Mapping, ValuesView
from collections.abc import Set as AbstractSet
from enum import Enum, Flag, StrEnum
from typing import Any

from conformance.printable import printable

TEXT_LIMIT = 400
"""Longest text of one found value in a report."""


def shown(value: object) -> str:
    """A value as text that cannot break out of a line, cut to a bearable length."""
    text = _text(value)
    return text if len(text) <= TEXT_LIMIT else f"{text[:TEXT_LIMIT]}… ({len(text)} characters)"


def shown_alike(values: Iterable[object]) -> list[str]:
    """Values that are compared: octets beside a name that is made of octets make octets of that too."""
    values = list(values)
    if any(type(value) in (bytes, bytearray) for value in values):
        values = [bytes(value) if isinstance(value, bytes) else value for value in values]
    return [shown(value) for value in values]


def _text(value: Any) -> str:
    label = getattr(value, "label", None)
    if isinstance(label, str):
        return label
    for kinds, text in _TEXTS:
        if isinstance(value, kinds):
            return text(value)
    if _speaks(value, object):
        return printable(str(value))
    if hasattr(value, "_fields"):
        return _fields(zip(value._fields, value, strict=True))
    if isinstance(value, list | tuple | KeysView | ValuesView):
        return _members(value, "()" if isinstance(value, tuple) else "[]")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
    return value.__name__ if isinstance(value, type) else repr(value)


def _octets(value: bytes | bytearray) -> str:
    is_name = _speaks(value, bytes) and _speaks(value, bytearray)
    return str(value) if is_name else f"0x{value.hex(' ').upper()}" if value else "no octets"


def _speaks(value: object, plain: type) -> bool:
    """True if the class of a value has words of its own for it."""
    own: object = type(value).__str__
    return own is not plain.__str__


def _enum(value: Enum) -> str:
    if isinstance(value, Flag):
        return f"{', '.join(_name(member) for member in value) or 'none'} ({value.value})"
    return f"{_name(value)} ({value.value})" if isinstance(value.value, int) else _name(value)


def _name(member: Enum) -> str:
    return (member.name or "").lower().replace("_", "-")


def _range(value: range) -> str:
    return f"{value[0]} to {value[-1]}" if len(value) and value.step == 1 else _members(value, "()")


def _set(value: AbstractSet[Any]) -> str:
    try:
        return _members(sorted(value), "{}")
    except TypeError:  # members that cannot be compared
        return _members(sorted(value, key=_text), "{}")


def _table(value: Mapping[Any, Any]) -> str:
    return _fields((_text(key), found) for key, found in value.items())


def _fields(pairs: Iterable[tuple[str, Any]]) -> str:
    return ", ".join(f"{name} {_text(found)}" for name, found in pairs) or "none"


def _members(values: Iterable[Any], brackets: str) -> str:
    """As many members as there is room for, and how many more there are."""
    texts = [_text(value) for value in values]
    if not texts:
        return "none"
    room, kept = TEXT_LIMIT, 0
    while kept < len(texts) and (not kept or room >= len(texts[kept]) + 25):
        room -= len(texts[kept]) + 2
        kept += 1
    more = [f"… {len(texts) - kept} more"] if kept < len(texts) else []
    return brackets[0] + ", ".join([*texts[:kept], *more]) + brackets[1]


_TEXTS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (type(None), lambda value: "nothing"),
    (StrEnum, str),
    (Enum, _enum),
    (bytes | bytearray, _octets),
    (str, repr),
    (range, _range),
    (Mapping, _table),
    (set | frozenset, _set),
)
