"""What the xDLMS services GET, SET and ACTION share (IEC 62056-5-3)."""

from conformance.codec.axdr import SequenceOf
from conformance.codec.kinds import I8, U8, U16, Maybe
from conformance.codec.message import Embedded, Message, message, wire
from conformance.dlms.cosem import INSTANCE_ID
from conformance.dlms.data import DATA
from conformance.dlms.data_types import Data

CONFIRMED = 0x40
HIGH_PRIORITY = 0x80
"""Bits of invoke-id-and-priority beside the invoke-id in its low four bits."""


class ServiceApdu(Message):
    """A request or response that carries invoke-id-and-priority."""

    __slots__ = ()

    invoke_id_and_priority: int

    @property
    def invoke_id(self) -> int:
        return self.invoke_id_and_priority & 0x0F

    @property
    def is_confirmed(self) -> bool:
        return bool(self.invoke_id_and_priority & CONFIRMED)


@message()
class SelectiveAccess(Message):
    """Selective-Access-Descriptor: which part of an attribute is meant."""

    access_selector: int = wire(U8)
    access_parameters: Data = wire(DATA)


SELECTIVE_ACCESS = Embedded(SelectiveAccess)


@message()
class SelectedAttribute(Message):
    """Cosem-Attribute-Descriptor-With-Selection: an attribute in a list."""

    class_id: int = wire(U16)
    instance_id: bytes = wire(INSTANCE_ID)
    attribute_id: int = wire(I8)
    access_selection: SelectiveAccess | None = wire(Maybe(SELECTIVE_ACCESS), default=None)


SELECTED_ATTRIBUTES = SequenceOf(Embedded(SelectedAttribute))
