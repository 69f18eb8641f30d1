"""Lines as wide as the terminal: broken between words, never within a name or a path."""

import contextlib
import os
import textwrap
from typing import TextIO


def columns_of(out: TextIO) -> int:
    """Columns of a terminal; 0 where there is none, or none that tells."""
    if out.isatty() and os.environ.get("TERM") != "dumb":
        with contextlib.suppress(OSError):
            return os.get_terminal_size(out.fileno()).columns
    return 0


def broken(text: str, columns: int, *, indent: str = "  ", hang: str = "") -> str:
    """All of a text, indented, its further lines by `hang` more; in one line where nothing is known of columns."""
    if not columns:
        return f"{indent}{text}"
    return textwrap.fill(
        text,
        columns,
        initial_indent=indent,
        subsequent_indent=indent + hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
