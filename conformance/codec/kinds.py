"""Field kinds: how one value stands on the wire.

A kind decodes from `octets[at:end]` and answers the value with the position
behind it; it raises ProtocolViolation and nothing else, whatever the octets.
Kinds of fixed width also name their `struct` code, so that a message can
gather its neighbours into one call.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Generic, Self, TypeVar

from conformance.codec.source import DecoderSource, EncoderSource
from conformance.codec.tree import Node, counted, hex_text, octet_in_hex
from conformance.errors import ProtocolViolation

T = TypeVar("T")
E = TypeVar("E", bound="OpenEnum")


class Kind(Generic[T]):
    """How a value of type T stands on the wire."""

    struct_code: str = ""
    """Code for the `struct` module (network byte order) if the width is fixed, else empty."""

    width: int = 0
    """Octets on the wire if the width is fixed."""

    wraps: type | None = None
    """What turns the value that `struct` gives into T, where that is not the same."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[T, int]:
        raise NotImplementedError

    def decode_whole(self, octets: bytes, field: str) -> T:
        """Decode exactly one value, with nothing behind it."""
        value, behind = self.decode(octets, 0, len(octets), field)
        if behind != len(octets):
            found = counted(len(octets) - behind, "more octet")
            raise ProtocolViolation(found, f"the end of the {field}", offset=behind, field=field)
        return value

    def encode(self, value: T, field: str) -> bytes:
        raise NotImplementedError

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        """Lines that decode a value into `target` and move `at` behind it; by default a call of `decode`."""
        source.settle()
        decode = source.bind(self.decode, "decode")
        source.add(f"{target}, at = {decode}(octets, at, end, {field!r})")

    def write_encode(self, source: EncoderSource, value: str, field: str) -> None:
        """Lines that append the octets of `value`; by default a call of `encode`."""
        encode = source.bind(self.encode, "encode")
        source.append(f"{encode}({value}, {field!r})")

    def write_wrap(self, source: DecoderSource, target: str, value: str) -> None:
        """Lines that turn what `struct` gave into a value of T; only for kinds that wrap."""
        source.add(f"{target} = {source.bind(self.wraps, 'wrap')}({value})")

    def text(self, value: T) -> str:
        return hex_text(value) if isinstance(value, bytes) else str(getattr(value, "label", value))

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        """Decode once more, with the octet range of every part."""
        value, behind = self.decode(octets, at, end, name)
        return Node(name, self.text(value), at, behind), behind


def too_short(wanted: int, at: int, end: int, field: str) -> ProtocolViolation:
    return ProtocolViolation(counted(max(end - at, 0), "octet") + " left", f"{wanted}", offset=at, field=field)


class Integer(Kind[int]):
    """A binary integer of fixed width, most significant octet first."""

    def __init__(self, struct_code: str, width: int, *, signed: bool) -> None:
        self.struct_code = struct_code
        self.width = width
        self.signed = signed
        self.smallest = -(1 << (8 * width - 1)) if signed else 0
        self.largest = (1 << (8 * width - int(signed))) - 1

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[int, int]:
        behind = at + self.width
        if behind > end:
            raise too_short(self.width, at, end, field)
        return int.from_bytes(octets[at:behind], "big", signed=self.signed), behind

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        if self.struct_code != "B":
            super().write_decode(source, target, field)
            return
        source.add(f"{target} = {source.octet()}")
        source.advance(1)

    def encode(self, value: int, field: str) -> bytes:
        if not isinstance(value, int) or not self.smallest <= value <= self.largest:
            raise ValueError(f"{field}: {value!r}, wanted an integer from {self.smallest} to {self.largest}")
        return value.to_bytes(self.width, "big", signed=self.signed)


U8 = Integer("B", 1, signed=False)
U16 = Integer("H", 2, signed=False)
U32 = Integer("I", 4, signed=False)
U64 = Integer("Q", 8, signed=False)
I8 = Integer("b", 1, signed=True)
I16 = Integer("h", 2, signed=True)
I32 = Integer("i", 4, signed=True)
I64 = Integer("q", 8, signed=True)


class Octets(Kind[bytes]):
    """A known number of octets."""

    def __init__(self, width: int) -> None:
        self.struct_code = f"{width}s"
        self.width = width

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        behind = at + self.width
        if behind > end:
            raise too_short(self.width, at, end, field)
        return octets[at:behind], behind

    def encode(self, value: bytes, field: str) -> bytes:
        if len(value) != self.width:
            raise ValueError(f"{field}: {len(value)} octets, wanted {self.width}")
        return value


class Rest(Kind[bytes]):
    """Everything up to the end of the message."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        return octets[at:end], end

    def encode(self, value: bytes, field: str) -> bytes:
        return value


class Counted(Kind[bytes]):
    """Octets behind a fixed-width count of them."""

    def __init__(self, count: Integer) -> None:
        self.count = count

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        length, at = self.count.decode(octets, at, end, f"length of {field}")
        if length > end - at:
            raise ProtocolViolation(
                f"length {length}",
                f"at most the {counted(end - at, 'octet')} left",
                offset=at - self.count.width,
                field=field,
            )
        return octets[at : at + length], at + length

    def encode(self, value: bytes, field: str) -> bytes:
        return self.count.encode(len(value), f"length of {field}") + value


class OpenEnum(IntEnum):
    """Named codes; a code that has no name stays representable as UNKNOWN_n."""

    @classmethod
    def _missing_(cls, value: object) -> Self:
        if not isinstance(value, int):
            raise ValueError(f"{value!r}, wanted an integer code of {cls.__name__}")
        unnamed = int.__new__(cls, value)
        unnamed._name_ = f"UNKNOWN_{value}"
        unnamed._value_ = value
        return unnamed

    @property
    def is_known(self) -> bool:
        """True if the code is one that the standard names."""
        return self._value_ in type(self)._value2member_map_

    @property
    def label(self) -> str:
        """Name as the standard spells it, and the code: `object-undefined (4)`."""
        return f"{self.name.lower().replace('_', '-')} ({int(self)})"


class Code(Kind[E]):
    """A named code in an integer field."""

    def __init__(self, integer: Integer, names: type[E]) -> None:
        self.struct_code = integer.struct_code
        self.width = integer.width
        self.wraps = names
        self.integer = integer
        self.names = names

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[E, int]:
        code, behind = self.integer.decode(octets, at, end, field)
        return self.names(code), behind

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        self.integer.write_decode(source, "code", field)
        self.write_wrap(source, target, "code")

    def write_wrap(self, source: DecoderSource, target: str, value: str) -> None:
        known = source.bind(self.names._value2member_map_, "known")
        names = source.bind(self.names, "names")
        source.add(f"{target} = {known}.get({value})", f"if {target} is None: {target} = {names}({value})")

    def encode(self, value: E, field: str) -> bytes:
        return self.integer.encode(value, field)

    def text(self, value: E) -> str:
        return value.label


class Maybe(Kind[T | None]):
    """A-XDR OPTIONAL: a presence octet, then the value if that octet says so (IEC 61334-6)."""

    def __init__(self, kind: Kind[T]) -> None:
        self.kind = kind

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[T | None, int]:
        if at >= end:
            raise too_short(1, at, end, f"presence of {field}")
        presence = octets[at]
        if presence == 0:
            return None, at + 1
        if presence != 1:
            raise ProtocolViolation(octet_in_hex(presence), "0x00 or 0x01", offset=at, field=f"presence of {field}")
        return self.kind.decode(octets, at + 1, end, field)

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        source.settle()
        with source.block("if octets[at] == 0:"):
            source.add(f"{target} = None")
            source.advance(1)
        with source.block("elif octets[at] == 1:"):
            source.advance(1)
            self.kind.write_decode(source, target, field)
        source.add(f"else: {source.give_up}")

    def encode(self, value: T | None, field: str) -> bytes:
        return b"\x00" if value is None else b"\x01" + self.kind.encode(value, field)

    def write_encode(self, source: EncoderSource, value: str, field: str) -> None:
        with source.branch(f"if {value} is None:"):
            source.constant(b"\x00")
        with source.branch("else:"):
            source.constant(b"\x01")
            self.kind.write_encode(source, value, field)
        source.joined()

    def text(self, value: T | None) -> str:
        return "absent" if value is None else self.kind.text(value)

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        value, behind = self.decode(octets, at, end, name)
        if value is None:
            return Node(name, "absent", at, behind), behind
        inner, behind = self.kind.node(name, octets, at + 1, end)
        return Node(name, inner.text, at, behind, inner.children), behind


class IfAny(Kind[T | None]):
    """The last field of a message, there if any octets are left for it."""

    def __init__(self, kind: Kind[T]) -> None:
        self.kind = kind

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[T | None, int]:
        return (None, at) if at == end else self.kind.decode(octets, at, end, field)

    def encode(self, value: T | None, field: str) -> bytes:
        return b"" if value is None else self.kind.encode(value, field)

    def text(self, value: T | None) -> str:
        return "absent" if value is None else self.kind.text(value)


class Choice(Kind[object]):
    """A-XDR CHOICE: a selecting octet, then the alternative; the value's own type selects when encoding."""

    def __init__(self, alternatives: Mapping[int, tuple[type, Kind[Any]]]) -> None:
        self.alternatives = {code: kind for code, (_, kind) in alternatives.items()}
        self.codes = [(value_type, code, kind) for code, (value_type, kind) in alternatives.items()]

    def _select(self, octets: bytes, at: int, end: int, field: str) -> Kind[Any]:
        if at >= end:
            raise too_short(1, at, end, f"choice of {field}")
        kind = self.alternatives.get(octets[at])
        if kind is None:
            wanted = " or ".join(octet_in_hex(code) for code in sorted(self.alternatives))
            raise ProtocolViolation(octet_in_hex(octets[at]), wanted, offset=at, field=f"choice of {field}")
        return kind

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[object, int]:
        return self._select(octets, at, end, field).decode(octets, at + 1, end, field)

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        source.settle()
        for number, (code, kind) in enumerate(self.alternatives.items()):
            with source.block(f"{'elif' if number else 'if'} octets[at] == {code}:"):
                source.advance(1)
                kind.write_decode(source, target, field)
        source.add(f"else: {source.give_up}")

    def write_encode(self, source: EncoderSource, value: str, field: str) -> None:
        for number, (value_type, code, kind) in enumerate(self.codes):
            name = source.bind(value_type, "type")
            with source.branch(f"{'elif' if number else 'if'} isinstance({value}, {name}):"):
                source.constant(bytes((code,)))
                kind.write_encode(source, value, field)
        source.joined()
        source.add(f"else: {source.give_up}")

    def encode(self, value: object, field: str) -> bytes:
        for value_type, code, kind in self.codes:
            if isinstance(value, value_type):
                return bytes((code,)) + kind.encode(value, field)
        wanted = " or ".join(value_type.__name__ for value_type, _, _ in self.codes)
        raise ValueError(f"{field}: {value!r}, wanted {wanted}")

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        inner, behind = self._select(octets, at, end, name).node(name, octets, at + 1, end)
        return Node(name, inner.text, at, behind, inner.children), behind
