"""Kinds that code something in a wrong way: the building blocks of the mutants in kind_mutants.py."""

from collections.abc import Callable
from typing import Any

from conformance.codec import ber
from conformance.codec.kinds import Kind
from conformance.codec.length import LENGTH, decode_extent
from conformance.codec.source import DecoderSource


class Recoded(Kind[Any]):
    """A kind whose octets are changed on their way: `arrive` after the line, `leave` before it."""

    def __init__(self, kind: Kind[Any], arrive: Callable[[bytes], bytes], leave: Callable[[bytes], bytes]) -> None:
        self.kind, self.arrive, self.leave = kind, arrive, leave

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[Any, int]:
        arrived = octets[:at] + self.arrive(octets[at:end])
        value, behind = self.kind.decode(arrived, at, len(arrived), field)
        return value, behind + end - len(arrived)

    def encode(self, value: Any, field: str) -> bytes:
        return self.leave(self.kind.encode(value, field))


class Revalued(Kind[Any]):
    """A kind whose value is changed on its way: `read` after decoding, `written` before encoding."""

    def __init__(self, kind: Kind[Any], read: Callable[[Any], Any], written: Callable[[Any], Any]) -> None:
        self.kind, self.read, self.written = kind, read, written

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[Any, int]:
        value, behind = self.kind.decode(octets, at, end, field)
        return self.read(value), behind

    def encode(self, value: Any, field: str) -> bytes:
        return self.kind.encode(self.written(value), field)


def backwards(kind: Kind[Any]) -> Kind[Any]:
    return Revalued(kind, lambda value: value[::-1], lambda value: value[::-1])


def later(kind: Kind[Any]) -> Kind[Any]:
    """One octet before it that does not belong there."""
    return Recoded(kind, lambda octets: octets[1:], lambda octets: b"\x00" + octets)


class Always(Kind[Any]):
    """An optional value that is always there: no presence octet, or no tag that could be missing."""

    def __init__(self, kind: Kind[Any]) -> None:
        self.kind = kind

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[Any, int]:
        return self.kind.decode(octets, at, end, field)

    def encode(self, value: Any, field: str) -> bytes:
        return self.kind.encode(value, field)


class Never(Kind[None]):
    """An optional value that is never there."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[None, int]:
        return None, at

    def encode(self, value: None, field: str) -> bytes:
        return b""


class Lengthened(Kind[bytes]):
    """Octets whose length counts more than they are, or is written in another width."""

    def __init__(self, length: Kind[int], extra: int) -> None:
        self.length, self.extra = length, extra

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        length, at = self.length.decode(octets, at, end, field)
        behind = at + length - self.extra
        return octets[at:behind], behind

    def encode(self, value: bytes, field: str) -> bytes:
        return self.length.encode(len(value) + self.extra, field) + value


class Repeated(Kind[list[Any]]):
    """Elements whose count is written in another way."""

    def __init__(self, count: Kind[int], element: Kind[Any]) -> None:
        self.count, self.element = count, element

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[list[Any], int]:
        count, at = self.count.decode(octets, at, end, field)
        elements = []
        for _ in range(count):
            element, at = self.element.decode(octets, at, end, field)
            elements.append(element)
        return elements, at

    def encode(self, value: list[Any], field: str) -> bytes:
        return self.count.encode(len(value), field) + b"".join(self.element.encode(one, field) for one in value)


class Filling(Kind[list[Any]]):
    """Elements that fill a length in octets, as SEQUENCE OF stands in BER."""

    def __init__(self, element: Kind[Any]) -> None:
        self.element = element

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[list[Any], int]:
        at, limit = decode_extent(octets, at, end, field)
        elements = []
        while at < limit:
            element, at = self.element.decode(octets, at, limit, field)
            elements.append(element)
        return elements, at

    def encode(self, value: list[Any], field: str) -> bytes:
        content = b"".join(self.element.encode(one, field) for one in value)
        return LENGTH.encode(len(content), field) + content


class UnsignedContent(Kind[int]):
    """The content octets of an INTEGER read without a sign, as a widespread server writes them."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[int, int]:
        return int.from_bytes(octets[at:end], "big"), end

    def encode(self, value: int, field: str) -> bytes:
        return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


class MislengthedComponent(ber.Tagged[Any]):
    """A component whose length counts an octet that is not there, or that has none."""

    def __init__(self, component: ber.Tagged[Any], extra: int | None) -> None:
        super().__init__(component.tag, component.kind)
        self.extra = extra

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[Any, int]:
        if self.extra is None:
            return self.kind.decode(octets, at + 1, end, field)
        start, limit = decode_extent(octets, at + 1, end, field)
        return self.kind.decode(octets, start, limit - self.extra, field)

    @property
    def innermost(self) -> Kind[Any]:
        """Not what is in it: components around this one must call it, not write its heads by themselves."""
        return self

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        self.write_inside(source, target, field, "end")

    def write_inside(self, source: DecoderSource, target: str, field: str, end: str) -> None:
        source.settle()
        source.add(f"{target}, at = {source.bind(self.decode, 'decode')}(octets, at, {end}, {field!r})")

    def encode(self, value: Any, field: str) -> bytes:
        content = self.kind.encode(value, field)
        length = b"" if self.extra is None else LENGTH.encode(len(content) + self.extra, field)
        return bytes((self.tag,)) + length + content
