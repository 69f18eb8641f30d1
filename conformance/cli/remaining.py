"""How long a run still takes: what its cases take on the golden unit over as slow a link, and what they really took.

The forecast comes from a process of its own, as it takes a while itself. Until it is there, and where there is none,
the cases that are left are taken to last as long as those that were, by our own clock: that of a golden unit jumps, and
workers run at the same time.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from typing import IO

from conformance.case_names import case_id
from conformance.evidence.run_directory import RunDirectory

Expected = dict[str, float]
"""Seconds by case id, of all its instances together."""

FEW = 3
"""Cases that say nothing yet of those to come."""


class Remaining:
    """Told what is planned and what has finished."""

    def __init__(self, expected: Callable[[], Expected], now: Callable[[], float] = time.monotonic) -> None:
        self._expected = expected
        self._now = now
        self._began = self._latest = now()
        self._open: list[str] = []
        self._instances: Counter[str] = Counter()
        self._taken: list[tuple[str, float]] = []

    def plan(self, names: list[str]) -> None:
        self._open = list(names)
        self._began = self._latest = self._now()
        self._instances = Counter(map(case_id, names))

    def finish(self, name: str, duration_s: float) -> None:
        if name in self._open:
            self._open.remove(name)
        self._taken.append((name, duration_s))
        self._latest = self._now()

    @property
    def seconds(self) -> float | None:
        """Expected for what is not finished yet; None if nobody can tell."""
        expected = self._expected()
        if expected:
            known = [(self._share(name, expected), taken) for name, taken in self._taken if taken]
            forecast, taken = sum(share for share, _ in known), sum(taken for _, taken in known)
            slowness = taken / forecast if forecast and len(known) >= FEW else 1.0
            return slowness * sum(self._share(name, expected) for name in self._open)
        if len(self._taken) < FEW:
            return None
        return (self._latest - self._began) / len(self._taken) * len(self._open)

    def _share(self, name: str, expected: Expected) -> float:
        """Of one instance; a case that the forecast does not know takes no time that anybody knows of."""
        known = case_id(name)
        return expected.get(known, 0.0) / max(self._instances[known], 1)

    @property
    def told(self) -> str:
        """For a status line; empty if nobody can tell."""
        seconds = self.seconds
        if seconds is None or not self._open:
            return ""
        if seconds < 60:
            return f"about {max(round(seconds), 1)} s left"
        minutes = round(seconds / 60)
        return f"about {minutes} min left" if minutes < 120 else f"about {minutes / 60:.1f} h left"


class Forecaster:
    """Asks `goldenbench list BENCH` in the background, once there is a run on a real link to ask about."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._answer: IO[str] | None = None
        self._found: Expected = {}
        self._has_looked = False

    def look(self, directory: RunDirectory) -> None:
        """Begin as soon as the run has said what it is; golden units are over before any forecast of them."""
        if self._has_looked or not directory.run_json.is_file():
            return
        self._has_looked = True
        run = directory.read_run()
        if run["is_golden"]:
            return
        self._answer = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - until the end of the run
        command = [sys.executable, "-m", "conformance.cli", "list", run["bench"], "--json"]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, and the bench that is being run
            command, stdout=self._answer, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True
        )

    def expected(self) -> Expected:
        """What is known by now; empty before the answer, and if there is none."""
        if self._process is not None and self._answer is not None and self._process.poll() is not None:
            if self._process.returncode == 0:
                self._answer.seek(0)
                self._found = {row["id"]: row["expected_s"] for row in json.load(self._answer) if row["expected_s"]}
            self._process = None
        return self._found

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._answer is not None:
            self._answer.close()
