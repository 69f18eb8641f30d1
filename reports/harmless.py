"""JSON values made fit to be shown: whatever is not printable stands escaped."""

import math
from typing import Any

from conformance.printable import printable


def harmless(value: Any, *, keep: str = "") -> Any:
    """A JSON value in which every text is printable, but for the characters in `keep`, and every number has digits."""
    if isinstance(value, str):
        if value.isprintable() or (keep and value.replace(keep, "").isprintable()):
            return value
        return printable(value, keep=keep)
    if isinstance(value, dict):
        return {harmless(key): harmless(found, keep=keep) for key, found in value.items()}
    if isinstance(value, list):
        return [harmless(found, keep=keep) for found in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
