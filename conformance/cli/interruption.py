"""Ctrl-C, and the signals that mean the same, take effect only where nothing is half done.

An interrupt that may come anywhere comes, one time in many, while an event is being
read or shown, and what it cuts off is never seen.
"""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """While it is entered, the signals are held back until somebody waits."""

    def __init__(self) -> None:
        self._is_held_back = False
        self._is_waiting = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> "Interruption":
        self._before = {number: signal.getsignal(number) for number in SIGNALS}
        for number in self._heeded():
            signal.signal(number, self._arrived)
        return self

    def __exit__(self, *_: object) -> None:
        for number in self._heeded():
            signal.signal(number, self._before[number])

    def _heeded(self) -> list[signal.Signals]:
        """All but what this process was told to ignore, as by nohup."""
        return [number for number, handler in self._before.items() if handler is not signal.SIG_IGN]

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """What may be interrupted: KeyboardInterrupt if a signal comes meanwhile, or came before."""
        try:
            self._is_waiting = True
            if self._is_held_back:
                self._is_held_back = False
                raise KeyboardInterrupt
            yield
        finally:
            self._is_waiting = False

    def _arrived(self, number: int, frame: FrameType | None) -> None:
        if self._is_waiting:
            raise KeyboardInterrupt
        self._is_held_back = True
