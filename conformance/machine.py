"""Protocol state machines: the table first, the effects after.

One table serves both ends of a protocol. Its events are what crosses the wire,
whoever sends it, so that a tester and a golden unit obey the same rules. A
tester must be able to break them: with `is_strict` false, a step that the table
does not know is recorded and taken nowhere instead of being refused.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any, ClassVar, Generic, TypeVar

from conformance.errors import HarnessError, ProtocolViolation

S = TypeVar("S", bound=Enum)


class Machine(Generic[S]):
    """A state and the table by which it may change."""

    TRANSITIONS: ClassVar[Mapping[Any, Mapping[Any, Any]]]
    """state -> event on the wire -> next state."""

    def __init__(self, state: S, *, is_strict: bool = True) -> None:
        self.state = state
        self.is_strict = is_strict
        self.deviations: list[str] = []
        """What was sent against the table, oldest first."""

    def permits(self, event: object) -> bool:
        return event in self.TRANSITIONS[self.state]

    def sent(self, event: object) -> None:
        """Take the step of something this side sends."""
        if self.permits(event):
            self.state = self.TRANSITIONS[self.state][event]
        elif self.is_strict:
            raise HarnessError(f"{_name(event)} may not be sent in state {self.state.name}; {self._expected()}")
        else:
            self.deviations.append(f"{_name(event)} sent in state {self.state.name}")

    def received(self, event: object) -> None:
        """Take the step of something the peer sent; what the table does not know is the peer's violation."""
        if not self.permits(event):
            raise ProtocolViolation(f"{_name(event)} in state {self.state.name}", self._expected())
        self.state = self.TRANSITIONS[self.state][event]

    def _expected(self) -> str:
        return " or ".join(_name(event) for event in self.TRANSITIONS[self.state]) or "nothing"


def _name(event: object) -> str:
    return getattr(event, "name", None) or getattr(event, "__name__", None) or str(event)
