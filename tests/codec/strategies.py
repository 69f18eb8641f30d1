"""Values for every kind of field, made by hypothesis from the kind itself.

A kind that is not listed here is an error, so that a new one cannot slip past
the round trips.
"""

from functools import singledispatch
from typing import Any

from hypothesis import strategies as st

from conformance.codec import axdr, ber, kinds
from conformance.codec.kinds import Kind
from conformance.codec.message import Embedded, Message
from conformance.dlms.data import DataKind
from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.initiate import Conformance, ConformanceBlock
from conformance.dlms.notification import MomentOrData
from tests.codec.data_strategies import data

Values = st.SearchStrategy[Any]


@singledispatch
def values(kind: Kind[Any]) -> Values:
    raise NotImplementedError(f"{type(kind).__name__}: say which values it has (strategies.py)")


def messages(message_class: type[Message]) -> Values:
    return st.builds(message_class, **{name: values(kind) for name, kind in message_class.layout.fields})


@values.register
def _(kind: kinds.Integer) -> Values:
    return st.integers(kind.smallest, kind.largest)


@values.register
def _(kind: kinds.Octets) -> Values:
    return st.binary(min_size=kind.width, max_size=kind.width)


@values.register
def _(kind: kinds.Counted) -> Values:
    return st.binary(max_size=300)


@values.register(kinds.Code)
def _(kind: kinds.Code[Any]) -> Values:
    return values(kind.integer).map(kind.names)


@values.register(kinds.Maybe)
@values.register(kinds.IfAny)
def _(kind: Any) -> Values:
    return st.none() | values(kind.kind)


@values.register
def _(kind: kinds.Choice) -> Values:
    return st.one_of(*map(values, kind.alternatives.values()))


@values.register(Embedded)
def _(kind: Embedded[Any]) -> Values:
    return messages(kind.message_class)


@values.register
def _(kind: DataKind) -> Values:
    return data()


@values.register
def _(kind: axdr.OctetString) -> Values:
    return st.binary(max_size=300)


@values.register
def _(kind: axdr.Boolean) -> Values:
    return st.booleans()


@values.register(axdr.SequenceOf)
def _(kind: axdr.SequenceOf[Any]) -> Values:
    element = values(kind.element)
    alike = element.flatmap(lambda one: st.integers(126, 260).map(lambda count: [one] * count))
    return st.lists(element, max_size=5) | alike  # so many that the count takes two octets, and three


@values.register
def _(kind: MomentOrData) -> Values:
    plain = values(kind.plain).filter(lambda octets: (len(octets), octets[:1]) != (9, b"\x0c"))
    return plain | st.binary(min_size=12, max_size=12).map(OCTET_STRING)


@values.register
def _(kind: ConformanceBlock) -> Values:
    return st.integers(0, 0xFFFFFF).map(Conformance)


@values.register
def _(kind: ber.Content) -> Values:
    return st.binary(max_size=200)


@values.register
def _(kind: ber.BitString) -> Values:
    return st.just(b"\x00") | st.tuples(st.integers(0, 7), st.binary(min_size=1, max_size=4)).map(
        lambda parts: bytes((parts[0],)) + parts[1]
    )


@values.register
def _(kind: ber.IntegerContent) -> Values:
    return st.integers(1 - 2**63, 2**63 - 1)  # -2**63 has a test of its own: test_ber.py


@values.register(ber.CodeContent)
def _(kind: ber.CodeContent[Any]) -> Values:
    return values(ber.INTEGER).map(kind.names)


@values.register(ber.Tagged)
def _(kind: ber.Tagged[Any]) -> Values:
    return values(kind.kind)


@values.register(ber.Optional)
def _(kind: ber.Optional[Any]) -> Values:
    return st.none() | values(kind.component)


@values.register
def _(kind: ber.TaggedChoice) -> Values:
    return st.one_of(*map(values, kind.alternatives.values()))
