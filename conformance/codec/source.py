"""Source text of codecs while it is being written: lines at a depth, and the objects that they name."""

import contextlib
from collections.abc import Iterator
from typing import Any


class Source:
    """The body of one function.

    In a decoder the names `octets`, `at` and `end` stand for the input, the
    position in it and where it ends; `give_up` is the statement that takes the
    slow road, which then says what is wrong. Octets may be read without asking
    whether they are there: what reads beyond the input raises and is given up,
    and what reads beyond `end` is found out when the position is compared with
    it at last. In an encoder the octets gather in `body`.
    """

    def __init__(self, names: dict[str, Any], give_up: str) -> None:
        self.names = names
        self.give_up = give_up
        self.lines: list[str] = []
        self._depth = 1
        self._ahead = 0

    def add(self, *lines: str) -> None:
        self.lines += ["    " * self._depth + line for line in lines]

    @contextlib.contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Lines below a head such as `if at < end:`."""
        self.settle()
        self.add(head)
        self._depth += 1
        try:
            yield
            self.settle()
        finally:
            self._depth -= 1

    def give_up_if(self, condition: str) -> None:
        self.add(f"if {condition}: {self.give_up}")

    def octet(self, number: int = 0) -> str:
        """The octet so many places from here."""
        return f"octets[{self.here(number)}]"

    def here(self, number: int = 0) -> str:
        """The position so many octets from here."""
        ahead = self._ahead + number
        return f"at + {ahead}" if ahead else "at"

    def advance(self, count: int) -> None:
        """Go on by a known number of octets; nothing is written until the position matters."""
        self._ahead += count

    def jump(self, position: str) -> None:
        """Go on at a position that has a name."""
        self._ahead = 0
        self.add(f"at = {position}")

    def moved(self) -> None:
        """A statement has brought `at` up to date by itself."""
        self._ahead = 0

    def settle(self) -> None:
        """Bring `at` up to date, before a branch or a call."""
        if self._ahead:
            self.add(f"at += {self._ahead}")
            self._ahead = 0

    def bind(self, value: object, hint: str) -> str:
        """A name under which the source finds an object; the same object keeps its name."""
        for name, known in self.names.items():
            if known is value:
                return name
        name = f"{hint}_{len(self.names)}"
        self.names[name] = value
        return name

    def new_name(self, hint: str) -> str:
        """A local name that nothing else uses."""
        self.names.setdefault("locals", []).append(hint)
        return f"{hint}{len(self.names['locals'])}"
