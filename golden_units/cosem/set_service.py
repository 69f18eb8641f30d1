"""SET as a golden server serves it: one attribute, a list of them, long values in blocks (IEC 62056-5-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.codec.axdr import SequenceOf
from conformance.codec.kinds import Kind
from conformance.dlms.blocks import DataBlock
from conformance.dlms.data import DATA, decode_data
from conformance.dlms.data_types import Data
from conformance.dlms.get import DataAccessResult
from conformance.dlms.initiate import Conformance
from conformance.dlms.service import SelectedAttribute, ServiceApdu
from conformance.dlms.set import (
    SetRequestNormal,
    SetRequestWithDatablock,
    SetRequestWithFirstDatablock,
    SetRequestWithList,
    SetRequestWithListAndFirstDatablock,
    SetResponseDatablock,
    SetResponseLastDatablock,
    SetResponseLastDatablockWithList,
    SetResponseNormal,
    SetResponseWithList,
)
from conformance.errors import ProtocolViolation
from golden_units.cosem.long_transfer import LongSet, LongTransfer
from golden_units.cosem.object_model import AccessRefused, Point
from golden_units.cosem.service import RequestKind, Service

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

BLOCKS = Conformance.BLOCK_TRANSFER_WITH_SET_OR_WRITE
LISTS = Conformance.MULTIPLE_REFERENCES
VALUES: Kind[list[Data]] = SequenceOf(DATA)


class SetService(Service):
    def __init__(self) -> None:
        super().__init__(
            RequestKind(SetRequestNormal, self.serve_normal),
            RequestKind(SetRequestWithFirstDatablock, self.serve_first, BLOCKS),
            RequestKind(SetRequestWithDatablock, self.serve_next, BLOCKS),
            RequestKind(SetRequestWithList, self.serve_list, LISTS),
            RequestKind(SetRequestWithListAndFirstDatablock, self.serve_first, BLOCKS | LISTS),
        )

    def serve_normal(
        self, association: AssociationServer, request: SetRequestNormal, transfer: LongTransfer | None
    ) -> bytes | None:
        result = self.result(association, request)
        return self.respond(request, result) if request.is_confirmed else None

    def respond(self, request: SetRequestNormal, result: DataAccessResult) -> bytes:
        return SetResponseNormal(request.invoke_id_and_priority, result).encode()

    # Lists.

    def serve_list(
        self, association: AssociationServer, request: SetRequestWithList, transfer: LongTransfer | None
    ) -> bytes | None:
        results = self.results(association, self.one_by_one(request, request.attributes, request.values))
        if not request.is_confirmed:
            return None
        return SetResponseWithList(request.invoke_id_and_priority, results).encode()

    def one_by_one(
        self, request: ServiceApdu, attributes: list[SelectedAttribute], values: list[Data]
    ) -> list[SetRequestNormal]:
        """A list as the plain requests that it stands for."""
        if len(attributes) != len(values):
            raise ProtocolViolation(f"{len(values)} values", f"{len(attributes)}", field="values")
        return [one_of(request, attribute, value) for attribute, value in zip(attributes, values, strict=True)]

    def results(self, association: AssociationServer, requests: list[SetRequestNormal]) -> list[DataAccessResult]:
        return [self.result(association, request) for request in requests]

    # Blocks.

    def serve_first(
        self,
        association: AssociationServer,
        request: SetRequestWithFirstDatablock | SetRequestWithListAndFirstDatablock,
        transfer: LongTransfer | None,
    ) -> bytes | None:
        return self.serve_block(association, request, request.block, LongSet(request))

    def serve_next(
        self, association: AssociationServer, request: SetRequestWithDatablock, transfer: LongTransfer | None
    ) -> bytes | None:
        if isinstance(transfer, LongSet):
            return self.serve_block(association, request, request.block, transfer)
        return self.abort(request, request.block, DataAccessResult.NO_LONG_SET_IN_PROGRESS)

    def serve_block(
        self, association: AssociationServer, request: ServiceApdu, block: DataBlock, transfer: LongSet
    ) -> bytes | None:
        """Take a block; the last one is answered with what came of the whole."""
        refusal = self.take(transfer, block)
        if refusal is not None:
            return self.abort(request, block, refusal)
        if block.last_block:
            return self.finish(association, request, block, transfer)
        association.transfer = transfer
        return SetResponseDatablock(request.invoke_id_and_priority, block.block_number).encode()

    def take(self, transfer: LongSet, block: DataBlock) -> DataAccessResult | None:
        """Why a block is not taken; None if it is."""
        if block.block_number != transfer.assembly.next_number:
            return DataAccessResult.DATA_BLOCK_NUMBER_INVALID
        try:
            transfer.assembly.take(block.block_number, block.raw_data)
        except ProtocolViolation:
            return DataAccessResult.LONG_SET_ABORTED
        return None

    def finish(
        self, association: AssociationServer, request: ServiceApdu, block: DataBlock, transfer: LongSet
    ) -> bytes | None:
        """All blocks are there: write what they make up."""
        octets, first, invoke = bytes(transfer.assembly.octets), transfer.request, request.invoke_id_and_priority
        try:
            if isinstance(first, SetRequestWithFirstDatablock):
                result = self.result(association, one_of(request, first, decode_data(octets)))
                return SetResponseLastDatablock(invoke, result, block.block_number).encode()
            values = VALUES.decode_whole(octets, "values")
            results = self.results(association, self.one_by_one(request, first.attributes, values))
        except ProtocolViolation:
            return self.abort(request, block, DataAccessResult.OTHER_REASON)
        return SetResponseLastDatablockWithList(invoke, results, block.block_number).encode()

    def abort(self, request: ServiceApdu, block: DataBlock, result: DataAccessResult) -> bytes:
        return SetResponseLastDatablock(request.invoke_id_and_priority, result, block.block_number).encode()

    # Attributes.

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        device = association.device
        point = device.point_of(request)
        if point is None:
            return device.why_unknown(request.class_id, request.instance_id)
        if not self.permits(association, point):
            return DataAccessResult.READ_WRITE_DENIED
        if request.access_selection is not None:
            return DataAccessResult.SCOPE_OF_ACCESS_VIOLATED
        try:
            self.write(association, point, request.value)
        except AccessRefused as refused:
            return refused.result
        return DataAccessResult.SUCCESS

    def permits(self, association: AssociationServer, point: Point) -> bool:
        return point.access(association.client).is_writable

    def write(self, association: AssociationServer, point: Point, value: Data) -> None:
        if point.write is None:
            raise AccessRefused(DataAccessResult.READ_WRITE_DENIED)
        point.write(association, value)


def one_of(
    request: ServiceApdu, attribute: SelectedAttribute | SetRequestWithFirstDatablock, value: Data
) -> SetRequestNormal:
    """The plain request for one attribute of a list, or for one whose value came in blocks."""
    return SetRequestNormal(
        request.invoke_id_and_priority,
        attribute.class_id,
        attribute.instance_id,
        attribute.attribute_id,
        attribute.access_selection,
        value,
    )
