"""Answers in blocks are put together, and what is wrong with a block is held against its rule."""

from collections.abc import Iterable

import pytest

from conformance.codec.axdr import SequenceOf
from conformance.codec.message import Message
from conformance.dlms.action import (
    ActionOutcome,
    ActionRequestNextPblock,
    ActionRequestNormal,
    ActionResponseNormal,
    ActionResponseWithPblock,
    ActionResult,
)
from conformance.dlms.blocks import DataBlock, blocks_of
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data import encode_data
from conformance.dlms.data_types import LONG_UNSIGNED, OCTET_STRING, Data, array
from conformance.dlms.get import (
    GET_DATA_RESULT,
    DataAccessResult,
    GetRequestNext,
    GetRequestNormal,
    GetRequestWithList,
    GetResponseNormal,
    GetResponseWithDatablock,
    GetResponseWithList,
)
from conformance.dlms.service import ServiceApdu
from conformance.dlms.service_error import ExceptionResponse, ServiceError, StateError
from conformance.errors import ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.blocks import Arrival, whole

INVOKE = 0xC5
NAME = ObisCode("0-0:42.0.0.255")
GET = GetRequestNormal(INVOKE, 1, NAME, 2)
GET_LIST = GetRequestWithList(INVOKE, [])
ACTION = ActionRequestNormal(INVOKE, 1, NAME, 1)
VALUE = array(*(LONG_UNSIGNED(number) for number in range(9)))


class Dut:
    """Answers with what it was given, and remembers what it was asked."""

    def __init__(self, answers: Iterable[Message]) -> None:
        self.answers = list(answers)
        self.asked: list[ServiceApdu] = []

    def ask(self, request: ServiceApdu) -> Message:
        self.asked.append(request)
        return self.answers.pop(0)

    def whole(self, request: ServiceApdu) -> Message:
        return whole(request, self.answers.pop(0), self.ask, lambda: Arrival(None, 0))


def of_get(octets: bytes, size: int = 4) -> list[GetResponseWithDatablock]:
    pieces = blocks_of(octets, size)
    return [GetResponseWithDatablock(INVOKE, n == len(pieces), n, piece) for n, piece in enumerate(pieces, start=1)]


def of_action(octets: bytes, size: int = 4) -> list[ActionResponseWithPblock]:
    pieces = blocks_of(octets, size)
    return [
        ActionResponseWithPblock(INVOKE, DataBlock(n == len(pieces), n, piece))
        for n, piece in enumerate(pieces, start=1)
    ]


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_a_value_in_blocks_of_any_size(size: int) -> None:
    dut = Dut(of_get(encode_data(VALUE), size))
    blocks = len(dut.answers)
    assert dut.whole(GET) == GetResponseNormal(INVOKE, VALUE)
    assert dut.asked == [GetRequestNext(INVOKE, number) for number in range(1, blocks)]


def test_results_of_a_list_in_blocks() -> None:
    results: list[Data | DataAccessResult] = [VALUE, DataAccessResult.OBJECT_UNDEFINED]
    octets = SequenceOf(GET_DATA_RESULT).encode(results, "results")
    assert Dut(of_get(octets)).whole(GET_LIST) == GetResponseWithList(INVOKE, results)


def test_a_refusal_within_the_transfer_is_the_answer() -> None:
    refusal = GetResponseWithDatablock(INVOKE, True, 2, DataAccessResult.LONG_GET_ABORTED)
    answer = Dut([of_get(encode_data(VALUE))[0], refusal]).whole(GET)
    assert answer == GetResponseNormal(INVOKE, DataAccessResult.LONG_GET_ABORTED)


def test_another_apdu_within_the_transfer_is_the_answer() -> None:
    other = ExceptionResponse(StateError.SERVICE_NOT_ALLOWED, ServiceError.OTHER_REASON)
    assert Dut([of_get(encode_data(VALUE))[0], other]).whole(GET) is other
    assert Dut([of_action(encode_data(VALUE))[0], other]).whole(ACTION) is other


def test_an_answer_to_a_request_for_a_block_stays_a_block() -> None:
    block = of_get(encode_data(VALUE))[1]
    assert Dut([block]).whole(GetRequestNext(INVOKE, 1)) is block


@pytest.mark.parametrize(
    ("number", "raw_data", "found"),
    [(3, b"\x12", "3"), (1, b"\x12", "1")],
    ids=["left out", "repeated"],
)
def test_a_block_out_of_order(number: int, raw_data: bytes, found: str) -> None:
    first = of_get(encode_data(VALUE))[0]
    with pytest.raises(ProtocolViolation, match=f"found {found}") as violation:
        Dut([first, GetResponseWithDatablock(INVOKE, False, number, raw_data)]).whole(GET)
    assert violation.value.rule == "DLMS-GET-BLOCKS"


def test_an_empty_block_within_decides_nothing() -> None:
    first = of_get(encode_data(VALUE))[0]
    with pytest.raises(Inconclusive, match="block 2 carries no octet"):
        Dut([first, GetResponseWithDatablock(INVOKE, False, 2, b"")]).whole(GET)


def test_an_empty_block_at_the_end_is_one_like_others() -> None:
    *first, last = of_get(encode_data(VALUE))
    last.last_block = False
    end = GetResponseWithDatablock(INVOKE, True, last.block_number + 1, b"")
    assert Dut([*first, last, end]).whole(GET) == GetResponseNormal(INVOKE, VALUE)


@pytest.mark.parametrize("octets", [encode_data(VALUE)[:-1], encode_data(VALUE) + b"\x00"], ids=["short", "long"])
def test_blocks_that_are_no_data(octets: bytes) -> None:
    with pytest.raises(ProtocolViolation) as violation:
        Dut(of_get(octets)).whole(GET)
    assert violation.value.rule == "DLMS-GET-BLOCKS"


@pytest.mark.parametrize(
    ("octets", "result", "returned"),
    [
        (ActionOutcome(ActionResult.SUCCESS, VALUE).encode(), ActionResult.SUCCESS, VALUE),
        (ActionOutcome(ActionResult.READ_WRITE_DENIED).encode(), ActionResult.READ_WRITE_DENIED, None),
        (GET_DATA_RESULT.encode(VALUE, "returned"), ActionResult.SUCCESS, VALUE),
        (encode_data(OCTET_STRING(b"returned")), ActionResult.SUCCESS, OCTET_STRING(b"returned")),
    ],
    ids=["outcome", "refusal", "Get-Data-Result", "data"],
)
def test_what_a_method_returns_in_any_reading(octets: bytes, result: ActionResult, returned: Data | None) -> None:
    dut = Dut(of_action(octets))
    blocks = len(dut.answers)
    assert dut.whole(ACTION) == ActionResponseNormal(INVOKE, result, returned)
    assert dut.asked == [ActionRequestNextPblock(INVOKE, number) for number in range(1, blocks)]
