"""Peers that behave as no meter should, in threads of the test process."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

WRAPPER_ANSWER = bytes.fromhex("0001000100100016C401C1000910474C4430303030303030303030303031")


def silent(peer: socket.socket) -> None:
    while peer.recv(4096):
        pass


def babbling(peer: socket.socket) -> None:
    while True:
        peer.sendall(b"\x55\xaa" * 2048)


def echoing(peer: socket.socket) -> None:
    while octets := peer.recv(4096):
        peer.sendall(octets)


def closing(peer: socket.socket) -> None:
    peer.recv(4096)


def closing_at_once(peer: socket.socket) -> None:
    """Says nothing and hears nothing."""


def half_open(peer: socket.socket) -> None:
    peer.shutdown(socket.SHUT_WR)
    while peer.recv(4096):
        pass


def repeating_an_answer(peer: socket.socket) -> None:
    while True:
        peer.sendall(WRAPPER_ANSWER * 50)


ALL: dict[str, Callable[[socket.socket], None]] = {
    kind.__name__: kind
    for kind in (silent, babbling, echoing, closing, closing_at_once, half_open, repeating_an_answer)
}


@contextlib.contextmanager
def listening(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    """A TCP port on which every connection meets this behaviour; yields the port."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve(peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer:
            behave(peer)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.close()
