"""Our command on a terminal: a pseudo-terminal that takes down every octet written to it."""

import contextlib
import os
import pty
import subprocess
import sys
import threading

from tests.processes import GOLDENBENCH


def on_terminal(*arguments: str, **environment: str) -> tuple[int, str]:
    """Exit code, and all that was written to the terminal, escapes included."""
    controller, terminal = pty.openpty()
    written = bytearray()

    def watch() -> None:
        with contextlib.suppress(OSError):  # how Linux tells that nobody has the terminal open any more
            while octets := os.read(controller, 4096):
                written.extend(octets)

    watcher = threading.Thread(target=watch)
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    with subprocess.Popen(
        [*GOLDENBENCH, *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**known, "TERM": "xterm", **environment},
    ) as process:
        os.close(terminal)
        watcher.start()
        code = process.wait(120)
    watcher.join(20)
    os.close(controller)
    return code, written.decode()


assert sys.platform != "win32", "no pseudo-terminals there"
