"""Faults in the transfer of long values in blocks."""

from conformance.dlms.action import ActionResponseNextPblock, ActionResult
from conformance.dlms.blocks import DataBlock, blocks_of
from conformance.dlms.get import DataAccessResult, GetRequestNext, GetResponseWithDatablock
from conformance.dlms.initiate import InitiateRequest
from conformance.dlms.service import ServiceApdu
from conformance.dlms.set import SetRequestWithDatablock, SetResponseDatablock, SetResponseNormal
from golden_units.cosem.action_service import ActionService
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.get_service import BLOCK_OVERHEAD, GetService
from golden_units.cosem.long_transfer import LongAction, LongGet, LongSet, LongTransfer
from golden_units.cosem.set_service import SetService
from golden_units.defects.base import Defect


class NumbersFromZero(GetService):
    """Numbers the blocks that it sends from 0, and takes the numbers that it hears as if it did not."""

    def respond_block(self, request: ServiceApdu, transfer: LongGet) -> bytes:
        block = GetResponseWithDatablock.decode(super().respond_block(request, transfer))
        block.block_number -= 1
        return block.encode()

    def serve_next(
        self, association: AssociationServer, request: GetRequestNext, transfer: LongTransfer | None
    ) -> bytes | None:
        request.block_number += 1
        return super().serve_next(association, request, transfer)


class NeverSaysLast(GetService):
    """Leaves last-block false in the last block."""

    def respond_block(self, request: ServiceApdu, transfer: LongGet) -> bytes:
        block = GetResponseWithDatablock.decode(super().respond_block(request, transfer))
        block.last_block = False
        return block.encode()


class SaysLastTooSoon(GetService):
    """Calls the last block but one the last."""

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        return super().cut(octets, size)[:-1]


class OverfillsBlocks(GetService):
    """Forgets what stands around a block."""

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        return super().cut(octets, size + BLOCK_OVERHEAD)


class LosesAnOctet(GetService):
    """Leaves out the octet between two blocks."""

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        return [piece[:size] for piece in blocks_of(octets, size + 1)]


class SendsTheChoice(GetService):
    """Begins the first block with the octet that says data in a response without blocks."""

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        return super().cut(b"\x00" + octets, size)


class FitsByOne(AssociationServer):
    """Counts one octet too few of what the client can receive."""

    def fits(self, apdu: bytes) -> bool:
        return super().fits(apdu[:-1])


class IgnoresTheNumber(GetService):
    """Sends the next block, whichever the client names."""

    def serve_next(
        self, association: AssociationServer, request: GetRequestNext, transfer: LongTransfer | None
    ) -> bytes | None:
        if isinstance(transfer, LongGet):
            request.block_number = transfer.number
        return super().serve_next(association, request, transfer)


class LooksAtTheLastOctet(GetService):
    """Compares the last octet of block numbers."""

    def serve_next(
        self, association: AssociationServer, request: GetRequestNext, transfer: LongTransfer | None
    ) -> bytes | None:
        request.block_number &= 0xFF
        return super().serve_next(association, request, transfer)


class RepeatsTheLastBlock(GetService):
    """Has the last block for whoever goes on asking."""

    def serve_next(
        self, association: AssociationServer, request: GetRequestNext, transfer: LongTransfer | None
    ) -> bytes | None:
        if isinstance(transfer, LongGet) and transfer.is_last:
            transfer.number -= 1
            request.block_number = transfer.number
        return super().serve_next(association, request, transfer)


class KeepsTransfers(AssociationServer):
    """Goes on with the transfer of an association that is over."""

    def accept(self, initiate: InitiateRequest) -> bytes | None:
        transfer = self.transfer
        answer = super().accept(initiate)
        self.transfer = transfer
        return answer


class ConfirmsTheNextBlock(SetService):
    """Confirms a block with the number that it wants next."""

    def serve_block(
        self, association: AssociationServer, request: ServiceApdu, block: DataBlock, transfer: LongSet
    ) -> bytes | None:
        answer = super().serve_block(association, request, block, transfer)
        if block.last_block or association.transfer is None:
            return answer
        return SetResponseDatablock(request.invoke_id_and_priority, block.block_number + 1).encode()


class ForgetsBlocks(SetService):
    """Says success to the last block, and writes nothing."""

    def finish(
        self, association: AssociationServer, request: ServiceApdu, block: DataBlock, transfer: LongSet
    ) -> bytes | None:
        return self.abort(request, block, DataAccessResult.SUCCESS)


class AnswersTheLastBlockPlainly(SetService):
    """Answers the last block as if the value had come in one piece."""

    def finish(
        self, association: AssociationServer, request: ServiceApdu, block: DataBlock, transfer: LongSet
    ) -> bytes | None:
        super().finish(association, request, block, transfer)
        return SetResponseNormal(request.invoke_id_and_priority, DataAccessResult.SUCCESS).encode()


class TakesBlocksInAnyOrder(SetService):
    """Puts together what comes, whatever its numbers."""

    def take(self, transfer: LongSet, block: DataBlock) -> DataAccessResult | None:
        return super().take(transfer, DataBlock(block.last_block, transfer.assembly.next_number, block.raw_data))


class ConfirmsBlocksOfNothing(SetService):
    """Confirms blocks of a SET that never began."""

    def serve_next(
        self, association: AssociationServer, request: SetRequestWithDatablock, transfer: LongTransfer | None
    ) -> bytes | None:
        if isinstance(transfer, LongSet):
            return super().serve_next(association, request, transfer)
        if request.block.last_block:
            return self.abort(request, request.block, DataAccessResult.SUCCESS)
        return SetResponseDatablock(request.invoke_id_and_priority, request.block.block_number).encode()


class ConfirmsTheNextPblock(ActionService):
    """Confirms a block with the number that it wants next."""

    def serve_block(
        self, association: AssociationServer, request: ServiceApdu, block: DataBlock, transfer: LongAction
    ) -> bytes | None:
        answer = super().serve_block(association, request, block, transfer)
        if block.last_block or association.transfer is None:
            return answer
        return ActionResponseNextPblock(request.invoke_id_and_priority, block.block_number + 1).encode()


class ForgetsParameters(ActionService):
    """Says success to the last block, and invokes nothing."""

    def finish(self, association: AssociationServer, request: ServiceApdu, transfer: LongAction) -> bytes | None:
        return self.abort(request, ActionResult.SUCCESS)


class TakesPblocksInAnyOrder(ActionService):
    """Puts together what comes, whatever its numbers."""

    def takes(self, transfer: LongAction, block: DataBlock) -> bool:
        return super().takes(transfer, DataBlock(block.last_block, transfer.assembly.next_number, block.raw_data))


DEFECTS = (
    Defect(
        "get-blocks-from-0",
        "DLMS-GET-BLOCKS",
        "The blocks of a long answer are numbered from 0.",
        services={"get": NumbersFromZero},
    ),
    Defect(
        "get-blocks-without-end",
        "DLMS-GET-BLOCKS",
        "The last block of a long answer does not say that it is the last.",
        services={"get": NeverSaysLast},
    ),
    Defect(
        "get-blocks-end-too-soon",
        "DLMS-GET-BLOCKS",
        "The last block but one says that it is the last.",
        services={"get": SaysLastTooSoon},
    ),
    Defect(
        "get-blocks-too-long",
        "DLMS-XDLMS-PDU-SIZE",
        "Blocks are filled up to what the client can receive, without room for what stands around them.",
        services={"get": OverfillsBlocks},
    ),
    Defect(
        "get-blocks-lose-an-octet",
        "DLMS-GET-BLOCKS",
        "Between two blocks of a long answer an octet is lost.",
        services={"get": LosesAnOctet},
    ),
    Defect(
        "get-blocks-with-choice",
        "DLMS-GET-BLOCKS",
        "Before the data in the first block stands the choice octet of an answer without blocks.",
        services={"get": SendsTheChoice},
    ),
    Defect(
        "client-pdu-size-exceeded-by-one",
        "DLMS-XDLMS-PDU-SIZE",
        "An answer that is one octet longer than what the client can receive is sent in one piece.",
        parts={"association_server": FitsByOne},
    ),
    Defect(
        "get-next-ignores-number",
        "DLMS-GET-BLOCK-NUMBER",
        "A get-request-next gets the next block whatever number it names.",
        services={"get": IgnoresTheNumber},
    ),
    Defect(
        "get-next-compares-one-octet",
        "DLMS-GET-BLOCK-NUMBER",
        "Of the block number in a get-request-next the last octet alone is looked at.",
        services={"get": LooksAtTheLastOctet},
    ),
    Defect(
        "get-next-repeats-last-block",
        "DLMS-GET-BLOCK-NUMBER",
        "A get-request-next behind the last block gets the last block again.",
        services={"get": RepeatsTheLastBlock},
    ),
    Defect(
        "long-get-outlives-association",
        "DLMS-GET-BLOCK-NUMBER",
        "A long GET goes on in another association after the one it began in has ended.",
        parts={"association_server": KeepsTransfers},
    ),
    Defect(
        "set-blocks-confirmed-by-next",
        "DLMS-SET-BLOCKS",
        "A block of a SET is confirmed with the number of the next.",
        services={"set": ConfirmsTheNextBlock},
    ),
    Defect(
        "set-blocks-forgotten",
        "DLMS-SET-BLOCKS",
        "A SET in blocks is answered by success, and the attribute keeps its value.",
        services={"set": ForgetsBlocks},
    ),
    Defect(
        "set-last-block-answered-plainly",
        "DLMS-SET-BLOCKS",
        "The last block of a SET is answered by a set-response without the block number.",
        services={"set": AnswersTheLastBlockPlainly},
    ),
    Defect(
        "set-blocks-in-any-order",
        "DLMS-SET-BLOCK-NUMBER",
        "Blocks of a SET are put together as they come, whatever their numbers.",
        services={"set": TakesBlocksInAnyOrder},
    ),
    Defect(
        "set-blocks-of-nothing-confirmed",
        "DLMS-SET-BLOCK-NUMBER",
        "Blocks of a SET that has no first one are confirmed, the last by success.",
        services={"set": ConfirmsBlocksOfNothing},
    ),
    Defect(
        "action-blocks-confirmed-by-next",
        "DLMS-ACTION-BLOCKS",
        "A block of parameters is confirmed with the number of the next.",
        services={"action": ConfirmsTheNextPblock},
    ),
    Defect(
        "action-blocks-forgotten",
        "DLMS-ACTION-BLOCKS",
        "An ACTION with parameters in blocks is answered by success, and the method is not invoked.",
        services={"action": ForgetsParameters},
    ),
    Defect(
        "action-blocks-in-any-order",
        "DLMS-ACTION-BLOCK-NUMBER",
        "Blocks of parameters are put together as they come, whatever their numbers.",
        services={"action": TakesPblocksInAnyOrder},
    ),
)
