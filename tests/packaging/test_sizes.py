"""Files stay small enough to be read at once: what CONTRIBUTING.md says of their size holds."""

import statistics
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDERS = ("conformance", "golden_units", "testcases", "reports", "tests", "benchmarks")
MEDIAN, WALL, CASE = 150, 500, 150


def sizes(*folders: str, pattern: str = "*.py") -> dict[str, int]:
    paths = [path for folder in folders for path in (REPOSITORY / folder).rglob(pattern)]
    return {str(path.relative_to(REPOSITORY)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}


def test_the_median_file_is_short_and_none_is_long() -> None:
    lines = sizes(*FOLDERS)
    assert len(lines) > 300
    assert statistics.median(lines.values()) < MEDIAN
    assert {name: count for name, count in lines.items() if count > WALL} == {}


def test_a_file_of_a_case_is_short() -> None:
    lines = sizes("testcases", pattern="test_*.py")
    assert {name: count for name, count in lines.items() if count > CASE} == {}


def test_contributors_are_told_the_same() -> None:
    told = " ".join((REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    assert f"The median file is under {MEDIAN} lines, none is over {WALL}, no test case over {CASE}" in told
