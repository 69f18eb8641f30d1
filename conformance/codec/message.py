"""Messages: a class whose field table is its codec.

    @message(tag=b"\\xc0\\x01")
    class GetRequestNormal(Message):
        invoke_id_and_priority: int = wire(U8)
        class_id: int = wire(U16)

Order, width and presence of the fields stand in the table and nowhere else.
From it `@message` has a codec written when the class is made (see compiler.py).
That takes the straight road only; when anything is amiss, the field-by-field
road is taken again to say exactly what and where.
"""

import dataclasses
import linecache
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar, cast, dataclass_transform, overload

from conformance.codec.compiler import write_codec
from conformance.codec.kinds import Kind
from conformance.codec.length import LENGTH, decode_extent
from conformance.codec.source import DecoderSource, EncoderSource
from conformance.codec.tree import Node, counted, hex_text, in_hex
from conformance.errors import ProtocolViolation

T = TypeVar("T")
M = TypeVar("M", bound="Message")

KIND = "goldenbench.kind"
"""Key of a field's kind in its dataclass metadata."""


@overload
def wire(kind: Kind[T]) -> T: ...
@overload
def wire(kind: Kind[T], *, default: T) -> T: ...
def wire(kind: Kind[Any], *, default: Any = dataclasses.MISSING) -> Any:
    """Declare a field of a message: how it stands on the wire and, if it may be left out, its default."""
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata={KIND: kind})
    return dataclasses.field(metadata={KIND: kind}, default=default)


@dataclass(frozen=True, slots=True)
class Layout:
    """What `@message` knows of a class: its tag, whether a length follows it, its fields in order."""

    tag: bytes
    has_length: bool
    fields: tuple[tuple[str, Kind[Any]], ...]


class Message:
    """A typed value with a wire format."""

    __slots__ = ()

    layout: ClassVar[Layout]

    @classmethod
    def decode(cls, octets: bytes) -> Self:
        """Decode exactly one message; octets left over are a violation."""
        raise NotImplementedError  # replaced by @message

    @classmethod
    def decode_at(cls, octets: bytes, at: int, end: int) -> tuple[Self, int]:
        """Decode a message that starts at `at`; answers it with the position behind it."""
        raise NotImplementedError  # replaced by @message

    def encode(self) -> bytes:
        raise NotImplementedError  # replaced by @message

    @property
    def label(self) -> str:
        """One line for a person: what it is, and the fields that are there."""
        told = [
            f"{field} {kind.text(value)}"
            for field, kind in self.layout.fields
            if (value := getattr(self, field)) is not None
        ]
        return f"{type(self).__name__}({', '.join(told)})"

    @classmethod
    def tree(cls, octets: bytes, at: int = 0, end: int | None = None, name: str = "") -> Node:
        """The decoded message with the octet range of every field, for evidence."""
        end = len(octets) if end is None else end
        layout = cls.layout
        start = at
        at, limit = _open(cls, octets, at, end)
        children = []
        if at > start:
            children.append(Node("tag", hex_text(octets[start:at]), start, at))
        for field, kind in layout.fields:
            node, behind = kind.node(field, octets, at, limit)
            if behind > at:
                children.append(node)
            at = behind
        return Node(name or cls.__name__, cls.__name__, start, at, children)


class Embedded(Kind[M]):
    """A message as a field of another."""

    def __init__(self, message_class: type[M]) -> None:
        self.message_class = message_class

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[M, int]:
        return self.message_class.decode_at(octets, at, end)

    def write_decode(self, source: DecoderSource, target: str, field: str) -> None:
        source.settle()
        source.add(f"{target}, at = {source.bind(self.message_class, 'embedded')}.decode_at(octets, at, end)")

    def encode(self, value: M, field: str) -> bytes:
        return value.encode()

    def write_encode(self, source: EncoderSource, value: str, field: str) -> None:
        source.append(f"{value}.encode()")

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        tree = self.message_class.tree(octets, at, end, name)
        return tree, tree.end


@dataclass_transform(field_specifiers=(wire,))
def message(*, tag: bytes = b"", has_length: bool = False, kw_only: bool = False) -> Callable[[type[M]], type[M]]:
    """Make a class a message: the tag it starts with, and whether the length of the rest follows that."""

    def decorate(cls: type[M]) -> type[M]:
        made = cast("type[M]", dataclass(slots=True, kw_only=kw_only)(cls))
        fields = tuple((field.name, field.metadata[KIND]) for field in dataclasses.fields(cast(Any, made)))
        made.layout = Layout(tag, has_length, fields)
        _compile(made)
        return made

    return decorate


def _compile(cls: type[Message]) -> None:
    """Give a class the codec that its field table stands for; tracebacks show its source."""
    layout = cls.layout
    names: dict[str, Any] = {
        "cls": cls,
        "new": object.__new__,
        "decode_slowly": decode_slowly,
        "decode_whole_slowly": decode_whole_slowly,
        "encode_slowly": encode_slowly,
    }
    source, names = write_codec(layout.tag, layout.has_length, layout.fields, names)
    file = f"<codec of {cls.__qualname__}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), names)
    cls.decode_at = classmethod(names["decode_at"])  # type: ignore[assignment]
    cls.decode = classmethod(names["decode"])  # type: ignore[assignment]
    cls.encode = names["encode"]  # type: ignore[method-assign]


def _open(cls: type[Message], octets: bytes, at: int, end: int) -> tuple[int, int]:
    """Check tag and length; answers where the fields start and where they must end."""
    tag = cls.layout.tag
    behind = at + len(tag)
    if octets[at : min(behind, end)] != tag:
        raise ProtocolViolation(
            in_hex(octets[at : min(behind, end)]),
            in_hex(tag),
            offset=at,
            field=f"tag of {cls.__name__}",
        )
    if not cls.layout.has_length:
        return behind, end
    return decode_extent(octets, behind, end, cls.__name__)


def decode_slowly(cls: type[M], octets: bytes, at: int, end: int) -> tuple[M, int]:
    """Field by field, so that a violation names its field; also the definition of what the fast road must do."""
    at, limit = _open(cls, octets, at, end)
    values = {}
    for field, kind in cls.layout.fields:
        values[field], at = kind.decode(octets, at, limit, field)
    if cls.layout.has_length and at != limit:
        raise ProtocolViolation(
            f"{counted(limit - at, 'octet')} that no field takes (0x{hex_text(octets[at:limit], 8)})",
            "the end of the message",
            offset=at,
            field=cls.__name__,
        )
    return cls(**values), at


def decode_whole_slowly(cls: type[M], octets: bytes) -> M:
    value, behind = decode_slowly(cls, octets, 0, len(octets))
    if behind != len(octets):
        raise ProtocolViolation(
            counted(len(octets) - behind, "more octet"), "the end of the message", offset=behind, field=cls.__name__
        )
    return value


def encode_slowly(value: Message) -> bytes:
    layout = value.layout
    body = b"".join(kind.encode(getattr(value, field), field) for field, kind in layout.fields)
    length = LENGTH.encode(len(body), "length") if layout.has_length else b""
    return layout.tag + length + body
