"""Arrays whose rows all have the shape of the first: checked and unpacked as one block.

A load profile is thousands of rows that differ in their values only. The tags
and lengths of such rows form one constant pattern, so a whole block is
compared with that pattern in a single operation, then unpacked in another.
"""

import struct
from dataclasses import dataclass
from functools import lru_cache

from conformance.dlms.data_types import SIMPLE_TYPES, STRINGS, STRUCTURE

_STRING_TAGS = {kind.tag for kind in STRINGS}
_CODES = {kind.tag: kind.struct_code for kind in SIMPLE_TYPES if kind.struct_code}


@dataclass(frozen=True, slots=True)
class RowPlan:
    """The shape of one row: its format for `struct`, and its constant octets under a mask."""

    row: struct.Struct
    pattern: bytes
    mask: bytes
    is_structure: bool

    @classmethod
    def of(cls, first: bytes) -> "RowPlan | None":
        """The plan of rows shaped like `first`, or None if such rows have no fixed shape."""
        return _plan(_skeleton(first))

    def unpack(self, octets: bytes, at: int, end: int, count: int) -> tuple[list[object], int]:
        """Values of the longest run of rows of this shape, at most `count`, and the position behind it."""
        size = self.row.size
        count = min(count, (end - at) // size)
        if not self._matches(octets[at : at + count * size], count):
            count = self._matching_rows(octets, at, count)
        behind = at + count * size
        rows = self.row.iter_unpack(octets[at:behind])
        values: list[object] = [list(row) for row in rows] if self.is_structure else [row[0] for row in rows]
        return values, behind

    def _matches(self, block: bytes, count: int) -> bool:
        mask, pattern = _repeated(self.mask, self.pattern, count)
        return int.from_bytes(block, "big") & mask == pattern

    def _matching_rows(self, octets: bytes, at: int, count: int) -> int:
        """How many rows from `at` match, halving the question each time."""
        matching, size = 0, self.row.size
        step = count
        while step:
            start = at + matching * size
            if matching + step <= count and self._matches(octets[start : start + step * size], step):
                matching += step
            else:
                step //= 2
        return matching


@lru_cache(maxsize=16)
def _repeated(mask: bytes, pattern: bytes, count: int) -> tuple[int, int]:
    """Mask and pattern of so many rows as numbers; readings of one profile often have the same number of rows."""
    return int.from_bytes(mask * count, "big"), int.from_bytes(pattern * count, "big")


def _skeleton(row: bytes) -> tuple[tuple[str, bytes], ...] | None:
    """A row as pairs of a struct code and the constant octets before that value; None without fixed shape."""
    parts: list[tuple[str, bytes]] = []
    at = 2 if row[0] == STRUCTURE else 0
    if at and row[1] >= 0x80:
        return None
    head = row[:at]
    while at < len(row):
        tag = row[at]
        if tag in _CODES:
            width = struct.calcsize(f">{_CODES[tag]}")
            parts.append((_CODES[tag], head + row[at : at + 1]))
            at += 1 + width
        elif tag in _STRING_TAGS and row[at + 1] < 0x80:
            parts.append((f"{row[at + 1]}s", head + row[at : at + 2]))
            at += 2 + row[at + 1]
        else:
            return None
        head = b""
    return tuple(parts) or None


@lru_cache(maxsize=64)
def _plan(skeleton: tuple[tuple[str, bytes], ...] | None) -> RowPlan | None:
    if skeleton is None:
        return None
    form, pattern, mask = ">", b"", b""
    for code, constant in skeleton:
        width = struct.calcsize(f">{code}")
        form += f"{len(constant)}x{code}"
        pattern += constant + bytes(width)
        mask += b"\xff" * len(constant) + bytes(width)
    return RowPlan(struct.Struct(form), pattern, mask, skeleton[0][1][0] == STRUCTURE)
