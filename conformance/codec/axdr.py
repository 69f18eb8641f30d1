"""A-XDR (IEC 61334-6): what its components need beyond fixed-width integers."""

from typing import TypeVar

from conformance.codec.kinds import Kind, too_short
from conformance.codec.length import LENGTH, decode_extent
from conformance.codec.tree import Node, counted
from conformance.errors import ProtocolViolation

T = TypeVar("T")

ELEMENTS_IN_TREE = 64
"""Elements of one SEQUENCE OF that a tree lists; the rest is counted there."""


class OctetString(Kind[bytes]):
    """OCTET STRING of variable length."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bytes, int]:
        start, limit = decode_extent(octets, at, end, field)
        return octets[start:limit], limit

    def encode(self, value: bytes, field: str) -> bytes:
        return LENGTH.encode(len(value), field) + value


OCTET_STRING = OctetString()


class Boolean(Kind[bool]):
    """BOOLEAN: 00 is false, any other octet true."""

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[bool, int]:
        if at >= end:
            raise too_short(1, at, end, field)
        return octets[at] != 0, at + 1

    def encode(self, value: bool, field: str) -> bytes:
        return b"\x01" if value else b"\x00"


BOOLEAN = Boolean()


class SequenceOf(Kind[list[T]]):
    """SEQUENCE OF: how many elements, then the elements."""

    def __init__(self, element: Kind[T]) -> None:
        self.element = element

    def _count(self, octets: bytes, at: int, end: int, field: str) -> tuple[int, int]:
        """No element is shorter than an octet, so more of them than octets are left cannot be there."""
        count, start = LENGTH.decode(octets, at, end, f"number of {field}")
        if count > end - start:
            raise ProtocolViolation(
                counted(count, "element"), f"at most the {counted(end - start, 'octet')} left", offset=at, field=field
            )
        return count, start

    def decode(self, octets: bytes, at: int, end: int, field: str) -> tuple[list[T], int]:
        count, at = self._count(octets, at, end, field)
        elements = []
        for number in range(count):
            element, at = self.element.decode(octets, at, end, f"{field}[{number}]")
            elements.append(element)
        return elements, at

    def encode(self, value: list[T], field: str) -> bytes:
        return LENGTH.encode(len(value), field) + b"".join(self.element.encode(element, field) for element in value)

    def text(self, value: list[T]) -> str:
        return f"{len(value)} elements"

    def node(self, name: str, octets: bytes, at: int, end: int) -> tuple[Node, int]:
        count, behind = self._count(octets, at, end, name)
        tree = Node(name, f"{count} elements", at, behind)
        for number in range(min(count, ELEMENTS_IN_TREE)):
            child, behind = self.element.node(f"[{number}]", octets, behind, end)
            tree.children.append(child)
        if count > ELEMENTS_IN_TREE:
            rest = behind
            for number in range(ELEMENTS_IN_TREE, count):
                _, behind = self.element.decode(octets, behind, end, f"{name}[{number}]")
            tree.children.append(Node("…", f"{count - ELEMENTS_IN_TREE} more elements", rest, behind))
        tree.end = behind
        return tree, behind
