"""xDLMS ACTION service: one method, a list of them, in one APDU or in blocks (IEC 62056-5-3, Action-Request).

Parameters and what a method returns may each be too long for one APDU, so there are blocks both ways.
"""

from conformance.codec.axdr import SequenceOf
from conformance.codec.kinds import I8, U8, U16, U32, Code, Maybe, OpenEnum
from conformance.codec.message import Embedded, Message, message, wire
from conformance.dlms.blocks import DATA_BLOCK, DataBlock
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


@message(tag=b"\xc3\x02")
class ActionRequestNextPblock(ServiceApdu):
    """Asks for the block of return parameters behind the one that is named."""

    invoke_id_and_priority: int = wire(U8)
    block_number: int = wire(U32)


@message()
class Method(Message):
    """Cosem-Method-Descriptor."""

    class_id: int = wire(U16)
    instance_id: bytes = wire(INSTANCE_ID)
    method_id: int = wire(I8)


METHODS = SequenceOf(Embedded(Method))


@message(tag=b"\xc3\x03")
class ActionRequestWithList(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    methods: list[Method] = wire(METHODS)
    parameters: list[Data] = wire(SequenceOf(DATA))


@message(tag=b"\xc3\x04")
class ActionRequestWithFirstPblock(ServiceApdu):
    """Names the method; the blocks hold its encoded parameters."""

    invoke_id_and_priority: int = wire(U8)
    class_id: int = wire(U16)
    instance_id: bytes = wire(INSTANCE_ID)
    method_id: int = wire(I8)
    block: DataBlock = wire(DATA_BLOCK)


@message(tag=b"\xc3\x05")
class ActionRequestWithListAndFirstPblock(ServiceApdu):
    """Names the methods; the blocks hold the encoded list of their parameters."""

    invoke_id_and_priority: int = wire(U8)
    methods: list[Method] = wire(METHODS)
    block: DataBlock = wire(DATA_BLOCK)


@message(tag=b"\xc3\x06")
class ActionRequestWithPblock(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    block: DataBlock = wire(DATA_BLOCK)


@message(tag=b"\xc7\x02")
class ActionResponseWithPblock(ServiceApdu):
    """A piece of the encoded return parameters."""

    invoke_id_and_priority: int = wire(U8)
    block: DataBlock = wire(DATA_BLOCK)


@message()
class ActionOutcome(Message):
    """Action-Response-With-Optional-Data: what came of one method of a list."""

    result: ActionResult = wire(Code(U8, ActionResult))
    return_parameters: Data | DataAccessResult | None = wire(Maybe(GET_DATA_RESULT), default=None)


@message(tag=b"\xc7\x03")
class ActionResponseWithList(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    outcomes: list[ActionOutcome] = wire(SequenceOf(Embedded(ActionOutcome)))


@message(tag=b"\xc7\x04")
class ActionResponseNextPblock(ServiceApdu):
    """Confirms a block of parameters that is not the last."""

    invoke_id_and_priority: int = wire(U8)
    block_number: int = wire(U32)
