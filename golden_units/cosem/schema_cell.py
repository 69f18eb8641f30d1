"""An attribute that keeps what is written to it, if that is as its interface class wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from conformance.dlms.data import encode_data
from conformance.dlms.data_types import Data
from conformance.dlms.get import DataAccessResult
from conformance.dlms.interface_classes import InterfaceClass
from golden_units.cosem.object_model import AccessRefused, Point

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

LARGEST_OCTETS = 4096
"""Of a value, as it stands on the wire."""


class SchemaCell:
    """Tables of a class may grow and shrink; `permits` says what else the object wants of them."""

    def __init__(
        self,
        interface: InterfaceClass,
        number: int,
        data: Data,
        permits: Callable[[Data], bool] = lambda data: True,
    ) -> None:
        attribute = interface.attribute(number)
        if attribute is None:
            raise ValueError(f"{interface.name} has no attribute {number}")
        self.attribute = attribute
        self.permits = permits
        self.data = data
        self.check(data)

    def read(self, association: AssociationServer) -> Data:
        return self.data

    def write(self, association: AssociationServer, data: Data) -> None:
        self.check(data)
        self.data = data

    def check(self, data: Data) -> None:
        if self.attribute.check(data):
            raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
        if len(encode_data(data)) > LARGEST_OCTETS or not self.permits(data):
            raise AccessRefused(DataAccessResult.OTHER_REASON)

    @property
    def point(self) -> Point:
        return Point(self.read, self.write)
