"""A pseudo-terminal as a device's end of a line: it outlives every user of its other side."""

import contextlib
import functools
import os

import pytest
import serial

from conformance.clock import WallClock
from conformance.transport.base import Closed, Medium
from conformance.transport.pty import PtyTransport
from conformance.transport.pump import WallPump
from tests.transport.ends import End


def heard(end: End, count: int) -> bool:
    return len(end.octets) == count


EVERY_OCTET = bytes(range(256))


def test_it_outlives_its_other_side_again_and_again() -> None:
    with contextlib.closing(PtyTransport()) as pty:
        end = End(pty, WallPump(WallClock()))
        for number in range(1, 4):
            line = os.open(pty.device, os.O_RDWR | os.O_NOCTTY)
            os.write(line, EVERY_OCTET)
            end.until(functools.partial(heard, end, 256 * number))
            pty.send(EVERY_OCTET, 0)
            assert os.read(line, 4096) == EVERY_OCTET
            os.close(line)
            assert pty.receive(0) == b"", "the closing of the other side is no end"
            assert (pty.is_open, end.ended) == (True, "")
        assert end.octets == EVERY_OCTET * 3


def test_a_user_finds_nothing_that_was_meant_for_the_one_before() -> None:
    """As pyserial opens a line, what nobody has read is gone."""
    with contextlib.closing(PtyTransport()) as pty:
        with serial.Serial(pty.device, timeout=10) as first:
            first.write(b"question")
            pty.send(b"late answer", 0)
        with serial.Serial(pty.device, timeout=10) as second:
            pty.send(b"answer", 0)
            assert second.read(6) == b"answer"


def test_what_nobody_reads_is_lost_and_holds_nothing_up() -> None:
    with contextlib.closing(PtyTransport()) as pty:
        for _ in range(1000):
            pty.send(bytes(4096), 0)
        assert pty.receive(0) == b""


def test_it_says_where_it_is_and_how_fast() -> None:
    with contextlib.closing(PtyTransport(baud=300)) as pty:
        pty.open()
        assert pty.url == f"serial://{pty.device}?baud=300"
        assert (pty.medium, pty.octets_per_second) == (Medium.PTY, 30.0)
        assert os.path.exists(pty.device)
    pty.close()
    assert not pty.is_open
    with pytest.raises(Closed, match="is closed"):
        pty.send(b"x", 0)
    with pytest.raises(Closed, match="ended"):
        pty.receive(0)
