"""What runs that were killed may have left changed on a device that somebody else wants to use now."""

from collections.abc import Iterable
from pathlib import Path

from conformance.evidence.run_directory import RunDirectory
from reports.build import build


def left_behind(runs: Iterable[str]) -> list[str]:
    """In words, by directory of a run; nothing of runs that are gone, or put everything back."""
    return [
        f"the run {run} was killed on this device: {line}; of that run it is `goldenbench resume {run}`"
        for run in runs
        if Path(run, "run.json").is_file()
        for line in build(RunDirectory(Path(run))).run.left_changed
    ]
