"""GET as a golden server serves it: one attribute, a list of them, long answers in blocks (IEC 62056-5-3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.codec.axdr import SequenceOf
from conformance.dlms.blocks import blocks_of
from conformance.dlms.data import encode_data
from conformance.dlms.data_types import NULL_DATA, Data, structure
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
from conformance.dlms.initiate import Conformance
from conformance.dlms.service import ServiceApdu
from golden_units.cosem.long_transfer import LongGet, LongTransfer
from golden_units.cosem.object_model import AccessRefused
from golden_units.cosem.service import RequestKind, Service

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

BLOCKS = Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ

BLOCK_OVERHEAD = 12
"""Octets of get-response-with-datablock beside the piece it carries: at most three of them for its length."""

RESULTS = SequenceOf(GET_DATA_RESULT)


class GetService(Service):
    def __init__(self) -> None:
        super().__init__(
            RequestKind(GetRequestNormal, self.serve_normal),
            RequestKind(GetRequestNext, self.serve_next, BLOCKS),
            RequestKind(GetRequestWithList, self.serve_list, Conformance.MULTIPLE_REFERENCES),
        )

    def serve_normal(
        self, association: AssociationServer, request: GetRequestNormal, transfer: LongTransfer | None
    ) -> bytes | None:
        result = self.result(association, request)
        response = self.respond(request, result)
        if association.fits(response):
            return response
        if isinstance(result, Data) and association.may(BLOCKS):
            return self.serve_long(association, request, encode_data(result))
        return self.respond(request, DataAccessResult.OTHER_REASON)

    def respond(self, request: GetRequestNormal, result: Data | DataAccessResult) -> bytes:
        return GetResponseNormal(request.invoke_id_and_priority, result).encode()

    # Lists.

    def serve_list(
        self, association: AssociationServer, request: GetRequestWithList, transfer: LongTransfer | None
    ) -> bytes | None:
        results = self.results(association, request)
        response = self.respond_list(request, results)
        if association.fits(response):
            return response
        if association.may(BLOCKS):
            return self.serve_long(association, request, RESULTS.encode(results, "results"))
        return self.respond_list(request, [DataAccessResult.OTHER_REASON] * len(results))

    def results(self, association: AssociationServer, request: GetRequestWithList) -> list[Data | DataAccessResult]:
        return [
            self.result(
                association,
                GetRequestNormal(
                    request.invoke_id_and_priority,
                    wanted.class_id,
                    wanted.instance_id,
                    wanted.attribute_id,
                    wanted.access_selection,
                ),
            )
            for wanted in request.attributes
        ]

    def respond_list(self, request: GetRequestWithList, results: list[Data | DataAccessResult]) -> bytes:
        return GetResponseWithList(request.invoke_id_and_priority, results).encode()

    # Blocks.

    def serve_long(self, association: AssociationServer, request: ServiceApdu, octets: bytes) -> bytes | None:
        """The first block of an answer that is too long for the client."""
        transfer = LongGet(self.cut(octets, association.client_max_receive_pdu_size - BLOCK_OVERHEAD))
        association.transfer = transfer
        return self.respond_block(request, transfer)

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        return blocks_of(octets, max(size, 1))

    def serve_next(
        self, association: AssociationServer, request: GetRequestNext, transfer: LongTransfer | None
    ) -> bytes | None:
        """The block behind the one that the client names, which must be the one that was sent last."""
        if not isinstance(transfer, LongGet) or transfer.is_last:
            return self.abort(request, DataAccessResult.NO_LONG_GET_IN_PROGRESS)
        if request.block_number != transfer.number:
            return self.abort(request, DataAccessResult.DATA_BLOCK_NUMBER_INVALID)
        transfer.number += 1
        association.transfer = transfer
        return self.respond_block(request, transfer)

    def respond_block(self, request: ServiceApdu, transfer: LongGet) -> bytes:
        return GetResponseWithDatablock(
            request.invoke_id_and_priority, transfer.is_last, transfer.number, transfer.block
        ).encode()

    def abort(self, request: GetRequestNext, result: DataAccessResult) -> bytes:
        return GetResponseWithDatablock(request.invoke_id_and_priority, True, request.block_number, result).encode()

    # Attributes.

    def result(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        if request.attribute_id == 0:
            return self.all_attributes(association, request)
        return self.attribute(association, request)

    def all_attributes(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        """A structure of all attributes of the object, null-data for those that cannot be read."""
        device = association.device
        instance = device.find(request.class_id, request.instance_id)
        if instance is None or not association.may(Conformance.ATTRIBUTE_0_WITH_GET):
            return device.why_unknown(request.class_id, request.instance_id)
        results = [
            self.attribute(association, replace(request, attribute_id=known.number))
            for known in instance.interface.attributes
        ]
        return structure(*(result if isinstance(result, Data) else NULL_DATA() for result in results))

    def attribute(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        device = association.device
        point = device.point_of(request)
        if point is None:
            return device.why_unknown(request.class_id, request.instance_id)
        if point.read is None:
            return DataAccessResult.READ_WRITE_DENIED
        selection = request.access_selection
        if selection is not None and (point.select is None or not association.may(Conformance.SELECTIVE_ACCESS)):
            return DataAccessResult.SCOPE_OF_ACCESS_VIOLATED
        try:
            if selection is None or point.select is None:
                return point.read(association)
            return point.select(association, selection)
        except AccessRefused as refused:
            return refused.result
