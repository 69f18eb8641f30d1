"""The part of BER (ITU-T X.690) that ACSE needs, decoded strictly.

Definite lengths only; a component must fill its length exactly.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from conformance.codec.kinds import Kind, too_short
from conformance.codec.length import LENGTH, decode_extent
from conformance.codec.source import DecoderSource, EncoderSource
from conformance.codec.tree import Node, counted, hex_text, in_hex, octet_in_hex
from conformance.errors import ProtocolViolation

T = TypeVar("T")


class ContentKind(Kind[T]):
    """A kind that fills the content of a component: it ends where the component does."""

    def write_content(self, source: DecoderSource, target: str, field: str, limit: str) -> None:
        """Lines that decode the content octets[at:limit]; what does not fill it is given up."""
        _write_whole(self, source, target, field, limit)

    def write_component(self, source: EncoderSource, heads: Sequence[int], value: str, field: str) -> None:
        """Lines that append the content to `body` behind its tags, outermost first, each with a length."""
        encode = source.bind(self.encode, "encode")
        source.add(f"content = {encode}({value}, {field!r})")
        source.append(f"{source.bind(heads_of(heads), 'heads')}[len(content)] + content")


def _write_whole(kind: Kind[Any], source: DecoderSource, target: str, field: str, limit: str) -> None:
    """Lines that call the decoder of a kind, which has to end at the limit."""
    source.settle()
    decode = source.bind(kind.decode, "decode")
    source.add(f"{target}, at = {decode}(octets, at, {limit}, {field!r})")
    source.give_up_if(f"at != {limit}")


@functools.cache
def heads_of(tags: Sequence[int]) -> list[bytes]:
    """By size of the content: tags, outermost first, each with the length of what is behind it; short lengths only."""
    inner = range(2 * (len(tags) - 1), -1, -2)
    return [
        bytes(octet for tag, more in zip(tags, inner, strict=True) for octet in (tag, size + more))
        for size in range(128 - inner[0])
    ]


class Content(ContentKind[bytes]):
    """The content octets of a component as they stand: strings and object identifiers."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        return octets[at:end], end

    def encode(self, value: bytes, field: str) -> bytes:
        return value

    def write_content(self, source: DecoderSource, target: str, field: str, limit: str) -> None:
        source.add(f"{target} = octets[{source.here()} : {limit}]")
        source.jump(limit)

    def write_component(self, source: EncoderSource, heads: Sequence[int], value: str, field: str) -> None:
        source.append(f"{source.bind(heads_of(heads), 'heads')}[len({value})] + {value}")


class IntegerContent(ContentKind[int]):
    """The content octets of an INTEGER: two's complement, as few octets as hold it (X.690 8.3.2)."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[int, int]:
        if not 1 <= end - at <= 8:
            raise ProtocolViolation(counted(end - at, "octet"), "an INTEGER of 1 to 8 octets", offset=at, field=field)
        if end - at > 1 and octets[at] == (0x00, 0xFF)[octets[at + 1] >> 7]:
            found = in_hex(octets[at:end])
            raise ProtocolViolation(found, "an INTEGER without superfluous octets", offset=at, field=field)
        return int.from_bytes(octets[at:end], "big", signed=True), end

    def encode(self, value: int, field: str) -> bytes:
        magnitude = value if value >= 0 else ~value
        return value.to_bytes(magnitude.bit_length() // 8 + 1, "big", signed=True)


class CodeContent(ContentKind[T]):
    """The content octets of an INTEGER that is a named code."""

    def __init__(self, names: type[T]) -> None:
        self.names = names

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[T, int]:
        code, behind = INTEGER.decode(octets, at, end, field)
        return self.names(code), behind  # type: ignore[call-arg]

    def encode(self, value: T, field: str) -> bytes:
        return INTEGER.encode(int(value), field)  # type: ignore[call-overload]

    def write_content(self, source: DecoderSource, target: str, field: str, limit: str) -> None:
        source.give_up_if(f"{limit} != {source.here(1)} or {source.octet()} > 127")
        names = source.bind(self.names, "names")
        known = source.bind(getattr(self.names, "_value2member_map_", {}), "known")
        source.add(f"{target} = {known}.get({source.octet()})")
        source.add(f"if {target} is None: {target} = {names}({source.octet()})")
        source.advance(1)

    def text(self, value: T) -> str:
        return str(getattr(value, "label", value))


INTEGER = IntegerContent()


class Tagged(Kind[T], Generic[T]):
    """A component with a one-octet tag: IMPLICIT around content, or EXPLICIT around another `Tagged`."""

    def __init__(self, tag: int, kind: Kind[T]) -> None:
        self.tag = tag
        self.kind = kind

    def _enter(self, octets: bytes, at: int, end: int, field: str) -> tuple[int, int]:
        """Check the tag and the length; answers the range of the content."""
        if at >= end or octets[at] != self.tag:
            found = octet_in_hex(octets[at]) if at < end else "nothing"
            raise ProtocolViolation(found, f"tag {octet_in_hex(self.tag)}", offset=at, field=field)
        return decode_extent(octets, at + 1, end, field)

    @property
    def heads(self) -> tuple[int, ...]:
        """Tags of this component and of those directly in it, outermost first."""
        return (self.tag, *(self.kind.heads if isinstance(self.kind, Tagged) else ()))

    @property
    def innermost(self) -> Kind[T]:
        return self.kind.innermost if isinstance(self.kind, Tagged) else self.kind

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        self.write_inside(source, target, field, "end")

    def write_inside(self, source: DecoderSource, target: str, field: str, end: str) -> None:
        """Lines that decode the component where it has to end by `end`; short lengths only."""
        limit, size = source.new_name("limit"), source.octet(1)
        source.give_up_if(f"{source.octet()} != {self.tag} or {size} > 127")
        source.add(f"{limit} = {source.here(2)} + {size}")
        source.give_up_if(f"{limit} > {end}")
        source.advance(2)
        if isinstance(self.kind, Tagged | TaggedChoice):
            self.kind.write_inside(source, target, field, limit)
            source.settle()
            source.give_up_if(f"at != {limit}")
        elif isinstance(self.kind, ContentKind):
            self.kind.write_content(source, target, field, limit)
        else:
            _write_whole(self.kind, source, target, field, limit)

    def write_encode(self, source: EncoderSource, value: str, field: str) -> None:
        if isinstance(self.innermost, ContentKind):
            self.innermost.write_component(source, self.heads, value, field)
        else:
            super().write_encode(source, value, field)

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[T, int]:
        start, limit = self._enter(octets, at, end, field)
        value, behind = self.kind.decode(octets, start, limit, field)
        if behind != limit:
            raise _unfilled(octets, at, behind, limit, field)
        return value, limit

    def encode(self, value: T, field: str) -> bytes:
        content = self.kind.encode(value, field)
        return bytes((self.tag,)) + LENGTH.encode(len(content), field) + content

    def text(self, value: T) -> str:
        return self.kind.text(value)

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        start, limit = self._enter(octets, at, end, name)
        inner, _ = self.kind.node(name, octets, start, limit)
        return Node(name, inner.text, at, limit, inner.children), limit


class Optional(Kind[T | None], Generic[T]):
    """A component that may be missing; its tag tells."""

    def __init__(self, component: Tagged[T]) -> None:
        self.component = component

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[T | None, int]:
        if at >= end or octets[at] != self.component.tag:
            return None, at
        return self.component.decode(octets, at, end, field)

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        source.settle()
        with source.block(f"if at < end and octets[at] == {self.component.tag}:"):
            self.component.write_decode(source, target, field)
        source.add(f"else: {target} = None")

    def encode(self, value: T | None, field: str) -> bytes:
        return b"" if value is None else self.component.encode(value, field)

    def write_encode(self, source: EncoderSource, value: str, field: str) -> None:
        with source.block(f"if {value} is not None:"):
            self.component.write_encode(source, value, field)

    def text(self, value: T | None) -> str:
        return "absent" if value is None else self.component.text(value)

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        if at >= end or octets[at] != self.component.tag:
            return Node(name, "absent", at, at), at
        return self.component.node(name, octets, at, end)


class TaggedChoice(Kind[object]):
    """One of several components; the tag selects when decoding, the type of the value when encoding."""

    def __init__(self, alternatives: Mapping[int, tuple[type, Kind[Any]]]) -> None:
        self.alternatives = {tag: Tagged(tag, kind) for tag, (_, kind) in alternatives.items()}
        self.tags = [(value_type, tag) for tag, (value_type, _) in alternatives.items()]

    def _select(self, octets: bytes, at: int, end: int, field: str) -> Tagged[Any]:
        component = self.alternatives.get(octets[at]) if at < end else None
        if component is None:
            found = octet_in_hex(octets[at]) if at < end else "nothing"
            wanted = " or ".join(octet_in_hex(tag) for tag in sorted(self.alternatives))
            raise ProtocolViolation(found, f"tag {wanted}", offset=at, field=field)
        return component

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[object, int]:
        return self._select(octets, at, end, field).decode(octets, at, end, field)

    def write_inside(self, source: DecoderSource, target: str, field: str, end: str) -> None:
        source.settle()
        for number, (tag, component) in enumerate(self.alternatives.items()):
            with source.block(f"{'elif' if number else 'if'} octets[at] == {tag}:"):
                component.write_inside(source, target, field, end)
        source.add(f"else: {source.give_up}")

    def encode(self, value: object, field: str) -> bytes:
        for value_type, tag in self.tags:
            if isinstance(value, value_type):
                return self.alternatives[tag].encode(value, field)
        raise ValueError(f"{field}: {value!r}, wanted {' or '.join(kind.__name__ for kind, _ in self.tags)}")

    def text(self, value: object) -> str:
        return str(getattr(value, "label", value))


class BitString(ContentKind[bytes]):
    """The content octets of a BIT STRING, the leading count of unused bits included."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        if at >= end:
            raise too_short(1, at, end, field)
        if octets[at] > 7 or (octets[at] and end - at == 1):
            raise ProtocolViolation(
                counted(octets[at], "unused bit"), "0 to 7, within the string", offset=at, field=field
            )
        return octets[at:end], end

    def encode(self, value: bytes, field: str) -> bytes:
        return value


def _unfilled(octets: bytes, at: int, behind: int, limit: int, field: str) -> ProtocolViolation:
    """A component whose content ends before its length does, a bug seen in widespread servers."""
    return ProtocolViolation(
        f"{counted(limit - behind, 'octet')} (0x{hex_text(octets[behind:limit], 8)}) behind the content",
        "a length that the content fills",
        offset=at + 1,
        field=field,
    )
