"""Wrong field tables: a message class with one respect of its layout changed, made anew in memory.

Neighbours are swapped, fields left out, tags changed, lengths added or dropped,
and every field in turn gets every wrong kind that its kind can be mistaken for.
"""

from collections.abc import Callable, Iterator
from typing import Any

from conformance.codec.kinds import Kind
from conformance.codec.message import Message, message, wire

Fields = tuple[tuple[str, Kind[Any]], ...]
KindMutants = Callable[[Kind[Any]], Iterator[tuple[str, Kind[Any]]]]


def message_class(fields: Fields, tag: bytes, *, has_length: bool) -> type[Message]:
    """A message class with these fields; all must be given by name when one is made."""
    body: dict[str, Any] = {name: wire(kind) for name, kind in fields}
    body["__annotations__"] = dict.fromkeys(body, Any)
    return message(tag=tag, has_length=has_length, kw_only=True)(type("Mutant", (Message,), body))


def layout_mutants(original: type[Message], kind_mutants: KindMutants) -> Iterator[tuple[str, type[Message]]]:
    layout = original.layout

    def made(fields: Fields, tag: bytes = layout.tag, has_length: bool = layout.has_length) -> type[Message]:
        return message_class(fields, tag, has_length=has_length)

    fields = layout.fields
    for at in range(len(layout.tag)):
        wrong = bytearray(layout.tag)
        wrong[at] ^= 0x01
        yield f"tag octet {at}", made(fields, tag=bytes(wrong))
    if layout.tag:
        yield "no tag", made(fields, tag=b"")
    yield "no length" if layout.has_length else "a length", made(fields, has_length=not layout.has_length)
    for at, (name, kind) in enumerate(fields):
        before, behind = fields[:at], fields[at + 1 :]
        yield f"{name}: left out", made(before + behind)
        if behind:
            yield f"{name}: swapped with {behind[0][0]}", made((*before, behind[0], (name, kind), *behind[1:]))
        for what, wrong_kind in kind_mutants(kind):
            yield f"{name}: {what}", made((*before, (name, wrong_kind), *behind))
