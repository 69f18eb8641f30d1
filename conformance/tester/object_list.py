"""The object_list of the current association (class 15, attribute 2) as a case uses it.

    array of structure(class_id, version, logical_name, structure(attribute_access, method_access))

The list is kept as it was told: whether its access modes are known ones is a
case's question. What the modes mean depends on the version of class 15: numbers
up to version 2, bits from version 3 on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conformance.checks import passed
from conformance.dlms.apdu import summary
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import (
    ARRAY,
    BOOLEAN,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    OCTET_STRING,
    STRUCTURE,
    UNSIGNED,
    Data,
    DataType,
)
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.interface_classes.association_ln import AttributeAccess
from conformance.errors import NoAnswer, ProtocolViolation, under
from conformance.steps import Inconclusive
from conformance.tester.association import Association

CURRENT_ASSOCIATION = ObisCode("0-0:40.0.0.255")
OBJECT_LIST = AttributeDescriptor(15, CURRENT_ASSOCIATION, 2)

FIRST_VERSION_WITH_BITS = 3
READ, WRITE = 0x01, 0x02
"""Bits of an access mode from version 3 of class 15 on; those above ask for protection."""

HIGHEST_ATTRIBUTE_MODE, HIGHEST_METHOD_MODE = 6, 2
"""Largest access modes of versions 0 to 2."""

LONGEST_TYPE = 100
"""Characters of a type in the text of a violation."""


@dataclass(frozen=True, slots=True)
class ListedObject:
    """One element: an object with the access mode of each of its attributes and methods, by number."""

    class_id: int
    version: int
    instance_id: ObisCode
    attributes: dict[int, int]
    methods: dict[int, int]

    def __str__(self) -> str:
        return f"class {self.class_id} version {self.version}, {self.instance_id}"

    def attribute(self, number: int) -> AttributeDescriptor:
        return AttributeDescriptor(self.class_id, self.instance_id, number)


class ObjectList:
    """What one client sees of a logical device."""

    def __init__(self, objects: Iterable[ListedObject]) -> None:
        self.objects = tuple(objects)
        own = self.find(15, CURRENT_ASSOCIATION)
        versions = [own.version] if own else [listed.version for listed in self.objects if listed.class_id == 15]
        self.version = versions[0] if versions else 1
        """Version of class 15, by which access modes are read."""

    @classmethod
    def read(cls, association: Association) -> "ObjectList":
        """Read and decode the list of this client, for cases that only use it: without it they end INCONCLUSIVE."""
        try:
            objects = cls.decode(read_object_list(association))
        except ProtocolViolation as violation:
            raise Inconclusive("no-object-list", f"the object list is malformed: {violation}") from violation
        passed(f"object list of {len(objects)} objects decoded")
        return objects

    @classmethod
    def decode(cls, data: Data) -> "ObjectList":
        """Read the value of the attribute; a part of another type is a violation that says where."""
        with under("DLMS-OBJECT-ASSOCIATION-LN"):
            return cls(_listed(element, f"object_list[{number}]") for number, element in enumerate(_members(data)))

    def __iter__(self) -> Iterator[ListedObject]:
        return iter(self.objects)

    def __len__(self) -> int:
        return len(self.objects)

    def find(self, class_id: int, instance_id: bytes) -> ListedObject | None:
        """The object of a class and a logical name; None if the list does not hold it."""
        for listed in self.objects:
            if (listed.class_id, listed.instance_id) == (class_id, instance_id):
                return listed
        return None

    def sample(self, size: int) -> list[ListedObject]:
        """At most so many objects, from all over the list."""
        step = max(1, -(-len(self.objects) // size))
        return list(self.objects[::step])

    def knows_attribute_mode(self, mode: int) -> bool:
        return self.version >= FIRST_VERSION_WITH_BITS or mode <= HIGHEST_ATTRIBUTE_MODE

    def knows_method_mode(self, mode: int) -> bool:
        return self.version >= FIRST_VERSION_WITH_BITS or mode <= HIGHEST_METHOD_MODE

    def is_readable(self, mode: int) -> bool:
        """True if an attribute can be read without protection of the message."""
        if self.version >= FIRST_VERSION_WITH_BITS:
            return mode in (READ, READ | WRITE)
        return mode in (AttributeAccess.READ_ONLY, AttributeAccess.READ_AND_WRITE)

    def is_writable(self, mode: int) -> bool:
        """True if an attribute can be written without protection of the message."""
        if self.version >= FIRST_VERSION_WITH_BITS:
            return mode in (WRITE, READ | WRITE)
        return mode in (AttributeAccess.WRITE_ONLY, AttributeAccess.READ_AND_WRITE)

    def is_unwritable(self, mode: int) -> bool:
        """True if an attribute can never be written, protected or not."""
        if self.version >= FIRST_VERSION_WITH_BITS:
            return not mode & WRITE
        return mode in (AttributeAccess.NO_ACCESS, AttributeAccess.READ_ONLY, AttributeAccess.AUTHENTICATED_READ_ONLY)

    def is_unreadable(self, mode: int) -> bool:
        """True if an attribute can never be read, protected or not."""
        if self.version >= FIRST_VERSION_WITH_BITS:
            return not mode & READ
        return mode in (
            AttributeAccess.NO_ACCESS,
            AttributeAccess.WRITE_ONLY,
            AttributeAccess.AUTHENTICATED_WRITE_ONLY,
        )


def read_object_list(association: Association) -> Data:
    """The value of the attribute, not looked into; INCONCLUSIVE if it does not come in one APDU."""
    text = "the object list could not be read in one APDU"
    try:
        answer = association.ask(GetRequestNormal(association.next_invoke_id(), *OBJECT_LIST), "get-response-normal")
    except NoAnswer as silence:
        raise Inconclusive("no-object-list", f"{text}: {silence}") from silence
    if isinstance(answer, GetResponseNormal) and not answer.refused:
        passed("object list received")
        return answer.data
    raise Inconclusive("no-object-list", f"{text}: {summary(answer)}")


def _listed(element: Data, where: str) -> ListedObject:
    class_id, version, name, rights = _structure(element, 4, where)
    attributes, methods = _structure(rights, 2, f"{where}.access_rights")
    instance_id = _of(name, (OCTET_STRING,), f"{where}.logical_name").value
    if len(instance_id) != 6:
        raise ProtocolViolation(f"{len(instance_id)} octets", "6 octets", field=f"{where}.logical_name")
    return ListedObject(
        _of(class_id, (LONG_UNSIGNED,), f"{where}.class_id").value,
        _of(version, (UNSIGNED,), f"{where}.version").value,
        ObisCode(instance_id),
        _modes(attributes, 3, (ENUM,), f"{where}.attribute_access"),
        _modes(methods, 2, (ENUM, BOOLEAN), f"{where}.method_access"),
    )


def _modes(rights: Data, members: int, types: tuple[DataType, ...], where: str) -> dict[int, int]:
    """Access modes by number; up to version 0 of class 15 the mode of a method is a boolean."""
    modes: dict[int, int] = {}
    for item in _members(rights, where):
        number, mode, *_ = _structure(item, members, where)
        known = _of(number, (INTEGER,), f"{where}.id").value
        if known in modes:
            raise ProtocolViolation(f"{known} twice", "each number once", field=f"{where}.id")
        modes[known] = int(_of(mode, types, f"{where}.access_mode").value)
    return modes


def _members(data: Data, where: str = "object_list") -> Data:
    if data.type.tag != ARRAY:
        raise ProtocolViolation(_kind(data), "array", field=where)
    return data


def _structure(data: Data, members: int, where: str) -> list[Data]:
    if data.type.tag != STRUCTURE or len(data) != members:
        raise ProtocolViolation(_kind(data), f"a structure of {members}", field=where)
    return list(data)


def _of(data: Data, types: tuple[DataType, ...], where: str) -> Data:
    if data.type not in types:
        raise ProtocolViolation(_kind(data), " or ".join(map(str, types)), field=where)
    return data


def _kind(data: Data) -> str:
    """The type for a reader: that of a list of many unlike members would fill a page."""
    text = str(data.type)
    return text if len(text) <= LONGEST_TYPE else f"{data.type.name} of {len(data)} members"
