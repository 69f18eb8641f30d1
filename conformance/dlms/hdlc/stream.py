"""Finds frames in the octets of a line: by flag and length, since nothing is stuffed.

What stands between frames, or looks like a frame and is none, is handed on as
noise: a tester wants to see it, a meter drops it.
"""

from typing import NamedTuple

from conformance.dlms.hdlc.frame import FORMAT_TYPE

FLAG = 0x7E
SMALLEST_LENGTH = 7
"""Format, two addresses of one octet, control and FCS."""


class Delimited(NamedTuple):
    """Octets from opening to closing flag, or noise."""

    octets: bytes
    is_frame: bool


class HdlcStream:
    """Cuts a stream of octets into frames; two frames may share one flag."""

    def __init__(self) -> None:
        self._held = b""

    @property
    def held(self) -> bytes:
        """Octets of a frame that is not complete yet; a flag alone is idle."""
        return b"" if self._held == b"\x7e" else self._held

    def drop_held(self) -> bytes:
        """Give up an incomplete frame, as after the inter-octet time-out; answers its octets."""
        held, self._held = self._held, b""
        return held

    def feed(self, octets: bytes) -> list[Delimited]:
        held = self._held + octets
        found: list[Delimited] = []
        at = 0
        while at < len(held):
            opening = held.find(FLAG, at)
            if opening < 0:
                opening = len(held)
            if opening > at:
                found.append(Delimited(held[at:opening], False))
            at = opening
            while held[at + 1 : at + 2] == b"\x7e":  # idle flags, or a closing flag before an opening one
                at += 1
            if len(held) - at < 3:
                break
            length = (held[at + 1] & 7) << 8 | held[at + 2]
            closing = at + 1 + length
            if held[at + 1] >> 4 != FORMAT_TYPE or length < SMALLEST_LENGTH:
                at = self._skip(held, at, found)
            elif closing >= len(held):
                break
            elif held[closing] != FLAG:
                at = self._skip(held, at, found)
            else:
                found.append(Delimited(held[at : closing + 1], True))
                at = closing  # it may open the next frame as well
        self._held = held[at:]
        return found

    def _skip(self, held: bytes, at: int, found: list[Delimited]) -> int:
        """What starts at `at` is no frame: hand it on up to the next flag and answer where that is."""
        following = held.find(FLAG, at + 1)
        following = len(held) if following < 0 else following
        found.append(Delimited(held[at:following], False))
        return following
