"""A pseudo-terminal as the device's end of a serial line, for golden units.

The other side may close and come back as often as it likes: this side keeps the
terminal's own end open too, so that it never sees the end of the file.
"""

import contextlib
import os
import termios
import tty

from conformance.transport.base import Closed, Medium
from conformance.transport.serial import BITS_PER_OCTET, DEFAULT_BAUD


class PtyTransport:
    """The controlling end of a new pseudo-terminal in raw mode; POSIX only."""

    medium = Medium.PTY

    def __init__(self, baud: int = DEFAULT_BAUD) -> None:
        self._controller, self._terminal = os.openpty()
        tty.setraw(self._terminal, termios.TCSANOW)
        os.set_blocking(self._controller, False)
        self.device = os.ttyname(self._terminal)
        self.octets_per_second: float | None = baud / BITS_PER_OCTET
        self.url = f"serial://{self.device}?baud={baud}"

    @property
    def is_open(self) -> bool:
        return self._controller >= 0

    def open(self) -> None:
        """Nothing to reach: the pseudo-terminal exists from construction."""

    def fileno(self) -> int:
        return self._controller

    def send(self, octets: bytes, now: int) -> None:
        if self._controller < 0:
            raise Closed("the pseudo-terminal is closed")
        with contextlib.suppress(BlockingIOError):  # nobody reads: the octets are lost, as on a line
            os.write(self._controller, octets)

    def receive(self, now: int) -> bytes:
        try:
            return os.read(self._controller, 4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise Closed(f"the pseudo-terminal ended ({error})") from error

    def close(self) -> None:
        if self._controller >= 0:
            os.close(self._controller)
            os.close(self._terminal)
            self._controller = -1
