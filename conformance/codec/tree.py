"""A decoded message as a tree of named octet ranges, for evidence and reports.

Trees are plain data: reports show them and never decode anything themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

TreeJson = dict[str, object]
"""JSON form: {"name", "text", "at": [start, end]} and, where there are any, "children"."""


@dataclass(slots=True)
class Node:
    """One field: its name, its value as text, and its octets [start, end) in the message."""

    name: str
    text: str
    start: int
    end: int
    children: list["Node"] = field(default_factory=list)

    def moved(self, by: int) -> "Node":
        """The same tree with every range shifted, for a message embedded in another."""
        children = [child.moved(by) for child in self.children]
        return Node(self.name, self.text, self.start + by, self.end + by, children)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def as_json(self) -> TreeJson:
        json: TreeJson = {"name": self.name, "text": self.text, "at": [self.start, self.end]}
        if self.children:
            json["children"] = [child.as_json() for child in self.children]
        return json


def hex_text(octets: bytes, limit: int = 64) -> str:
    """Octets as spaced hexadecimal, cut after `limit` octets with the number left out."""
    if len(octets) <= limit:
        return octets.hex(" ").upper()
    return f"{octets[:limit].hex(' ').upper()} … {counted(len(octets) - limit, 'more octet')}"


def in_hex(octets: bytes, limit: int = 64) -> str:
    """The same where it might be read as a decimal number: in a sentence, not under a heading that says what it is."""
    return f"0x{hex_text(octets, limit)}" if octets else "nothing"


def octet_in_hex(octet: int) -> str:
    return f"0x{octet:02X}"


def counted(number: int, noun: str) -> str:
    """`1 octet`, `2 octets`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
