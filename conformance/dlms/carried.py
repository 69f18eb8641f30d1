"""Where the octets of an APDU stand in the frames that carried it, by the trees that were recorded of those.

An APDU may take several HDLC frames; the tree of the last one shows its fields
without positions.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from conformance.dlms.llc import LLC_OCTETS
from conformance.dlms.wrapper import HEADER_OCTETS

Tree = dict[str, Any]
"""A tree as JSON, see conformance.codec.tree."""


class _Part(NamedTuple):
    """What a frame carries of a data unit, from one octet of the frame to before another."""

    frame: int
    start: int
    end: int


def octet_in(frames: Iterable[tuple[int, Tree]], size: int, at: int) -> tuple[int, int | None] | None:
    """The frame, and the octet in it, that holds one octet of the latest APDU of some size.

    `frames` are those of one direction, in order, each with its number. An octet behind the APDU is in none, but has
    a frame. None if no APDU of this size is found.
    """
    parts: list[_Part] = []
    latest: list[_Part] = []
    for number, tree in frames:
        part, goes_on, around = _carried(number, tree)
        if part is None:
            continue
        parts.append(part)
        if goes_on:
            continue
        if sum(end - start for _, start, end in parts) == size + around:
            latest = parts
        parts = []
    behind = size - at
    for frame, start, end in reversed(latest):
        if behind <= end - start:
            return frame, end - behind if behind else None
        behind -= end - start
    return None


def _carried(number: int, tree: Tree) -> tuple[_Part | None, bool, int]:
    """What a frame carries, whether more of it follows in the next, and how many octets the layer below adds."""
    start, end = tree["at"]
    if tree["name"] == "WrapperPdu":
        return _Part(number, start + HEADER_OCTETS, end), False, 0
    fields = {field["name"]: field for field in tree.get("children", ())}
    if tree["name"] != "HdlcFrame" or "information" not in fields:
        return None, False, 0
    return _Part(number, *fields["information"]["at"]), "segmented" in fields["frame format"]["text"], LLC_OCTETS
