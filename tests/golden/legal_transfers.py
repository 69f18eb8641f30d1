"""Golden meters that use the freedom which the standards leave to blocks, to lists and to single attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import cycle

from conformance.codec.message import Message
from conformance.dlms.action import ActionRequestWithList
from conformance.dlms.apdu import decode_apdu
from conformance.dlms.data import encode_data
from conformance.dlms.data_types import OCTET_STRING, Data
from conformance.dlms.date_time import DateTime
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseWithDatablock
from conformance.dlms.initiate import Conformance
from conformance.dlms.service import ServiceApdu
from conformance.dlms.service_error import ServiceError, StateError
from conformance.dlms.set import SetRequestWithList, SetResponseNormal, SetResponseWithList
from conformance.errors import ProtocolViolation
from golden_units.cosem.action_service import ActionService
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.get_service import GetService
from golden_units.cosem.long_transfer import LongGet, LongTransfer
from golden_units.cosem.object_model import AccessRefused, Instance, replaced
from golden_units.cosem.server import Parts
from golden_units.cosem.services import Services
from golden_units.cosem.set_service import SetService
from golden_units.defects.models import point_of, rewritten
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState

CLOCK, FREE_TEXT, CURRENT_ASSOCIATION = "0-0:1.0.0.255", "0-0:96.1.1.255", "0-0:40.0.0.255"
REGISTER = 3
LISTS = (b"\xc0\x03", b"\xc1\x04", b"\xc3\x03")


# Blocks.


class AlwaysInBlocks(GetService):
    """Sends blocks even if there is but one."""

    def serve_normal(
        self, association: AssociationServer, request: GetRequestNormal, transfer: LongTransfer | None
    ) -> bytes | None:
        result = self.result(association, request)
        if isinstance(result, Data) and association.may(Conformance.BLOCK_TRANSFER_WITH_GET_OR_READ):
            return self.serve_long(association, request, encode_data(result))
        return super().serve_normal(association, request, transfer)

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        return super().cut(octets, size if size > 0 else 1000)


class SmallBlocks(AlwaysInBlocks):
    """Has a buffer of 40 octets for what it sends."""

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        return super().cut(octets, min(size, 40) if size > 0 else 40)


class RegistersResting(GetService):
    """Reads nothing of a register for a while, its logical name neither."""

    def result(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        is_register = request.class_id == REGISTER
        return DataAccessResult.TEMPORARY_FAILURE if is_register else super().result(association, request)


class ChangingBlocks(GetService):
    """Cuts where elements end, so that no block is as long as another; the last one may be empty."""

    def cut(self, octets: bytes, size: int) -> list[bytes]:
        pieces, sizes = [], cycle((size, 1, size // 2, size - 1))
        while octets:
            length = max(next(sizes), 1)
            pieces.append(octets[:length])
            octets = octets[length:]
        return [*pieces, b""]


class RunsOut(GetService):
    """Is short of memory, and breaks a long answer off."""

    def serve_next(
        self, association: AssociationServer, request: object, transfer: LongTransfer | None
    ) -> bytes | None:
        assert isinstance(request, ServiceApdu)
        return GetResponseWithDatablock(
            request.invoke_id_and_priority, True, 2, DataAccessResult.LONG_GET_ABORTED
        ).encode()


class RefusesTheFirstBlock(GetService):
    """Has no room for a long answer, and says so in a block."""

    def respond_block(self, request: ServiceApdu, transfer: LongGet) -> bytes:
        result = DataAccessResult.TEMPORARY_FAILURE
        return GetResponseWithDatablock(request.invoke_id_and_priority, True, 1, result).encode()


class RefusesForEver(GetService):
    """The same, but that it does not call its refusal the last block."""

    def respond_block(self, request: ServiceApdu, transfer: LongGet) -> bytes:
        block = GetResponseWithDatablock.decode(super().respond_block(request, transfer))
        if transfer.number < 2:
            return block.encode()
        return replace(block, last_block=False, result=DataAccessResult.TEMPORARY_FAILURE).encode()


class NeverReady(GetService):
    """Sends blocks without an octet in them for as long as it is asked."""

    def respond_block(self, request: ServiceApdu, transfer: LongGet) -> bytes:
        block = GetResponseWithDatablock.decode(super().respond_block(request, transfer))
        return replace(block, last_block=False, result=b"").encode()


class WithoutRoomForSet(SetService):
    """Negotiates blocks of SET, but has no memory for this one."""

    def serve_first(self, association: AssociationServer, request: object, transfer: LongTransfer | None) -> bytes:
        assert isinstance(request, ServiceApdu)
        return SetResponseNormal(request.invoke_id_and_priority, DataAccessResult.TEMPORARY_FAILURE).encode()


class PlainRefusals(SetService):
    """Refuses blocks by a plain set-response."""

    def abort(self, request: ServiceApdu, block: object, result: DataAccessResult) -> bytes:
        return SetResponseNormal(request.invoke_id_and_priority, result).encode()


# Lists.


class OfFewReferences(AssociationServer):
    """Takes lists up to a number of attributes or methods."""

    most = 3

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        if apdu[:2] in LISTS and apdu[3] > self.most:
            return self.exception(StateError.SERVICE_NOT_ALLOWED, ServiceError.OTHER_REASON)
        return super().serve(apdu, now)


class OfOneReference(OfFewReferences):
    most = 1


class RefusesListsAsAWhole(AssociationServer):
    """Turns a list down as a whole, before it does anything, if one of what it names is not there."""

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        if apdu[:2] in LISTS and self.has_absent(decode_or_none(apdu)):
            return self.exception(StateError.SERVICE_NOT_ALLOWED, ServiceError.OPERATION_NOT_POSSIBLE)
        return super().serve(apdu, now)

    def has_absent(self, request: Message | None) -> bool:
        named = [*getattr(request, "attributes", ()), *getattr(request, "methods", ())]
        known = self.device.methods if isinstance(request, ActionRequestWithList) else self.device.points
        return not all(
            (one.class_id, one.instance_id, getattr(one, "attribute_id", getattr(one, "method_id", 0))) in known
            for one in named
        )


class RefusesEachOfAMalformedList(GetService):
    """Reads a list that is cut short as far as it goes, and refuses everything in it."""

    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        try:
            return super().serve(association, apdu)
        except ProtocolViolation:
            if apdu[:2] != LISTS[0] or len(apdu) < 4:
                raise
            return b"\xc4\x03" + apdu[2:4] + bytes((1, DataAccessResult.OTHER_REASON)) * apdu[3]


class RefusesEachOfUnequalCounts(SetService):
    """Answers every attribute of a SET that lacks values by a refusal."""

    def serve_list(
        self, association: AssociationServer, request: SetRequestWithList, transfer: LongTransfer | None
    ) -> bytes | None:
        if len(request.attributes) == len(request.values):
            return super().serve_list(association, request, transfer)
        refusals = [DataAccessResult.TYPE_UNMATCHED] * len(request.attributes)
        return SetResponseWithList(request.invoke_id_and_priority, refusals).encode()


def decode_or_none(apdu: bytes) -> Message | None:
    try:
        return decode_apdu(apdu)
    except ProtocolViolation:
        return None


# Requests.


def receiving(octets: int) -> Callable[[], ElectricityMeter]:
    return lambda: ElectricityMeter(MeterSettings(server_max_receive_pdu_size=octets))


# Attributes.


def showing(minutes: int) -> Callable[[MeterState], list[Instance]]:
    """A clock that shows the time when so many minutes began."""

    def changed(value: Data) -> Data:
        shown = DateTime.decode(bytes(value.value))
        minute = shown.minute // minutes * minutes
        return OCTET_STRING(replace(shown, minute=minute, second=0, hundredths=0).encode())

    return rewritten(CLOCK, 2, changed)


def counting(state: MeterState) -> list[Instance]:
    """A writable value that counts how often it is read."""
    instances = objects(state)
    point = point_of(instances, FREE_TEXT, 2)
    looks = 0

    def read(association: AssociationServer) -> Data:
        nonlocal looks
        looks += 1
        return OCTET_STRING(b"%05d" % looks)

    return replaced(instances, FREE_TEXT, 2, replace(point, read=read))


def normalising(state: MeterState) -> list[Instance]:
    """A text in capitals, whatever is written."""
    instances = objects(state)
    point = point_of(instances, FREE_TEXT, 2)

    def read(association: AssociationServer) -> Data:
        assert point.read is not None
        return OCTET_STRING(bytes(point.read(association).value).upper())

    return replaced(instances, FREE_TEXT, 2, replace(point, read=read))


def refusing(result: DataAccessResult, *, is_write: bool) -> Callable[[MeterState], list[Instance]]:
    def model(state: MeterState) -> list[Instance]:
        instances = objects(state)
        point = point_of(instances, FREE_TEXT, 2)

        def refuse_reading(association: AssociationServer) -> Data:
            raise AccessRefused(result)

        def refuse_writing(association: AssociationServer, data: Data) -> None:
            raise AccessRefused(result)

        changed = replace(point, write=refuse_writing) if is_write else replace(point, read=refuse_reading)
        return replaced(instances, FREE_TEXT, 2, changed)

    return model


def made(
    *,
    association: type[AssociationServer] = AssociationServer,
    get: type[GetService] = GetService,
    set_: type[SetService] = SetService,
    action: type[ActionService] = ActionService,
    model: Callable[[MeterState], list[Instance]] = objects,
) -> Callable[[], ElectricityMeter]:
    return lambda: ElectricityMeter(
        parts=Parts(association_server=association, services=Services(get=get(), set=set_(), action=action())),
        model=model,
    )


LEGAL_TRANSFERS: dict[str, Callable[[], ElectricityMeter]] = {
    "always in blocks": made(get=AlwaysInBlocks),
    "small blocks": made(get=SmallBlocks),
    "blocks of changing size": made(get=ChangingBlocks),
    "long GET aborted": made(get=RunsOut),
    "first block refused": made(get=RefusesTheFirstBlock),
    "blocks refused for ever": made(get=RefusesForEver),
    "empty blocks for ever": made(get=NeverReady),
    "no room for blocks of SET": made(set_=WithoutRoomForSet),
    "plain refusals of blocks": made(set_=PlainRefusals),
    "three references": made(association=OfFewReferences),
    "one reference": made(association=OfOneReference),
    "lists refused as a whole": made(association=RefusesListsAsAWhole),
    "malformed lists refused one by one": made(get=RefusesEachOfAMalformedList),
    "unequal counts refused one by one": made(set_=RefusesEachOfUnequalCounts),
    **{f"receives {octets}": receiving(octets) for octets in (12, 13, 16, 24, 40, 64)},
    "registers resting": made(get=RegistersResting),
    "minutes": made(model=showing(1)),
    "quarter hours": made(model=showing(15)),
    "counting": made(model=counting),
    "normalising": made(model=normalising),
    "not written now": made(model=refusing(DataAccessResult.OTHER_REASON, is_write=True)),
    "not read now": made(model=refusing(DataAccessResult.OBJECT_UNAVAILABLE, is_write=False)),
}
