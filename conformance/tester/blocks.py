"""Answers that come in blocks: fetched to the last one and put together (IEC 62056-5-3).

A case gets the answer as if it had come in one APDU; one that judges blocks
sends and receives them itself.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from conformance.checks import passed
from conformance.codec.axdr import SequenceOf
from conformance.codec.kinds import Kind
from conformance.codec.message import Embedded, Message
from conformance.dlms.action import (
    ActionOutcome,
    ActionRequestNextPblock,
    ActionRequestNormal,
    ActionRequestWithFirstPblock,
    ActionRequestWithPblock,
    ActionResponseNormal,
    ActionResponseWithList,
    ActionResponseWithPblock,
    ActionResult,
)
from conformance.dlms.blocks import BlockAssembly
from conformance.dlms.data import DATA
from conformance.dlms.get import (
    GET_DATA_RESULT,
    GetRequestNext,
    GetRequestNormal,
    GetResponseNormal,
    GetResponseWithDatablock,
    GetResponseWithList,
)
from conformance.dlms.service import ServiceApdu
from conformance.errors import Place, ProtocolViolation, under
from conformance.steps import Inconclusive

T = TypeVar("T")

LARGEST_ANSWER = 4 * 1024 * 1024
"""Octets in all that are taken of one answer; a year of a quarter-hourly load profile has room in it."""

GET_BLOCKS, ACTION_BLOCKS = "DLMS-GET-BLOCKS", "DLMS-ACTION-BLOCKS"
"""The rules of blocks that a DUT sends."""

RESULTS = SequenceOf(GET_DATA_RESULT)
VALUES = SequenceOf(DATA)
OUTCOME = Embedded(ActionOutcome)
OUTCOMES = SequenceOf(OUTCOME)

Ask = Callable[[ServiceApdu], Message]
"""Sends a request and answers the APDU that comes, under the same invoke-id."""

ALL_BLOCKS = "data of all blocks"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an APDU came."""

    frame: int | None
    """The latest frame of the DUT by then."""

    octets: int


Arrived = Callable[[], Arrival]
"""Tells it of the APDU that came last."""


class BlocksReceived(BlockAssembly):
    """Blocks put together, and where each of them came."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule, largest_octets=LARGEST_ANSWER)
        self._starts: list[int] = []
        self._arrivals: list[Arrival] = []

    def came(self, arrival: Arrival) -> None:
        """Told of every block before it is taken."""
        self._starts.append(len(self.octets))
        self._arrivals.append(arrival)

    def place(self, offset: int) -> Place:
        """Where an octet of them all came; raw-data is what a block ends with."""
        last = len(self._starts) - 1
        number = max(0, bisect_right(self._starts, offset) - 1)
        end = len(self.octets) if number == last else self._starts[number + 1]
        arrival = self._arrivals[number]
        return Place(ALL_BLOCKS, arrival.frame, arrival.octets, arrival.octets - (end - offset))


def whole(request: ServiceApdu, answer: Message, ask: Ask, arrived: Arrived) -> Message:
    """An answer as if it had come in one APDU: if it is the first of several blocks, the others are asked for.

    The answer to a request for a block stays what it is.
    """
    if isinstance(request, GetRequestNext | ActionRequestNextPblock):
        return answer
    if isinstance(answer, GetResponseWithDatablock):
        return _whole_get(request, answer, ask, arrived)
    if isinstance(answer, ActionResponseWithPblock):
        return _whole_action(request, answer, ask, arrived)
    return answer


def _whole_get(request: ServiceApdu, block: GetResponseWithDatablock, ask: Ask, arrived: Arrived) -> Message:
    invoke = request.invoke_id_and_priority
    assembly = BlocksReceived(GET_BLOCKS)
    while isinstance(block.result, bytes):
        take_block(assembly, block.block_number, block.result, arrived(), is_last=block.last_block)
        if block.last_block:
            if isinstance(request, GetRequestNormal):
                return GetResponseNormal(invoke, decoded(DATA, assembly, "data"))
            return GetResponseWithList(invoke, decoded(RESULTS, assembly, "results"))
        answer = ask(GetRequestNext(invoke, block.block_number))
        if not isinstance(answer, GetResponseWithDatablock):
            return answer
        block = answer
    return GetResponseNormal(invoke, block.result)


def _whole_action(request: ServiceApdu, answer: ActionResponseWithPblock, ask: Ask, arrived: Arrived) -> Message:
    invoke = request.invoke_id_and_priority
    assembly = BlocksReceived(ACTION_BLOCKS)
    while True:
        block = answer.block
        take_block(assembly, block.block_number, block.raw_data, arrived(), is_last=block.last_block)
        if block.last_block:
            break
        following = ask(ActionRequestNextPblock(invoke, block.block_number))
        if not isinstance(following, ActionResponseWithPblock):
            return following
        answer = following
    single = ActionRequestNormal | ActionRequestWithFirstPblock | ActionRequestWithPblock
    if isinstance(request, single):
        return _returned(invoke, assembly)
    return ActionResponseWithList(invoke, decoded(OUTCOMES, assembly, "outcomes"))


def _returned(invoke: int, assembly: BlocksReceived) -> ActionResponseNormal:
    """What the blocks of a return hold is stated nowhere, and servers differ.

    An outcome with its optional data, a Get-Data-Result, or bare data, success being understood in the latter two.
    The outcome is tried first: two octets that refuse would make a boolean, too.
    """
    try:
        outcome = decoded(OUTCOME, assembly, "outcome")
    except ProtocolViolation:
        pass
    else:
        return ActionResponseNormal(invoke, outcome.result, outcome.return_parameters)
    try:
        returned = decoded(GET_DATA_RESULT, assembly, "result")
    except ProtocolViolation:
        returned = decoded(DATA, assembly, "data")
    return ActionResponseNormal(invoke, ActionResult.SUCCESS, returned)


def take_block(assembly: BlocksReceived, number: int, raw_data: bytes, arrival: Arrival, *, is_last: bool) -> None:
    """Put what a block carries behind those before; INCONCLUSIVE if that comes to no end."""
    if not assembly.has_room(raw_data):  # no standard forbids that
        text = f"the answer has more than {LARGEST_ANSWER} octets: {assembly.next_number} blocks, and no end"
        raise Inconclusive("too-long", text)
    assembly.came(arrival)
    assembly.take(number, raw_data)
    if not raw_data and not is_last:  # no standard forbids that either, but a DUT could go on so for ever
        raise Inconclusive("unforeseen", f"block {number} carries no octet, and is not the last")
    passed(f"block {number} is in order")


def decoded(kind: Kind[T], assembly: BlocksReceived, field: str) -> T:
    """What the blocks make up; a violation of what is malformed in it says at which octet of the whole."""
    try:
        with under(assembly.rule):
            return kind.decode_whole(bytes(assembly.octets), field)
    except ProtocolViolation as violation:
        if violation.offset is not None:
            violation.place = assembly.place(violation.offset)
        raise
