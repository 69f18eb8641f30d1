"""xDLMS ACTION service, normal (IEC 62056-5-3, Action-Request and Action-Response).

Parameter blocks and lists are left out.
"""

from conformance.codec.kinds import I8, U8, U16, Code, Maybe, OpenEnum
from conformance.codec.message import message, wire
from conformance.dlms.cosem import INSTANCE_ID
from conformance.dlms.data import DATA
from conformance.dlms.data_types import Data
from conformance.dlms.get import GET_DATA_RESULT, DataAccessResult
from conformance.dlms.service import ServiceApdu


class ActionResult(OpenEnum):
    """Outcome of invoking a method (Action-Result)."""

    SUCCESS = 0
    HARDWARE_FAULT = 1
    TEMPORARY_FAILURE = 2
    READ_WRITE_DENIED = 3
    OBJECT_UNDEFINED = 4
    OBJECT_CLASS_INCONSISTENT = 9
    OBJECT_UNAVAILABLE = 11
    TYPE_UNMATCHED = 12
    SCOPE_OF_ACCESS_VIOLATED = 13
    DATA_BLOCK_UNAVAILABLE = 14
    LONG_ACTION_ABORTED = 15
    NO_LONG_ACTION_IN_PROGRESS = 16
    OTHER_REASON = 250


@message(tag=b"\xc3\x01")
class ActionRequestNormal(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    class_id: int = wire(U16)
    instance_id: bytes = wire(INSTANCE_ID)
    method_id: int = wire(I8)
    parameters: Data | None = wire(Maybe(DATA), default=None)


@message(tag=b"\xc7\x01")
class ActionResponseNormal(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    result: ActionResult = wire(Code(U8, ActionResult))
    return_parameters: Data | DataAccessResult | None = wire(Maybe(GET_DATA_RESULT), default=None)

    @property
    def refused(self) -> bool:
        return self.result != ActionResult.SUCCESS
