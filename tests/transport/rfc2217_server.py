"""A serial server as RFC 2217 wants it: pyserial's own server side, over loopback, before any line of pyserial."""

import contextlib
import socket
import threading
from typing import Any

import serial
import serial.rfc2217

PortManager: Any = serial.rfc2217.PortManager
"""Its annotations want more of line and connection than it uses."""


class Terminal(serial.Serial):
    """A pseudo-terminal as a line of a server: it has no modem lines."""

    cts = dsr = ri = cd = False

    def _update_dtr_state(self) -> None:
        """Nothing to set."""

    def _update_rts_state(self) -> None:
        """Nothing to set."""


class SerialServer:
    """Serves one connection; `line` is its serial port.

    It hangs up when a client writes certain octets onto the line.
    """

    def __init__(self, line: Any, hangs_up_at: bytes | None = None) -> None:
        self.line = line
        self.line.baudrate, self.line.timeout = 300, 0.02
        self.hangs_up_at = hangs_up_at
        self._writing = threading.Lock()
        self._peer: socket.socket | None = None
        self._is_over = threading.Event()

    def write(self, octets: bytes) -> None:
        """To the client: pyserial's server side calls it for what it has to say about settings."""
        assert self._peer is not None
        with self._writing, contextlib.suppress(OSError):
            self._peer.sendall(octets)

    def serve(self, peer: socket.socket) -> None:
        self._peer = peer
        manager: Any = PortManager(self.line, self)
        reader = threading.Thread(target=self._read, args=(manager,))
        reader.start()
        try:
            while octets := peer.recv(4096):
                written = b"".join(manager.filter(octets))
                if written == self.hangs_up_at:
                    break
                self.line.write(written)
        finally:
            self._is_over.set()
            reader.join()
            self.line.close()

    def _read(self, manager: Any) -> None:
        while not self._is_over.is_set():
            octets = self.line.read(1)
            if octets:
                self.write(b"".join(manager.escape(octets + self.line.read(self.line.in_waiting))))
