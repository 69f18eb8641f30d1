"""TOML files, and one file that includes another."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.bench.file_faults import SECRETS, Where
from conformance.errors import BenchError
from conformance.printable import printable

_PLACE = re.compile(r"at line (\d+), column")
_ASSIGNED = re.compile(r"\s*([\w.-]+)\s*=\s*(.*?)\s*(?:#.*)?")
_TEXT = re.compile(r"[A-Za-z_/][^\"'\[\]{}]*")
"""A value that can only be meant as text."""


@dataclass(frozen=True, slots=True)
class Included:
    """A file, and the one that it includes; what the first says replaces what the other says."""

    own: Mapping[str, Any]
    included: Mapping[str, Any]
    name: str
    """How the other file is named; empty if there is none."""

    @property
    def merged(self) -> dict[str, Any]:
        return _merged(self.included, self.own)

    def origin(self, where: Where) -> str:
        """The name of the included file, if what stands there comes from it."""
        return self.name if _depth(self.included, where) > _depth(self.own, where) else ""


def read_included(path: Path) -> Included:
    own = read_toml(path)
    name = own.pop("include", None)
    if name is None:
        return Included(own, {}, "")
    if not isinstance(name, str):
        raise BenchError(f"{path}: include = {name!r}", "the name of one TOML file", 'write include = "other.toml"')
    other = path.parent / name
    if other.resolve() == path.resolve():
        raise BenchError(f"{path} includes itself", "the name of another TOML file, or no include", "correct include")
    if not other.is_file():
        reason = "it is a directory" if other.is_dir() else "there is no such file"
        where = f"correct include in {path.name}, which counts from the folder of that file"
        raise BenchError(f"{path} includes {name}, but {reason}", "a TOML file", where)
    included = read_toml(other)
    if "include" in included:
        raise BenchError(f"{name} includes another file", "one level of inclusion", f"move it into {path.name}")
    return Included(own, included, name)


def read_toml(path: Path) -> dict[str, Any]:
    try:
        octets = path.read_bytes()
        return tomllib.loads(octets.decode("utf-8-sig"))
    except OSError as error:
        remedy = "see who may read it" if isinstance(error, PermissionError) else "check its name"
        raise BenchError(f"cannot read the file {path} ({error.strerror})", "a TOML file", remedy) from error
    except UnicodeDecodeError as error:
        found = f"{path} is no UTF-8 (line {octets[: error.start].count(10) + 1}, octet {octets[error.start]:02X})"
        raise BenchError(found, "a TOML file, which is always UTF-8", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line, remedy = _line_of(octets.decode("utf-8-sig"), str(error))
        found = f"{path} is no TOML file ({error}){line}"
        raise BenchError(found, 'lines like [dut] and role = "electricity_meter"', remedy) from error


def _line_of(text: str, said: str) -> tuple[str, str]:
    """The line that is no TOML, as far as it may be shown, and what to do about it."""
    place = _PLACE.search(said)
    lines = text.splitlines()
    if place is None or not 0 < int(place[1]) <= len(lines):
        return "", "mend its last lines"
    line = lines[int(place[1]) - 1]
    assigned = _ASSIGNED.fullmatch(line)
    if any(name in line.casefold() for name in SECRETS) or assigned is None:
        return "", "mend that line; text needs quotes"
    name, value = assigned[1], assigned[2]
    remedy = f'text needs quotes: write {name} = "{value}"' if _TEXT.fullmatch(value) else "mend that line"
    return f": {printable(line.strip())}", printable(remedy)


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged, anything else in `over` replaces what `base` says."""
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _depth(content: Any, where: Where) -> int:
    """How many steps of the way to a value exist."""
    for depth, key in enumerate(where):
        try:
            content = content[key]
        except (KeyError, IndexError, TypeError):
            return depth
    return len(where)
