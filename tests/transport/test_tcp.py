"""TCP on both protocols of IP, as the side that connects and as the side that listens, with every way to end."""

import contextlib
import socket
import struct
from collections.abc import Iterator

import pytest

from conformance.clock import WallClock
from conformance.errors import BenchError
from conformance.transport import tcp
from conformance.transport.base import Closed
from conformance.transport.pump import WallPump
from conformance.transport.tcp import TcpAcceptor, TcpListener, TcpTransport
from tests.transport.ends import End
from tests.transport.peers import echo, in_thread, serving

HOSTS = pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
QUESTION = bytes(range(256)) * 1000
"""More than one segment."""


@contextlib.contextmanager
def connected(host: str, port: int) -> Iterator[End]:
    transport = TcpTransport(host, port)
    transport.open()
    try:
        yield End(transport, WallPump(WallClock()))
    finally:
        transport.close()


@HOSTS
def test_octets_go_out_and_come_back_whole(host: str) -> None:
    with serving(host, echo) as (_, port), connected(host, port) as end:
        assert end.transport.url == f"tcp://{'[::1]' if ':' in host else host}:{port}"
        assert end.transport.receive(0) == b"", "nothing has come, and that is no end"
        end.transport.open()
        end.transport.send(QUESTION, 0)
        end.until(lambda: len(end.octets) >= len(QUESTION))
        assert end.octets == QUESTION
        assert end.transport.is_open


@HOSTS
def test_a_peer_that_closes_ends_the_transport(host: str) -> None:
    with serving(host, lambda peer: peer.sendall(b"bye")) as (_, port), connected(host, port) as end:
        end.until(lambda: end.ended)
        assert (end.octets, end.ended) == (b"bye", "the other side closed the connection")
        assert not end.transport.is_open
        assert end.transport.fileno() == -1
        with pytest.raises(Closed, match="the connection is closed"):
            end.transport.send(b"x", 0)
        with pytest.raises(Closed, match="the connection is closed"):
            end.transport.receive(0)
        end.transport.close()


def test_a_half_open_peer_counts_as_closed() -> None:
    """It listens, but says that it will never speak again."""

    def fall_silent(peer: socket.socket) -> None:
        peer.shutdown(socket.SHUT_WR)
        assert peer.recv(4096) == b"", "our side closes too, instead of leaving the peer alone"

    with serving("127.0.0.1", fall_silent) as (host, port), connected(host, port) as end:
        end.until(lambda: end.ended)
        assert end.ended == "the other side closed the connection"


def test_a_reset_is_told_in_the_words_of_the_host() -> None:
    def reset(peer: socket.socket) -> None:
        peer.recv(1)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with serving("127.0.0.1", reset) as (host, port), connected(host, port) as end:
        end.transport.send(b"x", 0)
        end.until(lambda: end.ended)
        assert end.ended == "the other side closed the connection (Connection reset by peer)"


def test_a_peer_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tcp, "SEND_TIMEOUT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as server, connected(*server.getsockname()) as end:
        with pytest.raises(Closed, match="broke while sending"):
            end.transport.send(bytes(50_000_000), 0)
        assert not end.transport.is_open


def test_a_slow_peer_is_waited_for() -> None:
    taken = bytearray()

    def take(peer: socket.socket) -> None:
        while octets := peer.recv(65_536):
            taken.extend(octets)

    with serving("127.0.0.1", take) as (host, port), connected(host, port) as end:
        end.transport.send(QUESTION * 40, 0)
        assert end.transport.receive(0) == b"", "patience over, reading does not block again"
        end.transport.close()
    assert bytes(taken) == QUESTION * 40


def test_nobody_there_is_an_error_that_helps() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(BenchError, match=rf"no connection to tcp://127.0.0.1:{port} \(Connection refused\)") as caught:
        TcpTransport("127.0.0.1", port).open()
    assert "check address and port" in str(caught.value)


@HOSTS
def test_a_listener_says_where_it_listens_and_takes_over_what_connects(host: str) -> None:
    with contextlib.closing(TcpListener(host, 0)) as listener:
        assert listener.port > 0
        assert listener.url == f"tcp://{'[::1]' if ':' in host else host}:{listener.port}"
        assert listener.accept() is None
        with pytest.raises(BenchError, match="Address already in use"):
            TcpListener(host, listener.port)
        with connected(host, listener.port) as client:
            accepted = listener.accept()
            assert accepted is not None
            server = End(accepted, client.pump)
            client.transport.send(b"ping", 0)
            server.until(lambda: server.octets == b"ping")
            accepted.send(b"pong", 0)
            client.until(lambda: client.octets == b"pong")
            accepted.close()
            client.until(lambda: client.ended)


@HOSTS
def test_a_device_that_connects_by_itself_is_waited_for_again_and_again(host: str) -> None:
    with contextlib.closing(TcpListener(host, 0)) as free:
        port = free.port
    acceptor = TcpAcceptor(host, port, patience_s=20)
    assert acceptor.url.startswith("tcp-listen://")

    def device() -> None:
        for name in (b"first", b"second"):
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection((host, port), 20) as line:
                line.sendall(name)
                assert line.recv(100) == b"heard " + name

    assert (acceptor.is_open, acceptor.fileno()) == (False, -1)
    with pytest.raises(Closed, match="is closed"):
        acceptor.send(b"x", 0)
    with pytest.raises(Closed, match="is closed"):
        acceptor.receive(0)
    acceptor.patience_s = 0.01
    with pytest.raises(BenchError, match=rf"nobody connected to tcp://.*:{port} within 0.01 s"):
        acceptor.open()
    acceptor.patience_s = 20
    with in_thread(device):
        for name in (b"first", b"second"):
            acceptor.open()
            acceptor.open()
            hear(End(acceptor, WallPump(WallClock())), name)
            acceptor.close()
            assert not acceptor.is_open
    acceptor.stop_listening()
    TcpListener(host, port).close()


def hear(end: End, name: bytes) -> None:
    end.until(lambda: end.octets == name)
    end.transport.send(b"heard " + name, 0)
    end.drop()
