"""ACTION as a golden server serves it: one method, a list of them, blocks both ways (IEC 62056-5-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.codec.axdr import SequenceOf
from conformance.codec.message import Embedded
from conformance.dlms.action import (
    ActionOutcome,
    ActionRequestNextPblock,
    ActionRequestNormal,
    ActionRequestWithFirstPblock,
    ActionRequestWithList,
    ActionRequestWithListAndFirstPblock,
    ActionRequestWithPblock,
    ActionResponseNextPblock,
    ActionResponseNormal,
    ActionResponseWithList,
    ActionResponseWithPblock,
    ActionResult,
    Method,
)
from conformance.dlms.blocks import DataBlock, blocks_of
from conformance.dlms.data import DATA, decode_data
from conformance.dlms.data_types import NULL_DATA, Data
from conformance.dlms.initiate import Conformance
from conformance.dlms.service import ServiceApdu
from conformance.errors import ProtocolViolation
from golden_units.cosem.long_transfer import LongAction, LongReturn, LongTransfer
from golden_units.cosem.object_model import Invoke
from golden_units.cosem.service import RequestKind, Service

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

BLOCKS = Conformance.BLOCK_TRANSFER_WITH_ACTION
LISTS = Conformance.MULTIPLE_REFERENCES

BLOCK_OVERHEAD = 11
"""Octets of action-response-with-pblock beside the piece it carries: at most three of them for its length."""

PARAMETERS = SequenceOf(DATA)
OUTCOMES = SequenceOf(Embedded(ActionOutcome))


class ActionService(Service):
    def __init__(self) -> None:
        super().__init__(
            RequestKind(ActionRequestNormal, self.serve_normal),
            RequestKind(ActionRequestNextPblock, self.serve_next, BLOCKS),
            RequestKind(ActionRequestWithList, self.serve_list, LISTS),
            RequestKind(ActionRequestWithFirstPblock, self.serve_first, BLOCKS),
            RequestKind(ActionRequestWithListAndFirstPblock, self.serve_first, BLOCKS | LISTS),
            RequestKind(ActionRequestWithPblock, self.serve_pblock, BLOCKS),
        )

    def serve_normal(
        self, association: AssociationServer, request: ActionRequestNormal, transfer: LongTransfer | None
    ) -> bytes | None:
        return self.act(association, request)

    def act(self, association: AssociationServer, request: ActionRequestNormal) -> bytes | None:
        outcome = self.result(association, request)
        if not request.is_confirmed:
            return None
        response = self.respond(request, outcome)
        if association.fits(response):
            return response
        if association.may(BLOCKS):
            return self.serve_long(association, request, outcome.encode())
        return self.respond(request, ActionOutcome(ActionResult.OTHER_REASON))

    def respond(self, request: ActionRequestNormal, outcome: ActionOutcome) -> bytes:
        return ActionResponseNormal(request.invoke_id_and_priority, outcome.result, outcome.return_parameters).encode()

    # Lists.

    def serve_list(
        self, association: AssociationServer, request: ActionRequestWithList, transfer: LongTransfer | None
    ) -> bytes | None:
        return self.act_on(association, request, self.one_by_one(request, request.methods, request.parameters))

    def one_by_one(
        self, request: ServiceApdu, methods: list[Method], parameters: list[Data]
    ) -> list[ActionRequestNormal]:
        """A list as the plain requests that it stands for."""
        if len(methods) != len(parameters):
            raise ProtocolViolation(f"{len(parameters)} parameters", f"{len(methods)}", field="parameters")
        return [one_of(request, method, given) for method, given in zip(methods, parameters, strict=True)]

    def act_on(
        self, association: AssociationServer, request: ServiceApdu, invocations: list[ActionRequestNormal]
    ) -> bytes | None:
        """Invoke all methods of a list and answer it."""
        outcomes = [self.result(association, invocation) for invocation in invocations]
        if not request.is_confirmed:
            return None
        response = ActionResponseWithList(request.invoke_id_and_priority, outcomes).encode()
        if association.fits(response) or not association.may(BLOCKS):
            return response
        return self.serve_long(association, request, OUTCOMES.encode(outcomes, "outcomes"))

    # Blocks of parameters.

    def serve_first(
        self,
        association: AssociationServer,
        request: ActionRequestWithFirstPblock | ActionRequestWithListAndFirstPblock,
        transfer: LongTransfer | None,
    ) -> bytes | None:
        return self.serve_block(association, request, request.block, LongAction(request))

    def serve_pblock(
        self, association: AssociationServer, request: ActionRequestWithPblock, transfer: LongTransfer | None
    ) -> bytes | None:
        if isinstance(transfer, LongAction):
            return self.serve_block(association, request, request.block, transfer)
        return self.abort(request, ActionResult.NO_LONG_ACTION_IN_PROGRESS)

    def serve_block(
        self, association: AssociationServer, request: ServiceApdu, block: DataBlock, transfer: LongAction
    ) -> bytes | None:
        """Take a block; the last one is answered with what came of the whole."""
        if not self.takes(transfer, block):
            return self.abort(request, ActionResult.LONG_ACTION_ABORTED)
        if block.last_block:
            return self.finish(association, request, transfer)
        association.transfer = transfer
        return ActionResponseNextPblock(request.invoke_id_and_priority, block.block_number).encode()

    def takes(self, transfer: LongAction, block: DataBlock) -> bool:
        try:
            transfer.assembly.take(block.block_number, block.raw_data)
        except ProtocolViolation:
            return False
        return True

    def finish(self, association: AssociationServer, request: ServiceApdu, transfer: LongAction) -> bytes | None:
        """All blocks are there: invoke with what they make up."""
        octets, first = bytes(transfer.assembly.octets), transfer.request
        try:
            if isinstance(first, ActionRequestWithFirstPblock):
                return self.act(association, one_of(request, first, decode_data(octets)))
            parameters = PARAMETERS.decode_whole(octets, "parameters")
            return self.act_on(association, request, self.one_by_one(request, first.methods, parameters))
        except ProtocolViolation:
            return self.abort(request, ActionResult.OTHER_REASON)

    def abort(self, request: ServiceApdu, result: ActionResult) -> bytes:
        return ActionResponseNormal(request.invoke_id_and_priority, result).encode()

    # Blocks of what is returned.

    def serve_long(self, association: AssociationServer, request: ServiceApdu, octets: bytes) -> bytes | None:
        """The first block of an answer that is too long for the client."""
        size = association.client_max_receive_pdu_size - BLOCK_OVERHEAD
        transfer = LongReturn(blocks_of(octets, max(size, 1)))
        association.transfer = transfer
        return self.respond_block(request, transfer)

    def serve_next(
        self, association: AssociationServer, request: ActionRequestNextPblock, transfer: LongTransfer | None
    ) -> bytes | None:
        if not isinstance(transfer, LongReturn) or transfer.is_last:
            return self.abort(request, ActionResult.NO_LONG_ACTION_IN_PROGRESS)
        if request.block_number != transfer.number:
            return self.abort(request, ActionResult.LONG_ACTION_ABORTED)
        transfer.number += 1
        association.transfer = transfer
        return self.respond_block(request, transfer)

    def respond_block(self, request: ServiceApdu, transfer: LongReturn) -> bytes:
        block = DataBlock(transfer.is_last, transfer.number, transfer.block)
        return ActionResponseWithPblock(request.invoke_id_and_priority, block).encode()

    # Methods.

    def result(self, association: AssociationServer, request: ActionRequestNormal) -> ActionOutcome:
        device = association.device
        invoke = device.methods.get((request.class_id, request.instance_id, request.method_id))
        if invoke is None:
            return ActionOutcome(ActionResult(device.why_unknown(request.class_id, request.instance_id)))
        if not self.permits(association):
            return ActionOutcome(ActionResult.READ_WRITE_DENIED)
        return self.invoke(association, invoke, request.parameters)

    def permits(self, association: AssociationServer) -> bool:
        return association.client.may_write

    def invoke(self, association: AssociationServer, method: Invoke, parameters: Data | None) -> ActionOutcome:
        done = method(association, parameters)
        return done if isinstance(done, ActionOutcome) else ActionOutcome(done)


def one_of(request: ServiceApdu, method: Method | ActionRequestWithFirstPblock, given: Data) -> ActionRequestNormal:
    """The plain request for one method of a list, or for one whose parameters came in blocks."""
    parameters = None if given.type is NULL_DATA else given
    return ActionRequestNormal(
        request.invoke_id_and_priority, method.class_id, method.instance_id, method.method_id, parameters
    )
