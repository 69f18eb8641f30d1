"""The capture writer, block by block, against a reader that shares no line with it."""

import contextlib
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.evidence.pcapng import INBOUND, OUTBOUND, Capture
from tests.evidence import pcapng_blocks as pcapng

UPPER_PDU = 252
DISSECTOR_TAG, END_TAG = 12, 0
COMMENT, NAME, DESCRIPTION, RESOLUTION, FLAGS, APPLICATION = 1, 2, 3, 9, 2, 4


ORIGIN_NS = 1_800_000_000_123_456_789


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    with contextlib.closing(Capture(tmp_path / "capture.pcapng", origin_ns=ORIGIN_NS)) as capture:
        yield capture


def read(capture: Capture) -> tuple[str, list[pcapng.Block]]:
    octets = capture.path.read_bytes()
    return pcapng.byte_order(octets), pcapng.blocks(octets)


def test_an_empty_capture_is_a_section_that_names_its_writer(capture: Capture) -> None:
    order, (header,) = read(capture)
    assert order == "<"
    assert pcapng.section(header, order) == [(APPLICATION, b"goldenbench")]


def test_each_link_is_an_interface_once_with_name_description_and_nanoseconds(capture: Capture) -> None:
    capture.add_interface("meter", "tcp://[::1]:4059")
    capture.add_interface("han", "hdlc+serial:///dev/ttyUSB0?baud=9600")
    capture.add_interface("meter", "said twice")
    order, (_, *found) = read(capture)
    assert [pcapng.interface(block, order) for block in found] == [
        (UPPER_PDU, [(NAME, name), (DESCRIPTION, description), (RESOLUTION, b"\x09")])
        for name, description in (
            (b"meter", b"tcp://[::1]:4059"),
            (b"han", b"hdlc+serial:///dev/ttyUSB0?baud=9600"),
        )
    ]


@pytest.mark.parametrize("length", [*range(9), 255, 256, 70_000])
def test_frames_of_every_length_are_padded_and_kept_whole(capture: Capture, length: int) -> None:
    octets = bytes(number % 255 + 1 for number in range(length))
    capture.add_interface("meter", "x")
    assert capture.add_frame("meter", OUTBOUND, 0, octets, "c" * (length % 5)) == 1
    order, (_, _, block) = read(capture)
    found = pcapng.packet(block, order)
    tag = struct.pack(">HH", DISSECTOR_TAG, 4) + b"dlms" + struct.pack(">HH", END_TAG, 0)
    assert found.content == tag + octets


def test_frames_carry_interface_direction_comment_and_moment(capture: Capture) -> None:
    for name in ("first", "second"):
        capture.add_interface(name, name)
    moments = [0, 1, 2**32 - 1, 2**32, 86_400 * 10**9]
    numbers = [
        capture.add_frame(("first", "second")[index % 2], (INBOUND, OUTBOUND)[index % 2], moment, b"x", f"n° {index}")
        for index, moment in enumerate(moments)
    ]
    assert numbers == [1, 2, 3, 4, 5]
    assert capture.frames == 5
    order, (_, _, _, *found) = read(capture)
    packets = [pcapng.packet(block, order) for block in found]
    assert [packet.moment for packet in packets] == [ORIGIN_NS + moment for moment in moments]
    assert [packet.interface for packet in packets] == [0, 1, 0, 1, 0]
    for index, packet in enumerate(packets):
        flags = struct.pack("<I", (INBOUND, OUTBOUND)[index % 2])
        assert packet.options == [(COMMENT, f"n° {index}".encode()), (FLAGS, flags)]


@pytest.mark.parametrize("comment", ["x" * 70_000, "€" * 30_000, "lone surrogate \udcff", ""])
def test_no_comment_is_too_long_or_too_strange_to_be_written(capture: Capture, comment: str) -> None:
    capture.add_interface("meter", "x")
    capture.add_frame("meter", INBOUND, 0, b"\xc4", comment)
    order, (_, _, block) = read(capture)
    (code, value), _ = pcapng.packet(block, order).options
    assert code == COMMENT
    assert value.decode()[:10] == comment.replace("\udcff", "?")[:10]


def test_what_was_written_before_a_crash_can_be_read(capture: Capture) -> None:
    """Every block is flushed as a whole, and a file that ends in a block ends in that one only."""
    capture.add_interface("meter", "x")
    sizes = [capture.path.stat().st_size]
    for number in range(3):
        capture.add_frame("meter", INBOUND, number, b"frame", "")
        sizes.append(capture.path.stat().st_size)
    whole = capture.path.read_bytes()
    assert [len(pcapng.blocks(whole[:size])) for size in sizes] == [2, 3, 4, 5]
    with pytest.raises(AssertionError, match="cut off"):
        pcapng.blocks(whole[:-1])


def test_no_capture_is_overwritten_and_closing_twice_is_harmless(capture: Capture) -> None:
    capture.close()
    capture.close()
    with pytest.raises(FileExistsError):
        Capture(capture.path)
