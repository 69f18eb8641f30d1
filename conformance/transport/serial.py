"""Serial lines through pyserial: devices, `socket://` and `rfc2217://` URLs.

A device with a descriptor is waited for like a socket. Others get a thread that
reads into a socket pair, so that the pump can wait for them as well.
"""

import contextlib
import os
import socket
import stat
import threading
import warnings
from typing import TYPE_CHECKING

from conformance.errors import BenchError
from conformance.transport.base import Closed, Medium
from conformance.transport.device import group_of, users_of

if TYPE_CHECKING:
    import serial

DEFAULT_BAUD = 9600
BITS_PER_OCTET = 10
"""Start bit, eight data bits, stop bit."""

READ_TIMEOUT_S = 0.1
WRITE_TIMEOUT_S = 10.0

_RFC2217 = "rfc2217:"


class SerialTransport:
    """A serial line at 8N1, opened exclusively where the host can."""

    def __init__(self, device: str, baud: int = DEFAULT_BAUD) -> None:
        self.device = device
        self.baud = baud
        self.url = f"serial:{device}?baud={baud}"
        self.medium = Medium.PTY if _is_pty(device) else Medium.SERIAL
        self.octets_per_second: float | None = baud / BITS_PER_OCTET
        self._serial: serial.SerialBase | None = None
        self._reader: _Reader | None = None

    @property
    def is_open(self) -> bool:
        return self._serial is not None

    def open(self) -> None:
        if self._serial is not None:
            return
        import serial  # slow to import, and not needed without a serial line

        try:
            self._serial = serial.serial_for_url(self.device, baudrate=self.baud, timeout=0, do_not_open=True)
            if not self.device.startswith(_RFC2217):  # its sockets have a timeout of their own
                self._serial.write_timeout = WRITE_TIMEOUT_S
            if "://" not in self.device:
                self._serial.exclusive = True
            with warnings.catch_warnings():  # pyserial names its thread in a way that Python has deprecated
                warnings.simplefilter("ignore", DeprecationWarning)
                self._serial.open()
        except (OSError, ValueError, serial.SerialException) as error:
            self._serial = None
            raise _cannot_open(self.device, error) from error
        try:
            self._serial.fileno()
        except (OSError, AttributeError, NotImplementedError, ValueError):
            self._reader = _Reader(self._serial)

    def fileno(self) -> int:
        if self._reader is not None:
            return self._reader.fileno()
        return -1 if self._serial is None else int(self._serial.fileno())

    def send(self, octets: bytes, now: int) -> None:
        if self._serial is None:
            raise Closed("the line is closed")
        try:
            self._serial.write(octets)
        except OSError as error:
            self.close()
            raise Closed(f"the line {self.device} broke while sending ({error})") from error

    def receive(self, now: int) -> bytes:
        if self._serial is None:
            raise Closed("the line is closed")
        try:
            return self._reader.take() if self._reader is not None else bytes(self._serial.read(4096))
        except (OSError, TypeError) as error:  # pyserial raises TypeError when its descriptor is gone
            self.close()
            raise Closed(f"the line {self.device} vanished ({error})") from error

    def close(self) -> None:
        line, self._serial = self._serial, None
        if line is not None:
            if self._reader is not None:
                self._reader.stop()
                self._reader = None
            held = getattr(line, "_socket", None)
            with contextlib.suppress(OSError):
                line.close()
            if held is not None:  # pyserial leaves its socket open if the other side was quicker
                held.close()


class _Reader:
    """A thread that moves what a line delivers into a socket pair."""

    def __init__(self, line: "serial.SerialBase") -> None:
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._line = line
        self._line.timeout = READ_TIMEOUT_S
        self._trouble = ""
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="serial reader", daemon=True)
        self._thread.start()

    def fileno(self) -> int:
        return self._near.fileno()

    def take(self) -> bytes:
        try:
            octets = self._near.recv(4096)
        except BlockingIOError:
            return b""
        if not octets:
            raise OSError(self._trouble or "the line ended")
        return octets

    def stop(self) -> None:
        self._is_stopping = True
        self._near.close()  # lets go of the thread if it waits for somebody to take what it has read
        self._thread.join(timeout=10 * READ_TIMEOUT_S)
        self._far.close()

    def _run(self) -> None:
        try:
            while not self._is_stopping:
                octets = self._line.read(1) + self._line.read(getattr(self._line, "in_waiting", 0))
                if octets:
                    self._far.sendall(octets)
        except (OSError, TypeError, AttributeError) as error:
            self._trouble = str(error)
            with contextlib.suppress(OSError):
                self._far.shutdown(socket.SHUT_WR)


def _is_pty(device: str) -> bool:
    return os.path.realpath(device).startswith("/dev/pts/")


def _cannot_open(device: str, error: Exception) -> BenchError:
    found = f"cannot open the serial line {device} ({error})"
    wanted = "a serial device that this user may open and nobody else uses"
    if device.startswith(_RFC2217):
        remedy = "check its host and port and that it is switched on; if it only carries octets, write socket://"
        return BenchError(found, "a reachable serial server that speaks RFC 2217", remedy)
    if "://" in device:
        return BenchError(found, "a reachable serial server", "check its host and port and that it is switched on")
    if not os.path.exists(device):
        return BenchError(found, wanted, f"{device} does not exist: plug it in, or look for its name in /dev")
    if not stat.S_ISCHR(os.stat(device).st_mode):
        return BenchError(found, wanted, f"{device} is no character device: check the link in the bench file")
    if not os.access(device, os.R_OK | os.W_OK):
        owner = f"group {group_of(device) or 'that owns it'}"
        return BenchError(found, wanted, f"add the user to the {owner} (usermod -aG) and log in again")
    if "ioctl" in str(error):  # what pyserial passes on of ENOTTY
        return BenchError(found, wanted, f"{device} is no serial line: check the link in the bench file")
    users = " and ".join(users_of(device)) or "the program that uses it"
    return BenchError(found, wanted, f"close {users}")
