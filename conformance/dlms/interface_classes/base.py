"""What an interface class says about its objects: attributes with their types, methods, version."""

from dataclasses import dataclass

from conformance.dlms.data_types import ARRAY, STRUCTURE, DataType, composite_type

ANY: tuple[DataType, ...] = ()
"""Types of an attribute that the class leaves to the object."""

ARRAYS: tuple[DataType, ...] = (composite_type(ARRAY, ()),)
STRUCTURES: tuple[DataType, ...] = (composite_type(STRUCTURE, ()),)
"""Types of an attribute whose members this table does not go into."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its number, its name, and the types its value may have (by tag)."""

    number: int
    name: str
    types: tuple[DataType, ...]

    def permits(self, kind: DataType) -> bool:
        """True if a value may have this type; members of composites are not looked at."""
        return not self.types or any(kind.tag == permitted.tag for permitted in self.types)


@dataclass(frozen=True, slots=True)
class Method:
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class InterfaceClass:
    class_id: int
    version: int
    name: str
    attributes: tuple[Attribute, ...]
    methods: tuple[Method, ...] = ()

    def attribute(self, number: int) -> Attribute | None:
        return next((known for known in self.attributes if known.number == number), None)


def attributes(*rows: tuple[str, tuple[DataType, ...]]) -> tuple[Attribute, ...]:
    """Attributes in order, numbered from 1."""
    return tuple(Attribute(number, name, types) for number, (name, types) in enumerate(rows, start=1))


def methods(*names: str) -> tuple[Method, ...]:
    """Methods in order, numbered from 1."""
    return tuple(Method(number, name) for number, name in enumerate(names, start=1))
