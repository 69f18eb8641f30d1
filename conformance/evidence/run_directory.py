"""The directory of a run.

run.json                       who, what, with which versions, seed and bench file
run.jsonl                      events of the run, written by the controlling process alone
results.json junit.xml report.html report.pdf   made from the journals, and can be made again
secrets.json                   seed and keys (mode 600), only for real products
cases/<case>/<attempt>/        journal.jsonl and capture.pcapng
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from conformance.errors import EvidenceError
from conformance.evidence.journal import cannot_write

HARMLESS = ("pytest.log",)
"""What may lie in a run directory before the run: the log of the process that is about to start it."""

BUFFER = 1 << 20
"""Octets of a file that are gathered before they are written."""

SEPARATOR = "@"
"""Between the id and the instance of a case in the name of its directory."""


class RunDirectory:
    """Knows where everything of a run lies; creates nothing until asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run_json = path / "run.json"
        self.events = path / "run.jsonl"
        self.results = path / "results.json"
        self.report = path / "report.html"
        self.pdf = path / "report.pdf"
        self.junit = path / "junit.xml"
        self.secrets = path / "secrets.json"
        self.cases = path / "cases"

    @classmethod
    def create(cls, path: Path) -> "RunDirectory":
        """A new run directory; what holds no run yet will do."""
        if path.is_dir() and any(found.name not in HARMLESS for found in path.iterdir()):
            raise EvidenceError(
                f"the run directory {path} is not empty",
                "a new or empty directory, so that no earlier evidence is touched",
                "choose another --run-dir, or leave it out to have one made",
            )
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(path, error) from error
        return cls(path)

    @classmethod
    def existing(cls, path: Path) -> "RunDirectory":
        if not any((path / part).exists() for part in ("run.json", "run.jsonl", "cases")):
            raise EvidenceError(
                f"{path} holds no run.json",
                "the directory of a run",
                "give the directory that `goldenbench run` printed",
            )
        return cls(path)

    def attempt(self, case_id: str, instance: str, attempt: int) -> Path:
        return self.cases / case_directory(case_id, instance) / str(attempt)

    def attempts(self) -> Iterator[Path]:
        """Directories of all attempts, by case and then in order."""
        for case in sorted(_folders_in(self.cases)) if self.cases.is_dir() else ():
            folder = self.cases / case
            numbers = [name for name in _folders_in(folder) if re.fullmatch("[0-9]+", name)]
            yield from (folder / number for number in sorted(numbers, key=int))

    def evidence(self) -> Iterator[Path]:
        """All files that reports are made from, and the captures beside them, by name."""
        found = [self.run_json, self.events]
        for folder in (self.cases, self.path / "identification"):
            found += folder.rglob("*")
        files = (path for path in found if path.is_file() and not path.is_symlink())
        yield from sorted(files, key=lambda path: path.relative_to(self.path).as_posix())

    def write_json(self, path: Path, content: object, *, mode: int = 0o644) -> None:
        self.write_whole(path, json_text(content).encode("utf-8"), mode=mode)

    def write_whole(self, path: Path, content: bytes, *, mode: int = 0o644) -> None:
        """Write a whole file and only then give it its name."""
        self.write_pieces(path, [content], mode=mode)

    def write_pieces(self, path: Path, pieces: Iterable[bytes], *, mode: int = 0o644) -> None:
        """The same for a file that need not be in memory as a whole."""
        draft = path.with_name(path.name + ".part")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb", BUFFER) as file:
                file.writelines(pieces)
            draft.replace(path)
        except OSError as error:
            raise cannot_write(path, error) from error

    def read_run(self) -> dict[str, Any]:
        """EvidenceError if it cannot be read."""
        try:
            content = json.loads(self.run_json.read_text(encoding="utf-8"))
        except OSError as error:
            raise self._unreadable(error.strerror or str(error)) from error
        except (ValueError, RecursionError) as error:
            raise self._unreadable("it is no JSON") from error
        if not isinstance(content, dict):
            raise self._unreadable("it is no table")
        return content

    def _unreadable(self, why: str) -> EvidenceError:
        return EvidenceError(
            f"cannot read {self.run_json} ({why})",
            "run.json as goldenbench wrote it",
            "restore the run directory from its original",
        )


def _folders_in(folder: Path) -> list[str]:
    with os.scandir(folder) as found:
        return [one.name for one in found if one.is_dir()]


def json_text(content: object) -> str:
    """JSON with a line for each entry of the outer table and of the lists in it; quick, and fit to be compared."""
    if not isinstance(content, dict):
        return _line(content) + "\n"
    return "{\n" + ",\n".join(f"{_line(key)}: {_entry(value)}" for key, value in content.items()) + "\n}\n"


def _entry(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_line, value)) + "\n]"
    return _line(value)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def case_directory(case_id: str, instance: str) -> str:
    """A name for a case that no file system misreads; instances may hold anything."""
    if not instance:
        return case_id
    return f"{case_id}{SEPARATOR}{re.sub(r'[^A-Za-z0-9._-]', lambda found: f'%{ord(found[0]):02X}', instance)}"


def free_number(place: Callable[[int], Path]) -> int:
    """The first number whose place is free: evidence is added to, and never written over."""
    return next(number for number in count(1) if not place(number).exists())
