"""Source text of codecs while it is being written: lines at a depth, and the objects that they name."""

import contextlib
import struct
from collections.abc import Iterator
from typing import Any


class Source:
    """The body of one function; `give_up` is the statement that takes the slow road, which says what is wrong."""

    def __init__(self, names: dict[str, Any], give_up: str) -> None:
        self.names = names
        self.give_up = give_up
        self.lines: list[str] = []
        self._depth = 1

    def add(self, *lines: str) -> None:
        self.lines += ["    " * self._depth + line for line in lines]

    def settle(self) -> None:
        """Write what was put off, before a branch or a call."""

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


class DecoderSource(Source):
    """A decoder: `octets`, `at` and `end` stand for the input, the position in it and where it ends.

    Octets may be read without asking whether they are there: what reads beyond
    the input raises and is given up, and what reads beyond `end` is found out
    when the position is compared with it at last.
    """

    def __init__(self, names: dict[str, Any], give_up: str) -> None:
        super().__init__(names, give_up)
        self._ahead = 0

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
        if self._ahead:
            self.add(f"at += {self._ahead}")
            self._ahead = 0


class EncoderSource(Source):
    """An encoder: the octets gather in `body`, neighbours of fixed width in one `struct` call."""

    def __init__(self, names: dict[str, Any], give_up: str) -> None:
        super().__init__(names, give_up)
        self._pending: list[tuple[str, str]] = []
        self._is_begun = False

    def pack(self, struct_code: str, value: str) -> None:
        """Octets of fixed width, from an expression."""
        self._pending.append((struct_code, value))

    def constant(self, octets: bytes) -> None:
        if octets:
            self.pack(f"{len(octets)}s", repr(octets))

    def append(self, expression: str) -> None:
        """Octets of any number, from an expression."""
        self._write(" + ".join([*self._packed(), expression]))

    def settle(self) -> None:
        packed = self._packed()
        if packed or not self._is_begun:
            self._write(*packed or ["b''"])

    @contextlib.contextmanager
    def branch(self, head: str) -> Iterator[None]:
        """Lines below `if` or `else`; what was put off is written in every branch, so they must leave none out."""
        before = list(self._pending), self._is_begun
        self.add(head)
        self._depth += 1
        try:
            yield
            self.settle()
        finally:
            self._depth -= 1
            self._pending, self._is_begun = before

    def joined(self) -> None:
        """The branches are over."""
        self._pending, self._is_begun = [], True

    def _write(self, expression: str) -> None:
        self.add(f"body {'+=' if self._is_begun else '='} {expression}")
        self._is_begun = True

    def _packed(self) -> list[str]:
        pending, self._pending = self._pending, []
        if len(pending) == 1 and pending[0][1].startswith("b'"):
            return [pending[0][1]]
        if not pending:
            return []
        pack = self.bind(struct.Struct(">" + "".join(code for code, _ in pending)).pack, "pack")
        return [f"{pack}({', '.join(value for _, value in pending)})"]
