"""Ctrl-C, and the signals that mean the same, come only where nothing is half done.

Python lets an interrupt come anywhere. One time in many that is while an event is being
recorded or shown: its number is taken, its line is never written. So where that
matters interrupts are held back, and come as soon as it is over. That works once somebody heeds
them; else Python's own handlers stay in force.
"""

import contextlib
import signal
import threading
from collections.abc import Collection, Iterator
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What a person or the system sends to end a command."""


class _State:
    """Of the process, as signals are."""

    depth = 0
    """How many blocks hold interrupts back; 0 while they may come."""

    is_pending = False

    comes_once = False
    is_over = False
    """True if no further interrupt comes."""


def _arrived(number: int, frame: FrameType | None) -> None:
    _State.is_pending = not _State.is_over
    _come()


def _come() -> None:
    if _State.is_pending and not _State.depth:
        _State.is_pending = False
        _State.is_over = _State.comes_once
        raise KeyboardInterrupt


@contextlib.contextmanager
def heeded(
    *numbers: signal.Signals, even_ignored: Collection[signal.Signals] = (), once: bool = False
) -> Iterator[None]:
    """These signals interrupt, `once` or as often as they come, but for what this process was told to ignore, as by
    nohup; `even_ignored` was not meant by that. What is held back in the end comes too late.

    Only the main thread can have that, and only there an interrupt comes; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in numbers}
    ignored = {number for number, handler in before.items() if handler is signal.SIG_IGN}
    ours = [one for one, handler in before.items() if handler is not None and one not in ignored - {*even_ignored}]
    _State.comes_once = once
    for number in ours:
        signal.signal(number, _arrived)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])
        _State.is_pending = _State.is_over = _State.comes_once = False


def enough() -> None:
    """From now on no interrupt comes: what is left to do is what an interrupt is there for."""
    _State.is_pending, _State.is_over = False, True


class _HeldBack(contextlib.ContextDecorator):
    def __enter__(self) -> None:
        _State.depth += 1

    def __exit__(self, *_: object) -> None:
        _State.depth -= 1
        _come()


held_back = _HeldBack()
"""An interrupt that comes in such a block, or function, comes at its end; one may be in the other."""


@contextlib.contextmanager
def waiting() -> Iterator[None]:
    """What may be interrupted of all that is held back: it comes now if it came before."""
    depth = _State.depth
    try:
        _State.depth = 0
        _come()
        yield
    finally:
        _State.depth = depth
