"""A serial line with a meter at its end: a pseudo-terminal, carried to a golden meter that listens on TCP.

What a pseudo-terminal lacks is here: it carries octets only at the rate of the
meter, echoes like an optical head, and answers a sign-on at 300 baud.
"""

import contextlib
import os
import select
import socket
import sys
import termios
import threading
import tty
from collections.abc import Iterator

SIGN_ON = b"/?!\r\n"


class Wire:
    """One line; `device` is the end that a tester opens."""

    def __init__(self, port: int | None, *, baud: int, echoes: bool, identification: bytes) -> None:
        self._controller, self._terminal = os.openpty()
        tty.setraw(self._terminal, termios.TCSANOW)
        self.device = os.ttyname(self._terminal)
        self.baud, self.echoes, self.identification = baud, echoes, identification
        self._meter = None if port is None else socket.create_connection(("127.0.0.1", port))
        self._ended, self._end = socket.socketpair()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def _carry(self) -> None:
        ends: list[int | socket.socket] = [
            self._controller,
            self._ended,
            *([self._meter] if self._meter is not None else []),
        ]
        while True:
            ready = select.select(ends, [], [])[0]
            if self._ended in ready:
                return
            if self._controller in ready:
                self._from_tester(os.read(self._controller, 4096))
            if self._meter is not None and self._meter in ready:
                octets = self._meter.recv(4096)
                if not octets:
                    return
                os.write(self._controller, octets)

    def _from_tester(self, octets: bytes) -> None:
        if self.echoes:
            os.write(self._controller, octets)
        if self.identification and self._speed == 300 and bytes(one & 0x7F for one in octets) == SIGN_ON:
            os.write(self._controller, bytes(one | (one.bit_count() & 1) << 7 for one in self.identification))
        if self._meter is not None and self._speed == self.baud:
            self._meter.sendall(octets)

    @property
    def _speed(self) -> int:
        """The rate that the other end of the pseudo-terminal was set to."""
        found = termios.tcgetattr(self._controller)[5]
        return next(baud for baud in RATES if getattr(termios, f"B{baud}") == found)

    def close(self) -> None:
        self._end.close()
        self._thread.join(20)
        for end in (self._controller, self._terminal):
            os.close(end)
        self._ended.close()
        if self._meter is not None:
            self._meter.close()


RATES = (300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200)


@contextlib.contextmanager
def wired(url: str | None, *, baud: int = 9600, echoes: bool = False, identification: bytes = b"") -> Iterator[str]:
    """A line to the golden meter that listens on an hdlc+tcp URL, or to none; yields the device to open."""
    port = None if url is None else int(url.partition("?")[0].rpartition(":")[2])
    with contextlib.closing(Wire(port, baud=baud, echoes=echoes, identification=identification)) as wire:
        yield wire.device


assert sys.platform != "win32", "no pseudo-terminals there"
