"""xDLMS GET service: one attribute, a list of them, the next block (IEC 62056-5-3, Get-Request and Get-Response).

The field table of a class is its codec. Values are kept as received: whether
they are allowed is a test case's question, so that a wrong answer of a DUT can
be represented.
"""

from typing import cast

from conformance.codec.axdr import BOOLEAN, OCTET_STRING, SequenceOf
from conformance.codec.kinds import I8, U8, U16, U32, Choice, Code, Kind, Maybe, OpenEnum
from conformance.codec.message import message, wire
from conformance.dlms.cosem import INSTANCE_ID
from conformance.dlms.data import DATA
from conformance.dlms.data_types import Data
from conformance.dlms.service import (
    SELECTED_ATTRIBUTES,
    SELECTIVE_ACCESS,
    SelectedAttribute,
    SelectiveAccess,
    ServiceApdu,
)
from conformance.errors import ProtocolViolation


class DataAccessResult(OpenEnum):
    """Outcome of reading or writing an attribute (Data-Access-Result)."""

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
    LONG_GET_ABORTED = 15
    NO_LONG_GET_IN_PROGRESS = 16
    LONG_SET_ABORTED = 17
    NO_LONG_SET_IN_PROGRESS = 18
    DATA_BLOCK_NUMBER_INVALID = 19
    OTHER_REASON = 250


GET_DATA_RESULT = cast(
    "Kind[Data | DataAccessResult]",
    Choice({0: (Data, DATA), 1: (DataAccessResult, Code(U8, DataAccessResult))}),
)
"""Get-Data-Result: the data, or why there is none."""

RAW_DATA_RESULT = cast(
    "Kind[bytes | DataAccessResult]",
    Choice({0: (bytes, OCTET_STRING), 1: (DataAccessResult, Code(U8, DataAccessResult))}),
)
"""result of DataBlock-G: a piece of the encoded data, or why no more of it comes."""


@message(tag=b"\xc0\x01")
class GetRequestNormal(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    class_id: int = wire(U16)
    instance_id: bytes = wire(INSTANCE_ID)
    attribute_id: int = wire(I8)
    access_selection: SelectiveAccess | None = wire(Maybe(SELECTIVE_ACCESS), default=None)


@message(tag=b"\xc4\x01")
class GetResponseNormal(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    result: Data | DataAccessResult = wire(GET_DATA_RESULT)

    @property
    def refused(self) -> bool:
        """True if there is a data-access-result instead of data."""
        return not isinstance(self.result, Data)

    @property
    def data(self) -> Data:
        """The data; a refusal in its place is a violation."""
        if isinstance(self.result, Data):
            return self.result
        raise ProtocolViolation(self.result.label, "data", field="result of Get-Response")


@message(tag=b"\xc0\x02")
class GetRequestNext(ServiceApdu):
    """Asks for the block behind the one that is named."""

    invoke_id_and_priority: int = wire(U8)
    block_number: int = wire(U32)


@message(tag=b"\xc4\x02")
class GetResponseWithDatablock(ServiceApdu):
    """A piece of the encoded Data, or of the encoded list of results if a list was asked for."""

    invoke_id_and_priority: int = wire(U8)
    last_block: bool = wire(BOOLEAN)
    block_number: int = wire(U32)
    result: bytes | DataAccessResult = wire(RAW_DATA_RESULT)

    @property
    def refused(self) -> bool:
        """True if there is a data-access-result instead of a piece."""
        return not isinstance(self.result, bytes)


@message(tag=b"\xc0\x03")
class GetRequestWithList(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    attributes: list[SelectedAttribute] = wire(SELECTED_ATTRIBUTES)


@message(tag=b"\xc4\x03")
class GetResponseWithList(ServiceApdu):
    invoke_id_and_priority: int = wire(U8)
    results: list[Data | DataAccessResult] = wire(SequenceOf(GET_DATA_RESULT))
