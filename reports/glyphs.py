"""Text that the fonts of a printed report can show: what they have no glyph for stands escaped, as \\u4e2d.

Only the fonts that come with typst are used, so that a report looks alike
everywhere; a test asks each of them for every character that is let through.
Letters that run from right to left and combining marks are not among them:
those can move or cover what stands beside them.
"""

import re
import unicodedata

from conformance.printable import escaped

ZERO_WIDTH_SPACE = "\u200b"

COVERED = (
    (0x20, 0x7E),
    (0xA1, 0x17F),  # Latin
    (0x384, 0x3CE),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x490, 0x4C4),
    (0x2010, 0x2037),  # punctuation
    (0x2070, 0x208E),  # raised and lowered digits
    (0x20A0, 0x20B5),  # currencies
    (0x2103, 0x2103),  # degree Celsius, numero, trade mark, ohm
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2126, 0x2126),
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x2220),  # mathematical operators
    (0x2241, 0x226B),
    (0x2500, 0x25FF),  # box drawing, blocks, geometric shapes
    (0x2713, 0x2715),  # check marks
)

_PLAIN = re.compile("[^ -~]")
_LONG_WORD = re.compile(r"\S{25,}")
_BREAKS = re.compile(r"[^_.,=(/:;)\]-]{1,20}[_.,=(/:;)\]-]{0,4}|[_.,=(/:;)\]-]{1,20}")


def shown(text: str) -> str:
    """The text as fonts can show it and lines can hold it: long words may be broken, after punctuation if possible."""
    return _LONG_WORD.sub(_breakable, _PLAIN.sub(_with_glyph, text))


def is_covered(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in COVERED) and unicodedata.category(character)[0] not in "CMZ"


def _with_glyph(found: re.Match[str]) -> str:
    return found[0] if is_covered(found[0]) else escaped(found[0])


def _breakable(found: re.Match[str]) -> str:
    return ZERO_WIDTH_SPACE.join(_BREAKS.findall(found[0]))
