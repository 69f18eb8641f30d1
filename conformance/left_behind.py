"""What earlier runs have left changed on a device that somebody else wants to use now.

Their names come from the lock of the device, where anybody on this host may have
written them, so only runs of this user are opened.
"""

import os
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from conformance.evidence.run_directory import RunDirectory
from conformance.printable import printable
from conformance.reason_codes import INTERRUPTED
from reports.build import build


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Of one run."""

    run: str
    """Its directory."""

    lines: list[str]
    """What to tell; empty if it left nothing changed, or is gone."""

    may_be_forgotten: bool
    """True once it is told: nothing that this user can do would change it."""


def left_behind(runs: Iterable[str]) -> Iterator[LeftBehind]:
    for run in runs:
        try:
            yield _left_by(run)
        except Exception as error:  # whatever is wrong with somebody else's run, this one has to go on
            yield LeftBehind(run, [f"{_told(run)}; its evidence cannot be read ({printable(str(error))})"], False)


def _left_by(run: str) -> LeftBehind:
    path = Path(run)
    try:
        owners = {os.stat(place).st_uid for place in (path, path / "run.json")}
    except (FileNotFoundError, NotADirectoryError):
        return LeftBehind(run, [], may_be_forgotten=True)
    if hasattr(os, "getuid") and owners != {os.getuid()}:
        line = f"{_told(run)}; it belongs to another user: ask whether everything was put back"
        return LeftBehind(run, [line], may_be_forgotten=False)
    report = build(RunDirectory(path))
    can_be_put_back = any(
        attempt.reason_code == INTERRUPTED and attempt.not_restored
        for case in report.cases
        for attempt in case.attempts
    )
    way = f" (here: `goldenbench resume {shlex.quote(run)}`)" if can_be_put_back else ""
    lines = [f"{_told(run)}: {line}{way}" for line in report.run.left_changed]
    return LeftBehind(run, lines, may_be_forgotten=not can_be_put_back)


def _told(run: str) -> str:
    return f"an earlier run, {printable(run)}, may have left this device changed"
