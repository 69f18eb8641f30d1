"""run.json and run.jsonl: what a run is, and what happens in it, written by the controlling process alone."""

import datetime
import importlib.metadata
import platform
from pathlib import Path
from typing import Any

from conformance.bench.bench import Bench
from conformance.bench.bench_file import BenchFile
from conformance.bench.masking import masked
from conformance.evidence.journal import AFTER_CUT_OFF, Journal
from conformance.tolerances import TOLERANCES

FORMAT = 1
"""Version of run directories."""

RESUMED = "resumed"
"""Kind of the event with which a sitting begins that goes on with an earlier one."""


class RunLog:
    """Events of a run with their wall time."""

    def __init__(self, path: Path, *, goes_on: bool = False) -> None:
        self._journal = Journal(path, goes_on=goes_on)

    def note(self, kind: str, **details: Any) -> None:
        self._journal.append(kind, 0, at=_now(), **details)

    def note_resumption(self, **details: Any) -> None:
        """The first event of a sitting after the first."""
        mended = {AFTER_CUT_OFF: True} if self._journal.is_mended else {}
        self.note(RESUMED, **mended, versions=versions(), **details)


def default_run_directory(role: str) -> Path:
    """A path below the current directory that does not exist yet: runs/TIME-ROLE."""
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S")
    path = Path("runs", f"{stamp}-{role}")
    number = 1
    while path.exists():
        number += 1
        path = Path("runs", f"{stamp}-{role}-{number}")
    return path


def run_json(bench: Bench) -> dict[str, Any]:
    """Who, what, with which versions and seed; secrets as asterisks."""
    return {
        "format": FORMAT,
        "started": _now(),
        "bench": bench.source,
        "bench_file": effective_bench_file(bench.file),
        "is_golden": bench.is_golden,
        "clock": "virtual" if bench.is_golden else "wall",
        "seed": bench.seed() if bench.is_golden else "in secrets.json",
        "tolerances": {name: TOLERANCES[name].text for name in sorted(bench.dut.tolerances)},
        "host": {"system": platform.system(), "release": platform.release(), "python": platform.python_version()},
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in ("goldenbench", "pytest", "pyserial")}


def effective_bench_file(file: BenchFile) -> dict[str, Any]:
    """The bench file with all defaults, included parts and masked secrets, fit to be read again."""
    content = file.model_dump(mode="json")
    for shown, real in zip(content["dut"]["associations"], file.dut.associations, strict=True):
        if real.secret is not None:
            shown["secret"] = masked(real.secret.get_secret_value().encode()).decode()
    return content


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
