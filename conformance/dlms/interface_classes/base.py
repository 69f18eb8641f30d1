"""What an interface class says about its objects: attributes with their types, methods, version."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from conformance.dlms.data_types import Data, DataType
from conformance.dlms.interface_classes.schema import Schema, Violation
from conformance.dlms.interface_classes.types import LOGICAL_NAME


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its number, its name, the type of its value, and whether the device itself changes it."""

    number: int
    name: str
    schema: Schema
    is_dynamic: bool = False
    selectors: Mapping[int, str] = field(default_factory=dict)
    """Of selective access, with the name of their parameters."""

    def permits(self, kind: DataType) -> bool:
        """True if a value may have this type; members of composites are not looked at."""
        return self.schema.tags is None or kind.tag in self.schema.tags

    def check(self, data: Data) -> list[Violation]:
        """What of a value is not as the class wants it; each says where, what was found and what was wanted."""
        return self.schema.check(data, self.name)


@dataclass(frozen=True, slots=True)
class Method:
    number: int
    name: str
    parameter: Schema
    is_mandatory: bool = False


@dataclass(frozen=True, slots=True)
class InterfaceClass:
    class_id: int
    version: int
    name: str
    purpose: str
    attributes: tuple[Attribute, ...]
    methods: tuple[Method, ...] = ()

    def attribute(self, number: int) -> Attribute | None:
        return next((known for known in self.attributes if known.number == number), None)


def static(name: str, schema: Schema) -> Attribute:
    """An attribute that changes only if it is written."""
    return Attribute(0, name, schema)


def dynamic(name: str, schema: Schema, selectors: Mapping[int, str] | None = None) -> Attribute:
    """An attribute that the device changes."""
    return Attribute(0, name, schema, is_dynamic=True, selectors=selectors or {})


def attributes(*behind_the_name: Attribute) -> tuple[Attribute, ...]:
    """Attributes in order, numbered from 1; the first of every class is its logical name."""
    rows = (static("logical_name", LOGICAL_NAME), *behind_the_name)
    return tuple(replace(known, number=number) for number, known in enumerate(rows, start=1))


def mandatory(name: str, parameter: Schema) -> Method:
    return Method(0, name, parameter, is_mandatory=True)


def optional(name: str, parameter: Schema) -> Method:
    return Method(0, name, parameter)


def methods(*rows: Method) -> tuple[Method, ...]:
    """Methods in order, numbered from 1."""
    return tuple(replace(known, number=number) for number, known in enumerate(rows, start=1))
