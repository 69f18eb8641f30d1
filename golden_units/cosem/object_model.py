"""The object model of a logical device: instances of interface classes whose attributes are read from live state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conformance.dlms.acse import Mechanism
from conformance.dlms.action import ActionOutcome, ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import OCTET_STRING, Data
from conformance.dlms.get import DataAccessResult, GetRequestNormal
from conformance.dlms.interface_classes import InterfaceClass
from conformance.dlms.interface_classes.association_ln import AttributeAccess
from conformance.dlms.service import SelectiveAccess
from conformance.dlms.set import SetRequestNormal

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer


LARGEST_CLIENT_SAP = 127


class AccessRefused(Exception):
    """Reading or writing ends with a data-access-result."""

    def __init__(self, result: DataAccessResult) -> None:
        self.result = result
        super().__init__(result.label)


Read = Callable[["AssociationServer"], Data]
Write = Callable[["AssociationServer", Data], None]
Invoke = Callable[["AssociationServer", Data | None], ActionResult | ActionOutcome]
"""Does what a method does; answers an outcome where the method returns data."""

Select = Callable[["AssociationServer", SelectiveAccess], Data]


@dataclass(frozen=True, slots=True)
class Point:
    """One attribute of an instance: how it is read, and how it is written if it can be."""

    read: Read | None
    write: Write | None = None
    select: Select | None = None
    """How a part of it is read; None if it has no selective access. Raises AccessRefused for a selection at fault."""

    def access(self, client: Client) -> AttributeAccess:
        is_writable = self.write is not None and client.may_write
        if self.read is None:
            return AttributeAccess.WRITE_ONLY if is_writable else AttributeAccess.NO_ACCESS
        return AttributeAccess.READ_AND_WRITE if is_writable else AttributeAccess.READ_ONLY


@dataclass(frozen=True, slots=True)
class Client:
    """A client that may associate: its SAP, how it has to show who it is, and whether it may write and act.

    The wrapper could carry SAPs of 16 bits, but associated_partners_id has an `integer` for the client's,
    and HDLC one octet for it.
    """

    sap: int
    name: str
    mechanism: Mechanism = Mechanism.NONE
    secret: bytes = b""
    may_write: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.sap <= LARGEST_CLIENT_SAP:
            raise ValueError(f"client {self.name} has the SAP {self.sap}; wanted 1 to {LARGEST_CLIENT_SAP}")


@dataclass(frozen=True, slots=True)
class Instance:
    """An object: a class, a logical name, and its attributes and methods by number."""

    interface: InterfaceClass
    instance_id: ObisCode
    attributes: dict[int, Point]
    methods: dict[int, Invoke] = field(default_factory=dict)


class LogicalDevice:
    """The objects of one logical device."""

    def __init__(self, instances: Iterable[Instance]) -> None:
        self.instances = tuple(instances)
        self.points: dict[tuple[int, bytes, int], Point] = {}
        self.methods: dict[tuple[int, bytes, int], Invoke] = {}
        self.classes: dict[bytes, set[int]] = {}
        for instance in self.instances:
            class_id, name = instance.interface.class_id, bytes(instance.instance_id)
            self.classes.setdefault(name, set()).add(class_id)
            self.points[class_id, name, 1] = constant(OCTET_STRING(name))
            for number, point in instance.attributes.items():
                self.points[class_id, name, number] = point
            for number, invoke in instance.methods.items():
                self.methods[class_id, name, number] = invoke

    def find(self, class_id: int, instance_id: bytes) -> Instance | None:
        for instance in self.instances:
            if (instance.interface.class_id, instance.instance_id) == (class_id, instance_id):
                return instance
        return None

    def point_of(self, request: GetRequestNormal | SetRequestNormal) -> Point | None:
        """The attribute that a request names; None if there is none."""
        return self.points.get((request.class_id, request.instance_id, request.attribute_id))

    def why_unknown(self, class_id: int, instance_id: bytes) -> DataAccessResult:
        """The result for an attribute or method that is not there."""
        classes = self.classes.get(bytes(instance_id))
        if classes is None:
            return DataAccessResult.OBJECT_UNDEFINED
        if class_id not in classes:
            return DataAccessResult.OBJECT_CLASS_INCONSISTENT
        return DataAccessResult.READ_WRITE_DENIED


def constant(data: Data) -> Point:
    """An attribute that never changes."""
    return Point(lambda association: data)


class Cell:
    """An attribute that keeps what is written to it, if type and check allow."""

    def __init__(self, data: Data, *, largest_octets: int = 64) -> None:
        self.data = data
        self.largest_octets = largest_octets

    def read(self, association: AssociationServer) -> Data:
        return self.data

    def write(self, association: AssociationServer, data: Data) -> None:
        self.check(data)
        self.data = data

    def check(self, data: Data) -> None:
        if data.type != self.data.type:
            raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
        if isinstance(data.value, bytes) and len(data.value) > self.largest_octets:
            raise AccessRefused(DataAccessResult.OTHER_REASON)

    @property
    def point(self) -> Point:
        return Point(self.read, self.write)


def replaced(instances: Iterable[Instance], instance_id: str, number: int, point: Point) -> list[Instance]:
    """The same objects, but for one attribute of one of them."""
    name = ObisCode(instance_id)
    return [
        replace(known, attributes={**known.attributes, number: point}) if known.instance_id == name else known
        for known in instances
    ]
