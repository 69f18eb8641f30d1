"""Wrong field kinds: for each kind of field, the ways in which its coding could be mistaken.

A mutant is a kind that codes differently on the wire in one single respect: a
width, a sign, an octet order, a tag, a presence octet, a length. Encoder and
decoder agree with each other, so that no round trip notices; only an answer
known from outside does. A kind that is not listed here is an error: a new kind
must say how it could be wrong.
"""

import itertools
from collections.abc import Callable, Iterator
from functools import singledispatch
from typing import Any

from conformance.codec import axdr, ber, kinds
from conformance.codec.kinds import Kind
from conformance.codec.length import LENGTH
from conformance.codec.message import Embedded
from conformance.dlms.data import DataKind
from conformance.dlms.initiate import ConformanceBlock
from conformance.dlms.notification import MomentOrData
from tests.codec.layout_mutants import layout_mutants
from tests.codec.wrong_kinds import (
    Always,
    Filling,
    Lengthened,
    MislengthedComponent,
    Never,
    Recoded,
    Repeated,
    Revalued,
    UnsignedContent,
    backwards,
    later,
)

Mutant = tuple[str, Kind[Any]]


@singledispatch
def mutants(kind: Kind[Any]) -> Iterator[Mutant]:
    raise NotImplementedError(f"{type(kind).__name__}: say how this kind could be mistaken (kind_mutants.py)")


@mutants.register
def _(kind: kinds.Integer) -> Iterator[Mutant]:
    for other in (kinds.U8, kinds.U16, kinds.U32, kinds.U64, kinds.I8, kinds.I16, kinds.I32, kinds.I64):
        if (other.width, other.signed) != (kind.width, kind.signed):
            yield f"{kind.struct_code} as {other.struct_code}", other
    if kind.width > 1:
        width = kind.width
        yield (
            "low octet first",
            Recoded(kind, lambda octets: octets[:width][::-1] + octets[width:], lambda octets: octets[::-1]),
        )
    yield "one more", Revalued(kind, lambda value: value + 1, lambda value: value - 1)


@mutants.register
def _(kind: kinds.Octets) -> Iterator[Mutant]:
    yield "one octet more", kinds.Octets(kind.width + 1)
    yield "one octet less", kinds.Octets(kind.width - 1)
    yield "backwards", backwards(kind)


@mutants.register
def _(kind: kinds.Counted) -> Iterator[Mutant]:
    for what, count in mutants(kind.count):
        yield f"count: {what}", Lengthened(count, 0)
    yield "count includes itself", Lengthened(kind.count, kind.count.width)
    yield "backwards", backwards(kind)


@mutants.register(kinds.Code)
def _(kind: kinds.Code[Any]) -> Iterator[Mutant]:
    for what, integer in mutants(kind.integer):
        yield what, Revalued(integer, kind.names, int)


@mutants.register(kinds.Maybe)
def _(kind: kinds.Maybe[Any]) -> Iterator[Mutant]:
    yield "no presence octet", Always(kind.kind)
    yield "never there", Never()
    yield "presence turned round", Recoded(kind, _turn_first, _turn_first)
    yield from ((f"value: {what}", kinds.Maybe(inner)) for what, inner in mutants(kind.kind))


def _turn_first(octets: bytes) -> bytes:
    return bytes((octets[0] ^ 1,)) + octets[1:]


@mutants.register(kinds.IfAny)
def _(kind: kinds.IfAny[Any]) -> Iterator[Mutant]:
    yield "always there", Always(kind.kind)
    yield "with a presence octet", kinds.Maybe(kind.kind)
    yield from ((f"value: {what}", kinds.IfAny(inner)) for what, inner in mutants(kind.kind))


@mutants.register
def _(kind: kinds.Choice) -> Iterator[Mutant]:
    types = {code: value_type for value_type, code, _ in kind.codes}
    table = {code: (types[code], inner) for code, inner in kind.alternatives.items()}
    yield from _choice_mutants(table, kinds.Choice)
    yield "no selecting octet", Always(next(iter(kind.alternatives.values())))


@mutants.register
def _(kind: ber.TaggedChoice) -> Iterator[Mutant]:
    types = {tag: value_type for value_type, tag in kind.tags}
    yield from _choice_mutants(
        {tag: (types[tag], inner.kind) for tag, inner in kind.alternatives.items()}, ber.TaggedChoice
    )


def _choice_mutants(table: dict[int, tuple[type, Kind[Any]]], made: Callable[[Any], Kind[Any]]) -> Iterator[Mutant]:
    codes = sorted(table)
    for code, (value_type, inner) in table.items():
        others = {other: entry for other, entry in table.items() if other != code}
        yield f"{code:02X} as {codes[-1] + 1:02X}", made({**others, codes[-1] + 1: (value_type, inner)})
        for what, wrong in mutants(inner):
            yield f"{code:02X}: {what}", made({**table, code: (value_type, wrong)})
    for one, other in itertools.pairwise(codes):
        yield f"{one:02X} and {other:02X} swapped", made({**table, one: table[other], other: table[one]})


@mutants.register(Embedded)
def _(kind: Embedded[Any]) -> Iterator[Mutant]:
    for what, message_class in layout_mutants(kind.message_class, mutants):
        yield what, Revalued(Embedded(message_class), _as(kind.message_class), _as(message_class))


def _as(message_class: type[Any]) -> Callable[[Any], Any]:
    """The same fields in another class."""
    return lambda value: message_class(**{name: getattr(value, name) for name, _ in value.layout.fields})


@mutants.register
def _(kind: DataKind) -> Iterator[Mutant]:
    yield "behind an octet", later(kind)
    yield "tag one higher", Recoded(kind, _first_plus(255), _first_plus(1))


def _first_plus(more: int) -> Callable[[bytes], bytes]:
    return lambda octets: bytes((octets[0] + more & 0xFF,)) + octets[1:] if octets else octets


@mutants.register
def _(kind: axdr.OctetString) -> Iterator[Mutant]:
    yield "length of two octets", Lengthened(kinds.U16, 0)
    yield "length includes itself", Lengthened(LENGTH, 1)
    yield "backwards", backwards(kind)


@mutants.register
def _(kind: axdr.Boolean) -> Iterator[Mutant]:
    yield "turned round", Revalued(kind, lambda value: not value, lambda value: not value)
    yield "two octets", later(kind)


@mutants.register(axdr.SequenceOf)
def _(kind: axdr.SequenceOf[Any]) -> Iterator[Mutant]:
    yield "count of two octets", Repeated(kinds.U16, kind.element)
    yield (
        "count includes itself",
        Repeated(Revalued(LENGTH, lambda count: count - 1, lambda count: count + 1), kind.element),
    )
    yield "length in octets in place of the count", Filling(kind.element)
    yield "no count", Always(kind.element)
    yield "backwards", backwards(kind)
    yield from ((f"element: {what}", axdr.SequenceOf(element)) for what, element in mutants(kind.element))


@mutants.register
def _(kind: MomentOrData) -> Iterator[Mutant]:
    yield "never coded as Data", kind.plain
    yield "always coded as Data", kind.tagged
    yield from ((f"plain: {what}", MomentOrData(wrong, kind.tagged)) for what, wrong in mutants(kind.plain))
    yield from ((f"as Data: {what}", MomentOrData(kind.plain, wrong)) for what, wrong in mutants(kind.tagged))


@mutants.register
def _(kind: ConformanceBlock) -> Iterator[Mutant]:
    yield "another tag", Recoded(kind, _at(1, 1), _at(1, 1))
    yield "another length", Recoded(kind, _at(2, 1), _at(2, 1))
    yield "another number of unused bits", Recoded(kind, _at(3, 1), _at(3, 1))
    yield "low octet first", Recoded(kind, _turn_block, _turn_block)


def _at(place: int, bits: int) -> Callable[[bytes], bytes]:
    return lambda octets: (
        octets[:place] + bytes(octet ^ bits for octet in octets[place : place + 1]) + octets[place + 1 :]
    )


def _turn_block(octets: bytes) -> bytes:
    return octets[:4] + octets[4:7][::-1] + octets[7:]


@mutants.register
def _(kind: ber.Content) -> Iterator[Mutant]:
    yield "backwards", backwards(kind)
    yield "behind an octet", later(kind)


@mutants.register
def _(kind: ber.BitString) -> Iterator[Mutant]:
    yield "no count of unused bits", Revalued(kind, lambda value: value[1:], lambda value: b"\x07" + value)
    yield "backwards", backwards(ber.Content())


@mutants.register
def _(kind: ber.IntegerContent) -> Iterator[Mutant]:
    yield "unsigned", UnsignedContent()
    yield "one more", Revalued(kind, lambda value: value + 1, lambda value: value - 1)


@mutants.register(ber.CodeContent)
def _(kind: ber.CodeContent[Any]) -> Iterator[Mutant]:
    for what, integer in mutants(ber.INTEGER):
        yield what, Revalued(integer, kind.names, int)


@mutants.register(ber.Tagged)
def _(kind: ber.Tagged[Any]) -> Iterator[Mutant]:
    yield f"tag {kind.tag:02X} as {kind.tag ^ 0x20:02X}", ber.Tagged(kind.tag ^ 0x20, kind.kind)
    yield f"tag {kind.tag:02X} as {kind.tag ^ 1:02X}", ber.Tagged(kind.tag ^ 1, kind.kind)
    yield f"tag {kind.tag:02X}: length one more", MislengthedComponent(kind, 1)
    yield f"tag {kind.tag:02X}: no length", MislengthedComponent(kind, None)
    for what, inner in mutants(kind.kind):
        yield f"{kind.tag:02X}: {what}", ber.Tagged(kind.tag, inner)


@mutants.register(ber.Optional)
def _(kind: ber.Optional[Any]) -> Iterator[Mutant]:
    yield "always there", Always(kind.component)
    yield "never there", Never()
    for what, component in mutants(kind.component):
        if not isinstance(component, ber.Tagged):
            raise TypeError(f"{what}: a component has a tag")
        yield what, ber.Optional(component)
