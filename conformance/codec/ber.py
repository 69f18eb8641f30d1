"""The part of BER (ITU-T X.690) that ACSE needs, decoded strictly.

Definite lengths only; a component must fill its length exactly.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from conformance.codec.kinds import Kind, too_short
from conformance.codec.length import LENGTH, decode_extent
from conformance.codec.tree import Node, hex_text
from conformance.errors import ProtocolViolation

T = TypeVar("T")


class Content(Kind[bytes]):
    """The content octets of a component as they stand: strings and object identifiers."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        return octets[at:end], end

    def encode(self, value: bytes, field: str) -> bytes:
        return value


class IntegerContent(Kind[int]):
    """The content octets of an INTEGER: two's complement, at least one octet."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[int, int]:
        if not 1 <= end - at <= 8:
            raise ProtocolViolation(f"{end - at} octets", "an INTEGER of 1 to 8 octets", offset=at, field=field)
        return int.from_bytes(octets[at:end], "big", signed=True), end

    def encode(self, value: int, field: str) -> bytes:
        return value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)


class CodeContent(Kind[T]):
    """The content octets of an INTEGER that is a named code."""

    def __init__(self, names: type[T]) -> None:
        self.names = names

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[T, int]:
        code, behind = INTEGER.decode(octets, at, end, field)
        return self.names(code), behind  # type: ignore[call-arg]

    def encode(self, value: T, field: str) -> bytes:
        return INTEGER.encode(int(value), field)  # type: ignore[call-overload]

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
            found = f"{octets[at]:02X}" if at < end else "nothing"
            raise ProtocolViolation(found, f"tag {self.tag:02X}", offset=at, field=field)
        return decode_extent(octets, at + 1, end, field)

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

    def encode(self, value: T | None, field: str) -> bytes:
        return b"" if value is None else self.component.encode(value, field)

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
            found = f"{octets[at]:02X}" if at < end else "nothing"
            wanted = " or ".join(f"{tag:02X}" for tag in sorted(self.alternatives))
            raise ProtocolViolation(found, f"tag {wanted}", offset=at, field=field)
        return component

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[object, int]:
        return self._select(octets, at, end, field).decode(octets, at, end, field)

    def encode(self, value: object, field: str) -> bytes:
        for value_type, tag in self.tags:
            if isinstance(value, value_type):
                return self.alternatives[tag].encode(value, field)
        raise ValueError(f"{field}: {value!r}, wanted {' or '.join(kind.__name__ for kind, _ in self.tags)}")

    def text(self, value: object) -> str:
        return str(getattr(value, "label", value))


class BitString(Kind[bytes]):
    """The content octets of a BIT STRING, the leading count of unused bits included."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        if at >= end:
            raise too_short(1, at, end, field)
        if octets[at] > 7 or (octets[at] and end - at == 1):
            raise ProtocolViolation(f"{octets[at]} unused bits", "0 to 7, within the string", offset=at, field=field)
        return octets[at:end], end

    def encode(self, value: bytes, field: str) -> bytes:
        return value


def _unfilled(octets: bytes, at: int, behind: int, limit: int, field: str) -> ProtocolViolation:
    """A component whose content ends before its length does, a bug seen in widespread servers."""
    return ProtocolViolation(
        f"{limit - behind} octets ({hex_text(octets[behind:limit], 8)}) behind the content",
        "a length that the content fills",
        offset=at + 1,
        field=field,
    )
