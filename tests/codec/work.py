"""What a call costs, measured without a clock: lines of Python run, and the most memory held at once."""

import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

from conformance.errors import ProtocolViolation


class Cost(NamedTuple):
    lines: int
    memory: int


def cost_of(call: Callable[[], object]) -> Cost:
    """The cost of a call that may end in a violation."""
    lines = 0

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        _quietly(call)
    finally:
        sys.settrace(before)
    tracemalloc.start()
    try:
        _quietly(call)
        memory = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return Cost(lines, memory)


def _quietly(call: Callable[[], object]) -> object:
    try:
        return call()
    except ProtocolViolation:
        return None
