"""The types of xDLMS `Data` (IEC 62056-5-3, Data ::= CHOICE) and the pair of a type with a value.

A `Data` keeps what stood on the wire: the type beside a plain Python value.
Simple types are the constants below and can be called to make a value,
`LONG_UNSIGNED(512)`; arrays and structures are `Composite`, one type per member.

| type | value |
| --- | --- |
| null-data, dont-care | None |
| boolean | bool, or an int if the octet was neither 00 nor 01 |
| integers, bcd, enum, delta types | int |
| octet-string, visible-string, utf8-string, date-time, date, time | bytes |
| bit-string | Bits |
| floats | float |
| array, structure, compact-array | list |
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from conformance.codec.tree import hex_text

ARRAY, STRUCTURE, COMPACT_ARRAY = 1, 2, 19
"""Tags of the composite types."""

COMPOSITE_NAMES = {ARRAY: "array", STRUCTURE: "structure", COMPACT_ARRAY: "compact-array"}


class Bits(NamedTuple):
    """A bit string: how many bits, and the octets that hold them, first bit leftmost."""

    length: int
    octets: bytes

    def __str__(self) -> str:
        return "".join(f"{octet:08b}" for octet in self.octets)[: self.length]


@dataclass(frozen=True, slots=True)
class DataType:
    """A simple type: its tag, its name in the standard, and its struct code if of fixed width."""

    tag: int
    name: str
    struct_code: str = ""

    @property
    def width(self) -> int:
        """Octets of the value if fixed, else 0."""
        return struct.calcsize(f">{self.struct_code}") if self.struct_code else 0

    @property
    def label(self) -> str:
        """How reports name the type."""
        return str(self)

    def __call__(self, value: Any = None) -> "Data":
        return Data(self, value)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Composite(DataType):
    """array or structure with the type of every member; compact-array with the one type of all."""

    members: tuple[DataType, ...] = ()

    def member(self, number: int) -> DataType:
        return self.members[0 if self.tag == COMPACT_ARRAY else number]

    def __str__(self) -> str:
        if len(self.members) > 1 and self.members.count(self.members[0]) == len(self.members):  # a set would hash them
            return f"{self.name} of {len(self.members)} {self.members[0]}"
        return f"{self.name}({', '.join(map(str, self.members))})"


@dataclass(slots=True)
class Data:
    """A value with its type, as it stands or shall stand on the wire."""

    type: DataType
    value: Any

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, number: int) -> "Data":
        if not isinstance(self.type, Composite):
            raise TypeError(f"{self.type} has no members")
        return Data(self.type.member(number), self.value[number])

    def __iter__(self) -> Iterator["Data"]:
        return (self[number] for number in range(len(self.value)))

    @property
    def is_composite(self) -> bool:
        return isinstance(self.type, Composite)

    @property
    def label(self) -> str:
        """One line for a person: type and value, with everything unprintable escaped."""
        value = self.value
        if self.is_composite:
            return str(self.type)
        if value is None:
            return self.type.name
        if isinstance(value, bytes):
            if self.type is OCTET_STRING and not (value.isascii() and value.decode("ascii").isprintable()):
                return f"{self.type} {hex_text(value)}"
            if self.type in STRINGS:
                return f"{self.type} {value.decode('utf-8', 'backslashreplace')!r}"
            return f"{self.type} {hex_text(value)}"
        return f"{self.type} {value}"


NULL_DATA = DataType(0, "null-data")
BOOLEAN = DataType(3, "boolean")
BIT_STRING = DataType(4, "bit-string")
DOUBLE_LONG = DataType(5, "double-long", "i")
DOUBLE_LONG_UNSIGNED = DataType(6, "double-long-unsigned", "I")
OCTET_STRING = DataType(9, "octet-string")
VISIBLE_STRING = DataType(10, "visible-string")
UTF8_STRING = DataType(12, "utf8-string")
BCD = DataType(13, "bcd", "b")
INTEGER = DataType(15, "integer", "b")
LONG = DataType(16, "long", "h")
UNSIGNED = DataType(17, "unsigned", "B")
LONG_UNSIGNED = DataType(18, "long-unsigned", "H")
LONG64 = DataType(20, "long64", "q")
LONG64_UNSIGNED = DataType(21, "long64-unsigned", "Q")
ENUM = DataType(22, "enum", "B")
FLOAT32 = DataType(23, "float32", "f")
FLOAT64 = DataType(24, "float64", "d")
DATE_TIME = DataType(25, "date-time", "12s")
DATE = DataType(26, "date", "5s")
TIME = DataType(27, "time", "4s")
DELTA_INTEGER = DataType(28, "delta-integer", "b")
DELTA_LONG = DataType(29, "delta-long", "h")
DELTA_DOUBLE_LONG = DataType(30, "delta-double-long", "i")
DELTA_UNSIGNED = DataType(31, "delta-unsigned", "B")
DELTA_LONG_UNSIGNED = DataType(32, "delta-long-unsigned", "H")
DELTA_DOUBLE_LONG_UNSIGNED = DataType(33, "delta-double-long-unsigned", "I")
DONT_CARE = DataType(255, "dont-care")

SIMPLE_TYPES: tuple[DataType, ...] = tuple(made for made in list(globals().values()) if type(made) is DataType)
"""All types that are not made of others."""

SIMPLE_BY_TAG = {made.tag: made for made in SIMPLE_TYPES}

STRINGS = (OCTET_STRING, VISIBLE_STRING, UTF8_STRING)
"""Types that carry a length and octets."""


def composite_type(tag: int, members: Sequence[DataType]) -> Composite:
    return Composite(tag, COMPOSITE_NAMES[tag], members=tuple(members))


def structure(*members: Data) -> Data:
    return _composite(STRUCTURE, members)


def array(*members: Data) -> Data:
    return _composite(ARRAY, members)


def compact_array(element: DataType, values: Sequence[Any]) -> Data:
    """Values of one type; the type is written once."""
    return Data(composite_type(COMPACT_ARRAY, [element]), list(values))


def _composite(tag: int, members: Sequence[Data]) -> Data:
    return Data(composite_type(tag, [member.type for member in members]), [member.value for member in members])
