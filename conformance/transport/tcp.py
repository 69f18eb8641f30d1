"""TCP, as the side that connects and as the side that listens; IPv4 and IPv6."""

import contextlib
import errno
import select
import socket
from collections.abc import Callable
from typing import NoReturn

from conformance.errors import BenchError
from conformance.transport.base import Closed, Medium

CONNECT_TIMEOUT_S = 10.0
SEND_TIMEOUT_S = 10.0
ACCEPT_TIMEOUT_S = 60.0
GRACE_S = 2.0
LARGEST_READ = 65_536


class TcpTransport:
    """A TCP connection, made by `open` or taken over from a listener."""

    medium = Medium.TCP
    octets_per_second: float | None = None

    def __init__(self, host: str, port: int, accepted: socket.socket | None = None) -> None:
        self.host = host
        self.port = port
        self.url = f"tcp://{bracketed(host)}:{port}"
        self._socket = accepted
        if accepted is not None:
            _prepare(accepted)

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    def open(self) -> None:
        if self._socket is not None:
            return
        try:
            self._socket = socket.create_connection((self.host, self.port), timeout=CONNECT_TIMEOUT_S)
        except OSError as error:
            raise BenchError(
                f"no connection to {self.url} ({describe(error)})",
                "a device that accepts TCP connections there",
                "check address and port, that the device is switched on, and firewalls in between",
            ) from error
        _prepare(self._socket)

    def fileno(self) -> int:
        return -1 if self._socket is None else self._socket.fileno()

    def send(self, octets: bytes, now: int) -> None:
        if self._socket is None:
            raise Closed("the connection is closed")
        try:
            sent = self._socket.send(octets)
        except BlockingIOError:
            sent = 0
        except OSError as error:
            self._break_off(error)
        if sent < len(octets):
            self._send_patiently(octets[sent:])

    def _send_patiently(self, octets: bytes) -> None:
        """The other side is slow to take octets: wait for it, but not for ever."""
        assert self._socket is not None
        try:
            self._socket.settimeout(SEND_TIMEOUT_S)
            self._socket.sendall(octets)
            self._socket.setblocking(False)
        except OSError as error:
            self._break_off(error)

    def _break_off(self, error: OSError) -> NoReturn:
        self.close()
        raise Closed(_how_it_ended(error, " while sending")) from error

    def receive(self, now: int) -> bytes:
        if self._socket is None:
            raise Closed("the connection is closed")
        try:
            octets = self._socket.recv(LARGEST_READ)
        except BlockingIOError:
            return b""
        except OSError as error:
            self.close()
            raise Closed(_how_it_ended(error)) from error
        if not octets:
            self.close()
            raise Closed("the other side closed the connection")
        return octets

    def close(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            self._socket = None


class TcpListener:
    """A listening TCP port; port 0 lets the host pick one."""

    def __init__(self, host: str, port: int) -> None:
        try:
            self._socket = socket.create_server(
                (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=64
            )
        except OSError as error:
            raise cannot_listen(f"tcp://{bracketed(host)}:{port}", error) from error
        self._socket.setblocking(False)
        self.host, self.port = self._socket.getsockname()[:2]
        self.url = f"tcp://{bracketed(self.host)}:{self.port}"

    def fileno(self) -> int:
        return self._socket.fileno()

    def accept(self) -> TcpTransport | None:
        """The next connection that waits, if one does."""
        try:
            accepted, address = self._socket.accept()
        except OSError:  # none waits, it has gone again, or this process can hold no more for now
            return None
        return TcpTransport(address[0], address[1], accepted)

    def close(self) -> None:
        self._socket.close()


class TcpAcceptor:
    """A tester's port on which the DUT itself connects: every `open` waits for the DUT to do so."""

    medium = Medium.TCP
    octets_per_second: float | None = None

    def __init__(self, host: str, port: int, *, patience_s: float = ACCEPT_TIMEOUT_S) -> None:
        self.host = host
        self.port = port
        self.patience_s = patience_s
        self.url = f"tcp-listen://{bracketed(host)}:{port}"
        self.tell_wait: Callable[[str], None] = lambda url: None
        """Told where the DUT is waited for, as soon as that is so; a person may have to see to it."""

        self._grace_s = 0.0
        """A DUT that has come once may take a moment to come again, of which nothing need be told."""

        self._listener: TcpListener | None = None
        self._accepted: TcpTransport | None = None

    @property
    def is_open(self) -> bool:
        return self._accepted is not None and self._accepted.is_open

    def open(self) -> None:
        if self.is_open:
            return
        if self._listener is None:
            self._listener = TcpListener(self.host, self.port)
        if not select.select([self._listener], [], [], self._grace_s)[0]:
            self.tell_wait(self._listener.url.replace("tcp:", "tcp-listen:"))
            select.select([self._listener], [], [], self.patience_s)
        self._grace_s = GRACE_S
        self._accepted = self._listener.accept()
        if self._accepted is None:
            raise BenchError(
                f"nobody connected to {self._listener.url} within {self.patience_s:g} s",
                "a device that connects there by itself",
                "check the address that the device is set to, and that it is switched on",
            )

    def fileno(self) -> int:
        return -1 if self._accepted is None else self._accepted.fileno()

    def send(self, octets: bytes, now: int) -> None:
        if self._accepted is None:
            raise Closed("the connection is closed")
        self._accepted.send(octets, now)

    def receive(self, now: int) -> bytes:
        if self._accepted is None:
            raise Closed("the connection is closed")
        return self._accepted.receive(now)

    def close(self) -> None:
        """End the connection; the port goes on listening for the next one."""
        if self._accepted is not None:
            self._accepted.close()
            self._accepted = None

    def stop_listening(self) -> None:
        """Leave the port to others."""
        self.close()
        if self._listener is not None:
            self._listener.close()
            self._listener = None


def _prepare(connected: socket.socket) -> None:
    connected.setblocking(False)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def bracketed(host: str) -> str:
    """A host as it stands in a URL: IPv6 addresses in brackets."""
    return f"[{host}]" if ":" in host else host


def _how_it_ended(error: OSError, when: str = "") -> str:
    """A reset is the other side's hanging up, seen by a network that still had octets for it."""
    if isinstance(error, ConnectionResetError | ConnectionAbortedError | BrokenPipeError):
        return f"the other side closed the connection{when} ({describe(error)})"
    return f"the connection broke{when} ({describe(error)})"


def describe(error: OSError) -> str:
    """The operating system's own words, without the number."""
    return error.strerror or str(error) or type(error).__name__


def cannot_listen(url: str, error: OSError) -> BenchError:
    said = describe(error).partition(" (while attempting")[0]  # the URL says the rest
    wanted, remedy = (
        "a free port of this host",
        "choose another port (0 picks a free one) or stop the program that uses it",
    )
    if isinstance(error, socket.gaierror) or error.errno in (errno.EADDRNOTAVAIL, socket.EAI_NONAME):
        wanted, remedy = "an address of this host", "try 127.0.0.1, or 0.0.0.0 for all that it has"
    elif error.errno == errno.EACCES:
        wanted, remedy = "a port that this user may open", "choose one above 1023"
    return BenchError(f"cannot listen on {url} ({said})", wanted, remedy)
