"""Serial lines through pyserial: devices, servers that carry octets (socket://) and real serial servers (rfc2217://)."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator

import pytest
import serial

from conformance.clock import WallClock
from conformance.errors import BenchError
from conformance.transport.base import Closed, Medium
from conformance.transport.pty import PtyTransport
from conformance.transport.pump import WallPump
from conformance.transport.serial import SerialTransport
from tests.transport.ends import End
from tests.transport.peers import echo, listen_only, serving
from tests.transport.rfc2217_server import SerialServer

QUESTION = bytes(range(256)) * 8
"""Every octet, those that RFC 2217 and terminals treat in a special way among them."""


@contextlib.contextmanager
def opened(device: str, baud: int = 9600) -> Iterator[End]:
    transport = SerialTransport(device, baud)
    transport.open()
    try:
        yield End(transport, WallPump(WallClock()))
    finally:
        transport.close()


def readers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "serial reader"]


def test_a_server_that_only_carries_octets() -> None:
    with serving("127.0.0.1", echo) as (host, port), opened(f"socket://{host}:{port}") as end:
        assert (end.transport.medium, end.transport.octets_per_second) == (Medium.SERIAL, 960.0)
        end.transport.send(QUESTION, 0)
        end.until(lambda: len(end.octets) >= len(QUESTION))
        assert end.octets == QUESTION
        assert readers() == [], "it can be waited for without a thread"


def test_a_serial_server_gets_the_settings_of_the_line_and_every_octet() -> None:
    server = SerialServer(serial.serial_for_url("loop://"))
    with serving("127.0.0.1", server.serve) as (host, port), opened(f"rfc2217://{host}:{port}", 19_200) as end:
        line = server.line
        assert (line.baudrate, line.bytesize, line.parity, line.stopbits) == (19_200, 8, "N", 1)
        end.transport.open()
        end.transport.send(QUESTION, 0)
        end.until(lambda: len(end.octets) >= len(QUESTION))
        assert end.octets == QUESTION
        assert readers() == ["serial reader"]
        end.drop()
        end.transport.close()
        assert readers() == []
        assert not end.transport.is_open
        end.transport.close()


def test_a_server_that_hangs_up_ends_the_line() -> None:
    def answer_once(peer: socket.socket) -> None:
        peer.recv(100)
        peer.sendall(b"bye")

    with serving("127.0.0.1", answer_once) as (host, port), opened(f"socket://{host}:{port}") as end:
        end.transport.send(b"hello", 0)
        end.until(lambda: end.ended)
        assert end.octets == b"bye"
        assert end.ended.startswith(f"the line socket://{host}:{port} vanished")
        assert not end.transport.is_open


def test_a_serial_server_that_hangs_up_ends_the_line_and_its_thread() -> None:
    server = SerialServer(serial.serial_for_url("loop://"), hangs_up_at=b"!")
    with serving("127.0.0.1", server.serve) as (host, port), opened(f"rfc2217://{host}:{port}") as end:
        end.transport.send(b"hello", 0)
        end.until(lambda: end.octets == b"hello")
        end.transport.send(b"!", 0)
        end.until(lambda: end.ended)
        assert end.ended.startswith(f"the line rfc2217://{host}:{port} vanished")
        assert readers() == []


def test_a_server_that_does_not_speak_rfc_2217_is_told_apart() -> None:
    with (
        serving("127.0.0.1", listen_only) as (host, port),
        pytest.raises(BenchError, match="does not seem to support RFC2217") as caught,
    ):
        SerialTransport(f"rfc2217://{host}:{port}").open()
    assert "write socket://" in str(caught.value)


class Torrent:
    """A line of pyserial that cannot be waited for and delivers more than anybody takes."""

    timeout = 0.0
    in_waiting = 0

    def __init__(self) -> None:
        self.is_read = threading.Event()

    def open(self) -> None:
        """Nothing to reach."""

    def close(self) -> None:
        """Nothing to let go of."""

    def read(self, size: int) -> bytes:
        self.is_read.set()
        return bytes(10_000_000)


def test_a_line_that_nobody_takes_from_does_not_keep_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Torrent()
    monkeypatch.setattr(serial, "serial_for_url", lambda device, **settings: line)
    transport = SerialTransport("socket://nowhere:1")
    transport.open()
    assert line.is_read.wait(20)
    assert readers() == ["serial reader"]
    transport.close()
    assert readers() == []


def test_a_device_in_raw_mode_carries_every_octet_both_ways() -> None:
    with contextlib.closing(PtyTransport(baud=19_200)) as far, opened(far.device, 19_200) as end:
        assert (end.transport.medium, end.transport.octets_per_second) == (Medium.PTY, 1920.0)
        meter = End(far, end.pump)
        meter.on_octets = far.send
        end.transport.send(QUESTION, 0)
        end.until(lambda: len(end.octets) >= len(QUESTION))
        assert end.octets == meter.octets == QUESTION
        assert end.transport.receive(0) == b""


def test_a_device_is_opened_by_one_only() -> None:
    with contextlib.closing(PtyTransport()) as far, opened(far.device):
        with pytest.raises(BenchError, match=f"cannot open the serial line {far.device}") as caught:
            SerialTransport(far.device).open()
        assert "close the program that uses it" in str(caught.value)


def test_a_device_that_vanishes_ends_the_line() -> None:
    far = PtyTransport()
    with opened(far.device) as end:
        far.close()
        end.until(lambda: end.ended)
        assert end.ended.startswith(f"the line {far.device} vanished")
        with pytest.raises(Closed, match="the line is closed"):
            end.transport.send(b"x", 0)
        with pytest.raises(Closed, match="the line is closed"):
            end.transport.receive(0)
        assert end.transport.fileno() == -1


@pytest.mark.parametrize(
    ("device", "remedy"),
    [
        ("/dev/ttyNOSUCH", "/dev/ttyNOSUCH does not exist: plug it in"),
        (os.devnull, "/dev/null is no serial line"),
        (__file__, "is no character device"),
        ("socket://127.0.0.1:1", "check its host and port"),
        ("rfc2217://127.0.0.1:1", "check its host and port"),
    ],
)
def test_what_cannot_be_opened_is_named_with_a_remedy(device: str, remedy: str) -> None:
    transport = SerialTransport(device)
    with pytest.raises(BenchError, match="cannot open the serial line") as caught:
        transport.open()
    assert device in str(caught.value)
    assert remedy in str(caught.value)
    assert not transport.is_open
