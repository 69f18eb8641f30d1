"""Ctrl-C, and the signals that mean the same, come only where nothing is half done.

Python lets an interrupt come anywhere. One time in many that is while an event is being
recorded or shown: its number is taken, its line is never written. So where that
matters interrupts are held back, and come as soon as it is over. That works once somebody heeds
them; else Python's own handlers stay in force.
"""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What a person or the system sends to end a command."""


class _State:
    """Of the process, as signals are."""

    depth = 0
    """How many blocks hold interrupts back; 0 while they may come."""

    is_pending = False


def _arrived(number: int, frame: FrameType | None) -> None:
    if _State.depth:
        _State.is_pending = True
    else:
        _come()


def _come() -> None:
    _State.is_pending = False
    raise KeyboardInterrupt


@contextlib.contextmanager
def heeded(*numbers: signal.Signals) -> Iterator[None]:
    """These signals interrupt, but for what this process was told to ignore, as by nohup. What is held back in the end
    comes too late.

    Only the main thread can have that, and only there an interrupt comes; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in numbers}
    ours = [number for number, handler in before.items() if handler not in (signal.SIG_IGN, None)]
    for number in ours:
        signal.signal(number, _arrived)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])
        _State.is_pending = False


class _HeldBack(contextlib.ContextDecorator):
    def __enter__(self) -> None:
        _State.depth += 1

    def __exit__(self, *_: object) -> None:
        _State.depth -= 1
        if _State.is_pending and not _State.depth:
            _come()


held_back = _HeldBack()
"""An interrupt that comes in such a block, or function, comes at its end; one may be in the other."""


@contextlib.contextmanager
def waiting() -> Iterator[None]:
    """What may be interrupted of all that is held back: it comes now if it came before."""
    depth = _State.depth
    try:
        _State.depth = 0
        if _State.is_pending:
            _come()
        yield
    finally:
        _State.depth = depth
