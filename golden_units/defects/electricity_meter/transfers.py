"""Faults that show at the end of a long transfer, behind a refusal, or in the second of a list."""

from conformance.dlms.action import ActionRequestNormal, Method
from conformance.dlms.blocks import DataBlock
from conformance.dlms.data_types import NULL_DATA, Data
from conformance.dlms.get import DataAccessResult, GetRequestNext, GetRequestWithList, GetResponseWithDatablock
from conformance.dlms.service import ServiceApdu
from golden_units.cosem.action_service import ActionService
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.get_service import GetService
from golden_units.cosem.long_transfer import LongAction, LongGet, LongSet, LongTransfer
from golden_units.cosem.set_service import SetService
from golden_units.defects.base import Defect
from golden_units.defects.electricity_meter.blocks import KeepsTransfers

LENGTH_AT = 9
"""Octets before the length of the piece in get-response-with-datablock."""


class TakesAnyLastBlock(SetService):
    """Looks at the numbers of blocks only as long as more are to come."""

    def take(self, transfer: LongSet, block: DataBlock) -> DataAccessResult | None:
        number = transfer.assembly.next_number if block.last_block else block.block_number
        return super().take(transfer, DataBlock(block.last_block, number, block.raw_data))


class GoesOnBehindARefusal(SetService):
    """Refuses a block with a wrong number, and keeps it all the same."""

    def serve_block(
        self, association: AssociationServer, request: ServiceApdu, block: DataBlock, transfer: LongSet
    ) -> bytes | None:
        answer = super().serve_block(association, request, block, transfer)
        if association.transfer is None and not block.last_block:
            transfer.assembly.next_number = block.block_number + 1
            transfer.assembly.octets += block.raw_data
            association.transfer = transfer
        return answer


class TakesAnyLastPblock(ActionService):
    """Looks at the numbers of blocks only as long as more are to come."""

    def takes(self, transfer: LongAction, block: DataBlock) -> bool:
        number = transfer.assembly.next_number if block.last_block else block.block_number
        return super().takes(transfer, DataBlock(block.last_block, number, block.raw_data))


class InvokesWithTheFirstParameters(ActionService):
    """Gives the parameters of the first method to all."""

    def one_by_one(
        self, request: ServiceApdu, methods: list[Method], parameters: list[Data]
    ) -> list[ActionRequestNormal]:
        return super().one_by_one(request, methods, parameters[:1] * len(parameters))


class TakesLowerNumbers(GetService):
    """Sends the next block unless the client is ahead of it."""

    def serve_next(
        self, association: AssociationServer, request: GetRequestNext, transfer: LongTransfer | None
    ) -> bytes | None:
        if isinstance(transfer, LongGet):
            request.block_number = max(request.block_number, transfer.number)
        return super().serve_next(association, request, transfer)


class WritesLongLengths(GetService):
    """Writes the length of every piece in three octets, and counts one."""

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        return super().cut(octets, size + 2)

    def respond_block(self, request: ServiceApdu, transfer: LongGet) -> bytes:
        plain = GetResponseWithDatablock(
            request.invoke_id_and_priority, transfer.is_last, transfer.number, b""
        ).encode()
        return plain[:LENGTH_AT] + b"\x82" + len(transfer.block).to_bytes(2) + transfer.block


class AnswersNullInBlocks(GetService):
    """Puts null-data where an attribute of a list is refused, if the list comes in blocks."""

    def serve_list(
        self, association: AssociationServer, request: GetRequestWithList, transfer: LongTransfer | None
    ) -> bytes | None:
        self.is_long = not association.fits(self.respond_list(request, self.results(association, request)))
        try:
            return super().serve_list(association, request, transfer)
        finally:
            self.is_long = False

    is_long = False

    def results(self, association: AssociationServer, request: GetRequestWithList) -> list[Data | DataAccessResult]:
        results = super().results(association, request)
        return [NULL_DATA() if self.is_long and not isinstance(known, Data) else known for known in results]


DEFECTS = (
    Defect(
        "set-last-block-of-any-number",
        "DLMS-SET-BLOCK-NUMBER",
        "The number of the last block of a SET is not looked at.",
        services={"set": TakesAnyLastBlock},
    ),
    Defect(
        "set-goes-on-behind-refused-block",
        "DLMS-SET-BLOCK-NUMBER",
        "A block of a SET with a wrong number is refused, but kept, and the value is written with the last block.",
        services={"set": GoesOnBehindARefusal},
    ),
    Defect(
        "long-set-outlives-association",
        "DLMS-SET-BLOCK-NUMBER",
        "A SET in blocks goes on in another association after the one it began in has ended.",
        parts={"association_server": KeepsTransfers},
    ),
    Defect(
        "long-action-outlives-association",
        "DLMS-ACTION-BLOCK-NUMBER",
        "Parameters in blocks go on in another association after the one they began in has ended.",
        parts={"association_server": KeepsTransfers},
    ),
    Defect(
        "action-last-block-of-any-number",
        "DLMS-ACTION-BLOCK-NUMBER",
        "The number of the last block of parameters is not looked at.",
        services={"action": TakesAnyLastPblock},
    ),
    Defect(
        "action-list-first-parameters",
        "DLMS-ACTION-LIST",
        "All methods of a list are invoked with the parameters of the first.",
        services={"action": InvokesWithTheFirstParameters},
    ),
    Defect(
        "get-next-takes-lower-numbers",
        "DLMS-GET-BLOCK-NUMBER",
        "A get-request-next gets the next block if the number that it names is lower than that of the block sent last.",
        services={"get": TakesLowerNumbers},
    ),
    Defect(
        "get-blocks-with-long-lengths",
        "DLMS-XDLMS-PDU-SIZE",
        "The length of each block is written in three octets where one would do, and the APDU is too long by them.",
        services={"get": WritesLongLengths},
    ),
    Defect(
        "get-list-null-in-blocks",
        "DLMS-GET-LIST",
        "In a list whose results come in blocks an absent object is answered by null-data.",
        services={"get": AnswersNullInBlocks},
    ),
)
