"""Captures for Wireshark: pcapng, one interface per link, nanosecond times, direction of every frame.

Frames are stored as exported PDUs that name the dissector `dlms`, so that a
Wireshark that has it (4.6 and later) decodes them on any link, HDLC or wrapper;
older ones show octets, direction and our one-line comment. Only what crossed
our own socket or line is stored: no header is invented.
"""

import contextlib
import struct
from pathlib import Path

from conformance.evidence.journal import cannot_write

_SECTION_HEADER = 0x0A0D0D0A
_INTERFACE_DESCRIPTION = 1
_ENHANCED_PACKET = 6

LINKTYPE_WIRESHARK_UPPER_PDU = 252

_TAG_DISSECTOR_NAME = 12
_OPTION_COMMENT = 1
_IF_NAME, _IF_DESCRIPTION, _IF_TSRESOL = 2, 3, 9
_SHB_USERAPPL = 4
_EPB_FLAGS = 2

_LONGEST_TEXT = 4096
"""Octets of a text that are kept; an option of pcapng has room for 65,535."""

INBOUND, OUTBOUND = 1, 2
"""Direction as Wireshark knows it, seen from the tester."""


class Capture:
    """Writes a capture frame by frame; readable after a crash up to the last frame."""

    def __init__(self, path: Path, *, origin_ns: int = 0, dissector: str = "dlms") -> None:
        self.path = path
        self.frames = 0
        self._origin_ns = origin_ns
        self._prefix = _tag(_TAG_DISSECTOR_NAME, dissector.encode()) + bytes(4)
        self._file = path.open("xb")
        self._interfaces: dict[str, int] = {}
        header = struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1) + _option(_SHB_USERAPPL, b"goldenbench") + bytes(4)
        self._write(_SECTION_HEADER, header)

    def add_interface(self, name: str, description: str) -> None:
        """Make a link known; frames name it."""
        if name in self._interfaces:
            return
        self._interfaces[name] = len(self._interfaces)
        body = struct.pack("<HHI", LINKTYPE_WIRESHARK_UPPER_PDU, 0, 0)
        body += _option(_IF_NAME, _text(name)) + _option(_IF_DESCRIPTION, _text(description))
        body += _option(_IF_TSRESOL, b"\x09") + bytes(4)
        self._write(_INTERFACE_DESCRIPTION, body)

    def add_frame(self, interface: str, direction: int, moment_ns: int, octets: bytes, comment: str) -> int:
        """Store a frame; answers its number in the capture, counted from 1 as Wireshark does."""
        content = self._prefix + octets
        moment = self._origin_ns + moment_ns
        body = struct.pack(
            "<IIIII", self._interfaces[interface], moment >> 32, moment & 0xFFFFFFFF, len(content), len(content)
        )
        body += _padded(content) + _option(_OPTION_COMMENT, _text(comment))
        body += _option(_EPB_FLAGS, struct.pack("<I", direction)) + bytes(4)
        self._write(_ENHANCED_PACKET, body)
        self.frames += 1
        return self.frames

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what could not be written has been told when it was added
            self._file.close()

    def _write(self, kind: int, body: bytes) -> None:
        length = len(body) + 12
        try:
            self._file.write(struct.pack("<II", kind, length) + body + struct.pack("<I", length))
            self._file.flush()
        except OSError as error:
            raise cannot_write(self.path, error) from error


def _padded(octets: bytes) -> bytes:
    return octets + bytes(-len(octets) % 4)


def _text(text: str) -> bytes:
    """UTF-8, cut between two characters if it is too long."""
    return text.encode(errors="replace")[:_LONGEST_TEXT].decode(errors="ignore").encode()


def _option(code: int, value: bytes) -> bytes:
    return struct.pack("<HH", code, len(value)) + _padded(value)


def _tag(code: int, value: bytes) -> bytes:
    """A tag of the exported-PDU encapsulation, big endian."""
    return struct.pack(">HH", code, len(_padded(value))) + _padded(value)
