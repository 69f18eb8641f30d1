"""Where a case went wrong by a fault of its own: file and line for a reason, without a path of this machine."""

import inspect
import traceback
from collections.abc import Callable
from pathlib import Path

from conformance.catalogue import published_folder


def place_in_case(error: Exception, body: Callable[..., None]) -> str:
    """`testcases/dlms/objects/test_registers.py:31: `, of the innermost frame in the file of the case; else empty.

    A case of the user's own is named by its file alone.
    """
    file = inspect.unwrap(body).__code__.co_filename
    here = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return f"{_named(Path(file))}:{here[-1]}: " if here else ""


def _named(file: Path) -> str:
    published = published_folder()
    return file.relative_to(published.parent).as_posix() if file.is_relative_to(published) else file.name
