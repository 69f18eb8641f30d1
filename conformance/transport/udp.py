"""UDP, as client and as server; IPv4 and IPv6. One datagram is one arrival."""

import socket
from typing import Any

from conformance.errors import BenchError
from conformance.transport.base import Closed, Medium
from conformance.transport.tcp import LARGEST_READ, bracketed, cannot_listen, describe

Address = tuple[Any, ...]
"""A peer's address as the socket module writes it."""


class UdpTransport:
    """Datagrams to and from one peer. Nothing shows whether the peer is there until it answers."""

    medium = Medium.UDP
    octets_per_second: float | None = None

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.url = f"udp://{bracketed(host)}:{port}"
        self._socket: socket.socket | None = None

    @property
    def is_open(self) -> bool:
        return self._socket is not None

    def open(self) -> None:
        if self._socket is not None:
            return
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_DGRAM)[0]
            opened = socket.socket(family, kind, protocol)
            opened.connect(address)
        except OSError as error:
            raise BenchError(
                f"no route to {self.url} ({describe(error)})",
                "an address that this host can send to",
                "check the address in the bench file and this host's network",
            ) from error
        opened.setblocking(False)
        self._socket = opened

    def fileno(self) -> int:
        return -1 if self._socket is None else self._socket.fileno()

    def send(self, octets: bytes, now: int) -> None:
        if self._socket is None:
            raise Closed("the port is closed")
        try:
            self._socket.send(octets)
        except OSError as error:
            raise Closed(f"the datagram was refused ({describe(error)})") from error

    def receive(self, now: int) -> bytes:
        if self._socket is None:
            raise Closed("the port is closed")
        try:
            return self._socket.recv(LARGEST_READ)
        except BlockingIOError:
            return b""
        except OSError as error:  # the peer's host answered that nothing listens there
            raise Closed(f"nothing listens at {self.url} ({describe(error)})") from error

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class UdpListener:
    """A bound UDP port that serves many peers, told apart by their addresses."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            raise cannot_listen(f"udp://{bracketed(host)}:{port}", error) from error
        self._socket.setblocking(False)
        self.host, self.port = self._socket.getsockname()[:2]
        self.url = f"udp://{bracketed(self.host)}:{self.port}"

    def fileno(self) -> int:
        return self._socket.fileno()

    def receive(self) -> tuple[bytes, Address] | None:
        """The next datagram with the address to answer to, if one waits."""
        try:
            return self._socket.recvfrom(LARGEST_READ)
        except (BlockingIOError, ConnectionError):
            return None

    def send(self, octets: bytes, address: Address) -> None:
        try:
            self._socket.sendto(octets, address)
        except OSError:
            return  # a datagram that cannot be delivered is lost, as on any network

    def close(self) -> None:
        self._socket.close()
