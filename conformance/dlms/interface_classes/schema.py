"""Types of attributes as data, nested as the standards nest them, and what of a value is not as its type wants it.

SCALER_UNIT = Structure(scaler=Simple(INTEGER), unit=Simple(ENUM))
SCALER_UNIT.check(data)     # [] or what is wrong, where, and what was wanted
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from conformance.dlms.data_types import (
    ARRAY,
    COMPACT_ARRAY,
    COMPOSITE_NAMES,
    SIMPLE_BY_TAG,
    STRUCTURE,
    Data,
    DataType,
)

MOST_VIOLATIONS = 20
"""Of one value that are told: a profile has thousands of rows, all wrong in the same way."""

Ranges = tuple[tuple[int, int], ...]
"""Values from the first to the second of each pair, both included."""


@dataclass(frozen=True, slots=True)
class Violation:
    where: str
    found: str
    wanted: str

    def __str__(self) -> str:
        text = f"{self.found}, wanted {self.wanted}"
        return f"{self.where}: {text}" if self.where else text


class Schema:
    """A type; `str` of it is how the standards would write it."""

    __slots__ = ()

    @property
    def tags(self) -> frozenset[int] | None:
        """Of the values that it is a type for; None: of all."""
        raise NotImplementedError

    def violations(self, data: Data, where: str) -> Iterator[Violation]:
        raise NotImplementedError

    def check(self, data: Data, where: str = "") -> list[Violation]:
        """What is wrong with a value; at most MOST_VIOLATIONS."""
        return list(islice(self.violations(data, where), MOST_VIOLATIONS))

    def _mistyped(self, data: Data, where: str) -> Violation:
        return Violation(where, shown(data), str(self))


@dataclass(frozen=True, slots=True)
class Field:
    """Some octets of a string that are a number."""

    name: str
    width: int
    ranges: Ranges = ()
    """Allowed numbers; empty: all."""

    is_signed: bool = False


@dataclass(frozen=True)
class Simple(Schema):
    """A simple type with its bounds."""

    type: DataType
    ranges: Ranges = ()
    codes: Mapping[int, str] | None = None
    """Known codes of an enum, by name."""

    octets: int | None = None
    """Length of a string, if it is fixed."""

    fields: tuple[Field, ...] = ()
    """What the octets of a string mean."""

    @property
    def tags(self) -> frozenset[int]:
        return frozenset({self.type.tag})

    def violations(self, data: Data, where: str) -> Iterator[Violation]:
        if data.type.tag != self.type.tag:
            yield self._mistyped(data, where)
            return
        value = data.value
        if self.octets is not None and len(value) != self.octets:
            yield Violation(where, f"{len(value)} octets", f"{self.octets}")
        elif self.codes is not None and value not in self.codes:
            yield Violation(where, f"code {value}", named(self.codes))
        elif self.ranges and not within(value, self.ranges):
            yield Violation(where, str(value), spans(self.ranges))
        else:
            yield from self._fields(value, where)

    def _fields(self, octets: bytes, where: str) -> Iterator[Violation]:
        at = 0
        for known in self.fields:
            number = int.from_bytes(octets[at : at + known.width], "big", signed=known.is_signed)
            at += known.width
            if known.ranges and not within(number, known.ranges):
                yield Violation(f"{where}.{known.name}" if where else known.name, str(number), spans(known.ranges))

    def __str__(self) -> str:
        size = "" if self.octets is None else f"({self.octets})"
        bounds = "" if not self.ranges else f" {spans(self.ranges)}"
        codes = "" if self.codes is None else f" ({named(self.codes)})"
        return f"{self.type}{size}{bounds}{codes}"


class Structure(Schema):
    """Members by name, in order."""

    __slots__ = ("members",)

    def __init__(self, /, **members: Schema) -> None:
        self.members = members

    @property
    def tags(self) -> frozenset[int]:
        return frozenset({STRUCTURE})

    def violations(self, data: Data, where: str) -> Iterator[Violation]:
        if data.type.tag != STRUCTURE:
            yield self._mistyped(data, where)
        elif len(data) != len(self.members):
            yield Violation(where, f"a structure of {len(data)}", f"of {len(self.members)}: {', '.join(self.members)}")
        else:
            for (name, schema), member in zip(self.members.items(), data, strict=True):
                yield from schema.violations(member, f"{where}.{name}" if where else name)

    def __str__(self) -> str:
        return f"structure({', '.join(f'{name} {schema}' for name, schema in self.members.items())})"


@dataclass(frozen=True)
class Array(Schema):
    """Elements of one type; as a compact-array too, if that is allowed."""

    element: Schema
    is_compact_allowed: bool = False

    @property
    def tags(self) -> frozenset[int]:
        return frozenset({ARRAY, COMPACT_ARRAY} if self.is_compact_allowed else {ARRAY})

    def violations(self, data: Data, where: str) -> Iterator[Violation]:
        if data.type.tag not in self.tags:
            yield self._mistyped(data, where)
            return
        for number, element in enumerate(data):
            yield from self.element.violations(element, f"{where}[{number}]")

    @property
    def container(self) -> str:
        return "array or compact-array" if self.is_compact_allowed else "array"

    def __str__(self) -> str:
        return f"{self.container} of {self.element}"


class OneOf(Schema):
    """CHOICE of several types."""

    __slots__ = ("alternatives",)

    def __init__(self, *alternatives: Schema) -> None:
        self.alternatives = alternatives

    @property
    def tags(self) -> frozenset[int] | None:
        known = [schema.tags for schema in self.alternatives]
        return None if None in known else frozenset().union(*(tags or () for tags in known))

    def violations(self, data: Data, where: str) -> Iterator[Violation]:
        fitting = [schema for schema in self.alternatives if schema.tags is None or data.type.tag in schema.tags]
        if not fitting:
            yield self._mistyped(data, where)
        elif not any(next(schema.violations(data, where), None) is None for schema in fitting):
            yield from fitting[0].violations(data, where)

    def __str__(self) -> str:
        return " or ".join(map(str, self.alternatives))


@dataclass(frozen=True)
class Any(Schema):
    """Left to the object: any type, or any of a kind of types."""

    kind: frozenset[int] | None = None
    name: str = "any type"

    @property
    def tags(self) -> frozenset[int] | None:
        return self.kind

    def violations(self, data: Data, where: str) -> Iterator[Violation]:
        if self.kind is not None and data.type.tag not in self.kind:
            yield self._mistyped(data, where)

    def __str__(self) -> str:
        return self.name


ANY = Any()
ANY_SIMPLE = Any(frozenset(SIMPLE_BY_TAG), "any simple type")
ANY_STRUCTURE = Any(frozenset({STRUCTURE}), "structure")


def within(number: int, ranges: Ranges) -> bool:
    return any(first <= number <= last for first, last in ranges)


def spans(ranges: Ranges) -> str:
    return " or ".join(str(first) if first == last else f"{first} to {last}" for first, last in ranges)


def named(codes: Mapping[int, str]) -> str:
    return ", ".join(f"{code} {name}" for code, name in codes.items())


def shown(data: Data) -> str:
    """A value by its type; that of a long array of unlike members would fill a page."""
    if data.type.tag in COMPOSITE_NAMES:
        return f"{data.type.name} of {len(data)}"
    return data.label
