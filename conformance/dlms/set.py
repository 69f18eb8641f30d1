"""xDLMS SET service, normal (IEC 62056-5-3, Set-Request and Set-Response); data blocks and lists are left out."""

from conformance.codec.kinds import I8, U8, U16, Code, Maybe
from conformance.codec.message import message, wire
from conformance.dlms.cosem import INSTANCE_ID
from conformance.dlms.data import DATA
from conformance.dlms.data_types import Data
from conformance.dlms.get import DataAccessResult
from conformance.dlms.service import SELECTIVE_ACCESS, SelectiveAccess, ServiceApdu


@message(tag=b"\xc1\x01")
class SetRequestNormal(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    class_id: int = wire(U16)
    instance_id: bytes = wire(INSTANCE_ID)
    attribute_id: int = wire(I8)
    access_selection: SelectiveAccess | None = wire(Maybe(SELECTIVE_ACCESS))
    value: Data = wire(DATA)


@message(tag=b"\xc5\x01")
class SetResponseNormal(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    result: DataAccessResult = wire(Code(U8, DataAccessResult))

    @property
    def refused(self) -> bool:
        return self.result != DataAccessResult.SUCCESS
