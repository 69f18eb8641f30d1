"""Our command on a terminal: a pseudo-terminal that takes down every octet written to it, and types at its prompts."""

import contextlib
import os
import pty
import re
import subprocess
import sys
import termios
import threading
from collections.abc import Mapping, Sequence

from tests.processes import GOLDENBENCH

CTRL_D = b"\x04"
PROMPT = rb"\n> \Z"


def on_terminal(
    *arguments: str,
    typed: Sequence[bytes] = (),
    prompt: bytes = PROMPT,
    columns: int = 150,
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Exit code, and all that was written to the terminal, escapes included; one of `typed` for every prompt."""
    controller, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (50, columns))
    written = bytearray()
    to_type = list(typed)

    def watch() -> None:
        with contextlib.suppress(OSError):  # how Linux tells that nobody has the terminal open any more
            while octets := os.read(controller, 4096):
                written.extend(octets)
                if to_type and re.search(prompt, written):
                    os.write(controller, to_type.pop(0))

    watcher = threading.Thread(target=watch)
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    with subprocess.Popen(
        [*GOLDENBENCH, *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**known, "TERM": "xterm", **(environment or {})},
    ) as process:
        os.close(terminal)
        watcher.start()
        code = process.wait(120)
    watcher.join(60)
    assert not watcher.is_alive(), f"the command has ended, but somebody still has its terminal open: {written!r}"
    os.close(controller)
    return code, written.decode(errors="backslashreplace")


assert sys.platform != "win32", "no pseudo-terminals there"
