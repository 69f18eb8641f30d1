"""Servers on loopback, in threads of the test process, whose troubles reach the test."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator


def address_of(server: socket.socket) -> tuple[str, int]:
    host, port = server.getsockname()[:2]
    return host, port


@contextlib.contextmanager
def in_thread(work: Callable[[], None]) -> Iterator[None]:
    """Do something beside the test; it has to come to its end, and without an error."""
    trouble: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            trouble.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield
    thread.join(20)
    assert not thread.is_alive(), "the peer does not end"
    if trouble:
        raise trouble[0]


@contextlib.contextmanager
def serving(host: str, behave: Callable[[socket.socket], None]) -> Iterator[tuple[str, int]]:
    """A TCP server for one connection after the other; yields its address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as server:

        def accept() -> None:
            while (connected := _next(server)) is not None:
                with connected:
                    connected.settimeout(20)
                    behave(connected)

        with in_thread(accept):
            yield address_of(server)
            server.shutdown(socket.SHUT_RDWR)


def _next(server: socket.socket) -> socket.socket | None:
    """The next connection, None once the server has been shut down."""
    try:
        return server.accept()[0]
    except OSError:
        return None


def echo(peer: socket.socket) -> None:
    """Answers every octet with itself until the other side closes."""
    while octets := peer.recv(4096):
        peer.sendall(octets)


def listen_only(peer: socket.socket) -> None:
    """Takes everything and says nothing."""
    while peer.recv(4096):
        pass


def babble(peer: socket.socket) -> None:
    """Never stops of itself."""
    with contextlib.suppress(OSError):
        while True:
            peer.sendall(b"\x55" * 4096)
