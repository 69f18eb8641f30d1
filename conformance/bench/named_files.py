"""Tables of a bench file that stand in a file of their own, so that several bench files share them.

The bench file names that file; what it holds takes the place of the name, and
so a run directory keeps all of it and a replay needs no other file.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from conformance.bench.file_faults import Part, Told, Where, shown
from conformance.bench.toml_file import read_toml
from conformance.errors import BenchError

FILE = "file"


class NamedPart(Part):
    """A table that a bench file names by its file."""

    examples: ClassVar[Mapping[str, str]] = {}

    file: str = ""
    """The name, as the bench file has it."""


class NamedFiles:
    """Reads the files that are named at some places of a bench file."""

    def __init__(self, folder: Path, places: tuple[Where, ...]) -> None:
        self.folder = folder
        self.places = places
        self.faults: list[Told] = []
        self._names: dict[Where, str] = {}

    def filled(self, content: Mapping[str, Any], before: Where = ()) -> dict[str, Any]:
        """The same content with tables in place of names; what cannot be read is left out and told."""
        filled: dict[str, Any] = {}
        for key, value in content.items():
            where = (*before, key)
            if where in self.places:
                table = self._read(where, value)
                filled |= {} if table is None else {key: table}
            else:
                filled[key] = self.filled(value, where) if isinstance(value, dict) else value
        return filled

    def origin(self, otherwise: Callable[[Where], str]) -> Callable[[Where], str]:
        """Names the file of a fault, as `faults` wants it."""

        def origin(where: Where) -> str:
            found = next((name for place, name in self._names.items() if where[: len(place)] == place), "")
            return found if found and len(where) > len(self._place(where)) else otherwise(where)

        return origin

    def _place(self, where: Where) -> Where:
        return next((place for place in self._names if where[: len(place)] == place), ())

    def _read(self, where: Where, name: Any) -> dict[str, Any] | None:
        if not isinstance(name, str):
            remedy = f'write {where[-1]} = "file.toml", and what it holds into that file'
            self.faults.append((where, f"found {shown(name)}, wanted the name of a TOML file; {remedy}"))
            return None
        try:
            table = read_toml(self.folder / name)
        except BenchError as error:
            remedy = f"{error.remedy}; the name counts from the folder of the bench file"
            self.faults.append((where, f"{error.found}; wanted {error.wanted}; {remedy}"))
            return None
        self._names[where] = name
        if FILE in table:
            self.faults.append(((*where, FILE), "unknown key; remove it, or correct its spelling"))
        return {**table, FILE: name}
