"""Block transfers that a case drives by hand, block by block (IEC 62056-5-3, service-specific block transfer)."""

from collections.abc import Iterator, Sequence

from conformance.codec.message import Message
from conformance.dlms.action import ActionRequestWithFirstPblock, ActionRequestWithPblock
from conformance.dlms.apdu import title
from conformance.dlms.blocks import FIRST_BLOCK, DataBlock, blocks_of
from conformance.dlms.cosem import AttributeDescriptor
from conformance.dlms.data import DATA, encode_data
from conformance.dlms.data_types import Data
from conformance.dlms.get import GetRequestNext, GetRequestNormal, GetResponseWithDatablock
from conformance.dlms.set import SetRequestWithDatablock, SetRequestWithFirstDatablock
from conformance.errors import ProtocolViolation
from conformance.steps import Inconclusive
from conformance.tester.answers import Answer, reason_of_its_own, the_one
from conformance.tester.association import Association
from conformance.tester.blocks import GET_BLOCKS, BlocksReceived, decoded, take_block

Numbered = (
    SetRequestWithFirstDatablock | SetRequestWithDatablock | ActionRequestWithFirstPblock | ActionRequestWithPblock
)
"""Requests that carry a block."""


class LongGet:
    """A GET of one attribute whose answer comes in blocks; a case asks for each of them."""

    def __init__(self, association: Association, attribute: AttributeDescriptor) -> None:
        self.association = association
        self.request = GetRequestNormal(association.next_invoke_id(), *attribute)
        self._assembly = BlocksReceived(GET_BLOCKS)

    def first(self) -> GetResponseWithDatablock:
        """The first block; INCONCLUSIVE if the value comes in one piece, or not at all."""
        return self._in_blocks(self._unless_broken_off(self.request))

    def next(self, number: int) -> Message:
        """What comes if the block behind a number is asked for; INCONCLUSIVE if the DUT has a reason to break off."""
        return self._unless_broken_off(self._next(number))

    def to_the_end(self, block: GetResponseWithDatablock) -> GetResponseWithDatablock:
        """Ask for all that follows a block; the last one."""
        self.keep(block)
        while not block.last_block:
            block = the_one(self.next(block.block_number), GetResponseWithDatablock)
            self.keep(block)
        return block

    def try_next(self, number: int) -> Answer:
        """The same where the DUT need not answer with an APDU."""
        return self.association.try_out(self._next(number))

    def keep(self, block: GetResponseWithDatablock) -> None:
        """Put the piece that a block carries behind those before.

        A violation if it refuses or has another number than the next; INCONCLUSIVE if that comes to no end.
        """
        if not isinstance(block.result, bytes):
            found = f"block {block.block_number} refuses: {block.result.label}"
            raise ProtocolViolation(found, "a block with data", field="result", rule=GET_BLOCKS)
        arrival = self.association.arrival()
        take_block(self._assembly, block.block_number, block.result, arrival, is_last=block.last_block)

    @property
    def data(self) -> Data:
        """What the pieces make up; a violation if it is no data."""
        return decoded(DATA, self._assembly, "data")

    def _next(self, number: int) -> GetRequestNext:
        return GetRequestNext(self.request.invoke_id_and_priority, number)

    def _unless_broken_off(self, request: GetRequestNormal | GetRequestNext) -> Message:
        answer = self.association.ask_for_one(request, "get-response-with-datablock")
        reason = reason_of_its_own(answer)
        if reason:
            raise Inconclusive("unforeseen", f"the long GET is {reason}")
        return answer

    def _in_blocks(self, answer: Message) -> GetResponseWithDatablock:
        if isinstance(answer, GetResponseWithDatablock):
            return answer
        raise Inconclusive("unforeseen", f"the answer does not come in blocks: {title(type(answer))}")


def set_in_blocks(
    association: Association, attribute: AttributeDescriptor, value: Data, *, size: int
) -> Iterator[SetRequestWithFirstDatablock | SetRequestWithDatablock]:
    """The requests that SET an attribute in blocks of so many octets."""
    invoke = association.next_invoke_id()
    for block in numbered(encode_data(value), size):
        if block.block_number == FIRST_BLOCK:
            yield SetRequestWithFirstDatablock(invoke, *attribute, access_selection=None, block=block)
        else:
            yield SetRequestWithDatablock(invoke, block)


def action_in_blocks(
    association: Association, method: AttributeDescriptor, parameters: Data, *, size: int
) -> Iterator[ActionRequestWithFirstPblock | ActionRequestWithPblock]:
    """The requests that invoke a method with parameters in blocks of so many octets."""
    invoke = association.next_invoke_id()
    for block in numbered(encode_data(parameters), size):
        if block.block_number == FIRST_BLOCK:
            yield ActionRequestWithFirstPblock(invoke, *method, block=block)
        else:
            yield ActionRequestWithPblock(invoke, block)


def skip_a_number(requests: Sequence[Numbered], *, behind: int = 1) -> None:
    """Number all blocks behind the first, or behind so many, as if there had been one more."""
    for request in requests[behind:]:
        request.block.block_number += 1


def send_in_turn(association: Association, requests: Sequence[Numbered]) -> Answer:
    """Send blocks to the last one, refused or not; what comes then, or None as soon as one is passed over.

    A DUT that refuses a block has to forget those before: what follows may not end in success.
    """
    answer: Answer = None
    for request in requests:
        answer = association.try_out(request)
        if answer is None or association.link.is_ended:
            break
    return answer


def numbered(octets: bytes, size: int) -> list[DataBlock]:
    """Blocks of so many octets; the last is what is left."""
    pieces = blocks_of(octets, size)
    return [DataBlock(number == len(pieces), number, piece) for number, piece in enumerate(pieces, start=FIRST_BLOCK)]
