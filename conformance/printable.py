"""Text of unknown origin made harmless: for terminals, logs and reports."""

import unicodedata


def printable(text: str, *, keep: str = "") -> str:
    """The text with control, format (bidirectional too) and unassigned characters escaped; `keep` stays."""
    return "".join(found if found in keep or _is_harmless(found) else escaped(found) for found in text)


def _is_harmless(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"


def escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
