"""UDP on both protocols of IP: one datagram is one arrival, and many peers share a port."""

import contextlib
import socket

import pytest

from conformance.clock import WallClock
from conformance.errors import BenchError
from conformance.transport.base import Closed
from conformance.transport.pump import WallPump
from conformance.transport.udp import UdpListener, UdpTransport
from tests.transport.ends import End

HOSTS = pytest.mark.parametrize("host", ["127.0.0.1", "::1"])


@HOSTS
def test_datagrams_arrive_one_by_one_and_are_answered_where_they_came_from(host: str) -> None:
    pump = WallPump(WallClock())
    with (
        contextlib.closing(UdpListener(host, 0)) as listener,
        contextlib.closing(UdpTransport(host, listener.port)) as first,
        contextlib.closing(UdpTransport(host, listener.port)) as second,
    ):
        assert listener.url == first.url == f"udp://{'[::1]' if ':' in host else host}:{listener.port}"
        assert listener.receive() is None
        ends = []
        for transport in (first, second):
            transport.open()
            transport.open()
            assert transport.receive(0) == b""
            ends.append(End(transport, pump))
            for octets in (b"one", b"two", bytes(9000)):
                transport.send(octets, 0)
        asked = [listener.receive() for _ in range(6)]
        for datagram in asked:
            assert datagram is not None
            octets, address = datagram
            listener.send(octets + b"!", address)
        ends[0].until(lambda: all(len(end.arrivals) == 3 for end in ends))
        for end in ends:
            assert [octets for _, octets in end.arrivals] == [b"one!", b"two!", bytes(9000) + b"!"]


@HOSTS
def test_a_port_where_nobody_listens_is_told_by_its_host(host: str) -> None:
    with contextlib.closing(UdpListener(host, 0)) as gone:
        port = gone.port
    with contextlib.closing(UdpTransport(host, port)) as transport:
        transport.open()
        transport.send(b"anybody?", 0)
        end = End(transport, WallPump(WallClock()))
        end.until(lambda: end.ended)
        assert end.ended == f"nothing listens at {transport.url} (Connection refused)"


def test_a_closed_port_says_so() -> None:
    transport = UdpTransport("127.0.0.1", 4059)
    assert (transport.is_open, transport.fileno()) == (False, -1)
    with pytest.raises(Closed, match="the port is closed"):
        transport.send(b"x", 0)
    with pytest.raises(Closed, match="the port is closed"):
        transport.receive(0)
    transport.close()


def test_a_datagram_that_is_too_long_is_refused_and_not_cut() -> None:
    with contextlib.closing(UdpTransport("127.0.0.1", 4059)) as transport:
        transport.open()
        with pytest.raises(Closed, match="Message too long"):
            transport.send(bytes(70_000), 0)


def test_a_port_in_use_is_named() -> None:
    with (
        contextlib.closing(UdpListener("127.0.0.1", 0)) as listener,
        pytest.raises(BenchError, match=rf"udp://127.0.0.1:{listener.port} \(Address already in use\)"),
    ):
        UdpListener("127.0.0.1", listener.port)


def test_a_host_that_does_not_exist_is_an_error_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*arguments: object, **options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(BenchError, match="no route to udp://meter:4059") as caught:
        UdpTransport("meter", 4059).open()
    assert "check the address" in str(caught.value)
