"""What pytest says while a run goes on, kept for whoever wants to know."""

import contextlib
import subprocess
import threading
from collections import deque
from pathlib import Path

from conformance.exit_codes import FAULT

OURS = "goldenbench: "
USAGE = 4
"""How pytest ends when it cannot do what it was asked for."""

USAGE_ERROR = "ERROR: "


class PytestLog(threading.Thread):
    """Keeps what pytest says, in a file as far as that can be written; the end of it also in memory."""

    def __init__(self, child: "subprocess.Popen[str]", path: Path) -> None:
        super().__init__(name="log of pytest", daemon=True)
        self.path = path
        self.end: deque[str] = deque(maxlen=100)
        self._child = child
        self.start()

    def run(self) -> None:
        assert self._child.stdout is not None
        with self._child.stdout as lines:
            for line in lines:
                self.end.append(line.rstrip("\n"))
                with contextlib.suppress(OSError), self.path.open("a", encoding="utf-8") as file:
                    file.write(line)

    def troubles(self, code: int) -> list[str]:
        """Why the run ended with this code, as far as pytest or our plugin says so."""
        if code == USAGE:
            return self._lines_after(USAGE_ERROR)
        if code == FAULT:
            return [line for line in self._lines_after(OURS) if not line.startswith("report ")]
        return []

    def _lines_after(self, mark: str) -> list[str]:
        return [line.removeprefix(mark) for line in self.end if line.startswith(mark)]
