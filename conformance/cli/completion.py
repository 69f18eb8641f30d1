"""What the shell may complete: case ids, bench files, defects, runs. Imported at once, so it imports nothing heavy."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

GOLDEN = ("golden", "hdlc+golden")
DEFECT = "golden:"


def case_ids(incomplete: str) -> Iterator[tuple[str, str]]:
    """Ids of published cases with their titles."""
    from conformance.catalogue import published

    for case in published().in_order():
        if case.facts.id.startswith(incomplete):
            yield case.facts.id, case.facts.title


def defects(incomplete: str) -> Iterator[tuple[str, str]]:
    """Defects of the golden meter with what they do."""
    from golden_units.defects import defects_of

    return (
        (one.name, one.summary) for one in defects_of("electricity_meter").values() if one.name.startswith(incomplete)
    )


def bench_names(incomplete: str) -> Iterator[str]:
    """TOML files and folders, and what is no file: golden, golden:DEFECT, hdlc+golden."""
    for prefix in (DEFECT, f"hdlc+{DEFECT}"):
        if incomplete.startswith(prefix):
            yield from (prefix + name for name, _ in defects(incomplete.removeprefix(prefix)))
    yield from (name for name in GOLDEN if name.startswith(incomplete))
    yield from toml_files(incomplete)


def toml_files(incomplete: str) -> Iterator[str]:
    """TOML files, and folders to look for them in."""
    return _entries(incomplete, lambda path: path.suffix == ".toml" or path.is_dir())


def run_directories(incomplete: str) -> Iterator[str]:
    """Directories of runs, and folders to look for them in."""
    return _entries(incomplete, Path.is_dir)


def _entries(incomplete: str, is_wanted: Callable[[Path], bool]) -> Iterator[str]:
    folder, _, start = incomplete.rpartition("/")
    base = f"{folder}/" if "/" in incomplete else ""
    try:
        found: Iterable[Path] = sorted(Path(base or ".").iterdir())
    except OSError:
        return
    for path in found:
        is_hidden = path.name.startswith(".") and not start.startswith(".")
        if path.name.startswith(start) and not is_hidden and is_wanted(path):
            yield f"{base}{path.name}{'/' if path.is_dir() else ''}"
