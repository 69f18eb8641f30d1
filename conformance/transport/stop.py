"""SIGINT and SIGTERM as something that the pump can wait for."""

import contextlib
import signal
import socket
from types import FrameType


class StopSignal:
    """A source that becomes ready when the process is asked to end."""

    is_timed = False

    def __init__(self) -> None:
        self.is_set = False
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        for wanted in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wanted, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_set = True

    def fileno(self) -> int:
        return self._near.fileno()

    def due(self) -> int | None:
        return None

    def ready(self, now: int) -> None:
        with contextlib.suppress(BlockingIOError):
            self._near.recv(64)

    def next_deadline(self) -> int | None:
        return None

    def tick(self, now: int) -> None:
        """A signal has no time of its own."""
