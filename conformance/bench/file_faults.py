"""Faults of a settings file in words: where, what was found, what was wanted, and what to do about it.

All faults are told at once: those of single values, and those between values,
which `Part.between` looks for even where single values are at fault.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from conformance.errors import BenchError
from conformance.spelling import did_you_mean, near

Where = tuple[int | str, ...]
"""The keys and numbers that lead to a value."""

Told = tuple[Where, str]

SECRETS = frozenset({"secret"})
"""Keys whose values are never shown."""

SHOWN = 60
TOLD = "told"


class Part(BaseModel):
    """A table of a settings file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    examples: ClassVar[Mapping[str, str]] = {}
    """What to write where a needed key is missing."""

    @classmethod
    def between(cls, given: Mapping[str, Any]) -> Iterator[Told]:
        """Faults that no value has for itself; `given` may have others as well."""
        yield from ()

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, given: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        found: list[Told] = []
        part = None
        try:
            part = handler(given)
        except ValidationError as error:
            found += [(fault["loc"], _said(fault, cls)) for fault in error.errors(include_url=False)]
        if isinstance(given, Mapping):
            found += cls.between(given)
        if found or part is None:
            raise ValidationError.from_exception_data("settings", [_detail(*told) for told in found])
        return part


class FileFaults(BenchError):
    """All faults of one file."""

    def __init__(self, found: str, wanted: str, remedy: str, told: Sequence[Told] = ()) -> None:
        super().__init__(found, wanted, remedy)
        self.told = tuple(told)
        """Where, and what was found and wanted there, for whoever shows them one by one."""


def one_of(*names: str) -> AfterValidator:
    def check(name: str) -> str:
        if name not in names:
            raise ValueError(_none_of(repr(name), names, name))
        return name

    return AfterValidator(check)


def told(error: ValidationError) -> list[Told]:
    """The faults that an error of a `Part` stands for."""
    return [(fault["loc"], _said(fault, Part)) for fault in error.errors(include_url=False)]


def faults(
    source: str, found: Sequence[Told], remedy: str, origin: Callable[[Where], str] = lambda _: ""
) -> FileFaults:
    """All faults of a file, a line each; `origin` names the file of a fault if it is another one."""
    lines = []
    for where, said in found:
        file = origin(where)
        lines.append(f"  {path_of(where)}{f' (in {file})' if file else ''}: {said}")
    count = f"{len(lines)} fault{'s' if len(lines) > 1 else ''}"
    return FileFaults(f"{source} has {count}:\n" + "\n".join(lines), "a valid file", remedy, found)


def path_of(where: Where) -> str:
    """Keys as TOML writes them; the entries of a list are counted from 1, as people do."""
    path = ""
    for key in where:
        if isinstance(key, int):
            path += f" (entry {key + 1})"
        elif key != "[key]":
            path += f".{key}" if re.fullmatch(r"[\w-]+", key, re.ASCII) else f'."{key}"'
    return path.removeprefix(".") or "the file"


def _detail(where: Where, said: str) -> InitErrorDetails:
    """Without the value itself, which may be a secret."""
    return InitErrorDetails(type=PydanticCustomError(TOLD, "{said}", {"said": said}), loc=where, input=None)


def _said(fault: ErrorDetails, part: type[Part]) -> str:
    kind, given = fault["type"], fault["input"]
    where: Where = fault["loc"]
    if kind == TOLD:
        return fault["msg"]
    name = str(where[-1]) if where else ""
    if kind == "extra_forbidden":
        return _unknown(name, part)
    if kind == "missing":
        return f"missing; add {part.examples.get(name, 'it')}"
    is_secret = not SECRETS.isdisjoint(str(key) for key in where)
    found = "a value of another kind" if is_secret else shown(given)
    if kind == "value_error":
        return _with_remedy(fault["msg"].removeprefix("Value error, "))
    if kind == "literal_error":
        expected = fault["ctx"]["expected"]
        names = re.findall(r"'([^']*)'", expected)
        return _none_of(found, names or [expected], str(given))
    wanted, remedy = _wanted(kind, fault.get("ctx", {}), given)
    return f"found {found}, wanted {wanted}; {remedy}"


def _none_of(found: str, names: Sequence[str], given: str) -> str:
    return f"{found} is none of {', '.join(names)}; {did_you_mean(given, names) or 'correct it'}"


def _with_remedy(said: str) -> str:
    has_remedy = said.endswith(("?", "; correct it")) or "; write " in said or "; remove " in said
    return said if has_remedy else f"{said}; correct it"


def _unknown(name: str, part: type[Part]) -> str:
    """Keys of the tables below are known too: what stands in the wrong table has the right name."""
    known = {key: key for key in part.model_fields}
    for key, field in part.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Part):
            known |= {below: f"{key}.{below}" for below in field.annotation.model_fields if below not in known}
    meant = [known[one] for one in ([name] if name in known else near(name, known))]
    hint = f"did you mean {' or '.join(meant)}?" if meant else f"known here: {', '.join(part.model_fields)}"
    return f"unknown key; remove it, or correct its spelling; {hint}"


def _wanted(kind: str, limits: Mapping[str, Any], given: Any) -> tuple[str, str]:
    if kind in ("list_type", "dict_type", "model_type", "model_attributes_type"):
        return _wanted_kind(kind, given)
    if kind == "bool_type" and isinstance(given, dict):
        return "true or false", 'write the whole name in quotes, as in "DLMS.SET" = true'
    if kind in _LIMITS:
        return _LIMITS[kind].format(**limits), "correct it"
    return _KINDS.get(kind, ("another value", "correct it"))


def _wanted_kind(kind: str, given: Any) -> tuple[str, str]:
    if kind == "list_type":
        if isinstance(given, dict):
            return "a list of tables", "write its name in double brackets: [[...]]"
        return "a list", f'write ["{given}"]' if isinstance(given, str) else "write it in brackets"
    if isinstance(given, list):
        return "one table", "write its name once, in single brackets: [...]"
    return "a table", "write its name in brackets on a line of its own, and its keys below"


_KINDS = {
    "string_type": ("a text", "write it in quotes"),
    "bool_type": ("true or false", "write one of them, without quotes"),
    "int_type": ("a whole number", "write it without quotes and without a point"),
    "float_type": ("a number", "write it without quotes"),
    "finite_number": ("a finite number", "correct it"),
    "datetime_type": ("a moment such as 2026-01-01T00:00:00Z", "write it without quotes"),
}

_LIMITS = {
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "less_than_equal": "at most {le:g}",
    "too_short": "entries, at least {min_length}",
    "string_too_short": "characters, at least {min_length}",
    "string_too_long": "characters, at most {max_length}",
}


def shown(value: Any) -> str:
    """A value as a person would name it, cut if it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    text = repr(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
