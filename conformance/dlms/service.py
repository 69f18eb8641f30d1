"""What the xDLMS services GET, SET and ACTION share (IEC 62056-5-3)."""

from conformance.codec.kinds import U8
from conformance.codec.message import Embedded, Message, message, wire
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
