"""xDLMS SET service: one attribute, a list of them, in one APDU or in blocks (IEC 62056-5-3, Set-Request)."""

from conformance.codec.axdr import SequenceOf
from conformance.codec.kinds import I8, U8, U16, U32, Code, Maybe
from conformance.codec.message import message, wire
from conformance.dlms.blocks import DATA_BLOCK, DataBlock
from conformance.dlms.cosem import INSTANCE_ID
from conformance.dlms.data import DATA
from conformance.dlms.data_types import Data
from conformance.dlms.get import DataAccessResult
from conformance.dlms.service import (
    SELECTED_ATTRIBUTES,
    SELECTIVE_ACCESS,
    SelectedAttribute,
    SelectiveAccess,
    ServiceApdu,
)

RESULT = Code(U8, DataAccessResult)


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
    result: DataAccessResult = wire(RESULT)

    @property
    def refused(self) -> bool:
        return self.result != DataAccessResult.SUCCESS


@message(tag=b"\xc1\x02")
class SetRequestWithFirstDatablock(ServiceApdu):
    """Names the attribute; the blocks hold the encoded Data."""

    invoke_id_and_priority: int = wire(U8)
    class_id: int = wire(U16)
    instance_id: bytes = wire(INSTANCE_ID)
    attribute_id: int = wire(I8)
    access_selection: SelectiveAccess | None = wire(Maybe(SELECTIVE_ACCESS))
    block: DataBlock = wire(DATA_BLOCK)


@message(tag=b"\xc1\x03")
class SetRequestWithDatablock(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    block: DataBlock = wire(DATA_BLOCK)


@message(tag=b"\xc1\x04")
class SetRequestWithList(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    attributes: list[SelectedAttribute] = wire(SELECTED_ATTRIBUTES)
    values: list[Data] = wire(SequenceOf(DATA))


@message(tag=b"\xc1\x05")
class SetRequestWithListAndFirstDatablock(ServiceApdu):
    """Names the attributes; the blocks hold the encoded list of values."""

    invoke_id_and_priority: int = wire(U8)
    attributes: list[SelectedAttribute] = wire(SELECTED_ATTRIBUTES)
    block: DataBlock = wire(DATA_BLOCK)


@message(tag=b"\xc5\x02")
class SetResponseDatablock(ServiceApdu):
    """Confirms a block that is not the last."""

    invoke_id_and_priority: int = wire(U8)
    block_number: int = wire(U32)


@message(tag=b"\xc5\x03")
class SetResponseLastDatablock(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    result: DataAccessResult = wire(RESULT)
    block_number: int = wire(U32)

    @property
    def refused(self) -> bool:
        return self.result != DataAccessResult.SUCCESS


@message(tag=b"\xc5\x04")
class SetResponseLastDatablockWithList(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    results: list[DataAccessResult] = wire(SequenceOf(RESULT))
    block_number: int = wire(U32)


@message(tag=b"\xc5\x05")
class SetResponseWithList(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    results: list[DataAccessResult] = wire(SequenceOf(RESULT))
