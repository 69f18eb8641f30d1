"""Faults in who reaches what: services without association or negotiation, clients without right, what is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dlms.action import ActionOutcome, ActionRequestNormal, ActionResponseNormal, ActionResult
from conformance.dlms.data_types import OCTET_STRING, Data
from conformance.dlms.get import DataAccessResult
from conformance.dlms.initiate import Conformance, InitiateRequest
from conformance.dlms.set import SetRequestNormal, SetResponseNormal
from conformance.errors import ProtocolViolation
from golden_units.cosem.action_service import ActionService
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import AccessRefused, Cell, Instance, Point, replaced
from golden_units.cosem.set_service import SetService
from golden_units.cosem.wrapper_session import WrapperSession
from golden_units.defects.base import Defect
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState

if TYPE_CHECKING:
    from conformance.dlms.aare import Diagnostic

    Handler = Callable[[AssociationServer, bytes], bytes | None]

DISCONNECT_CONTROL = 70
CHANGING = (b"\xc1", b"\xc3")
"""Tags of SET and ACTION."""


class ChecksAssociationForGetOnly(AssociationServer):
    """Asks whether there is an association before GET, and before nothing else."""

    def serve_service(self, apdu: bytes, needed: Conformance, serve: Handler) -> bytes | None:
        if apdu[:1] in CHANGING and not self.machine.is_associated:
            return serve(self, apdu)
        return super().serve_service(apdu, needed, serve)


class ChecksConformanceForGetOnly(AssociationServer):
    """Looks at the negotiated conformance block for GET only."""

    def serve_service(self, apdu: bytes, needed: Conformance, serve: Handler) -> bytes | None:
        is_changing = apdu[:1] in CHANGING
        return super().serve_service(apdu, self.negotiated.negotiated_conformance if is_changing else needed, serve)


class LeavesChangesOpen(AssociationServer):
    """Forgets, until the next association or the end of the link, that SET and ACTION have to be shut off as well."""

    is_ajar = False

    def serve_service(self, apdu: bytes, needed: Conformance, serve: Handler) -> bytes | None:
        if self.is_ajar and apdu[:1] in CHANGING:
            return serve(self, apdu)
        return super().serve_service(apdu, needed, serve)

    def accept(self, initiate: InitiateRequest) -> bytes | None:
        self.is_ajar = False
        return super().accept(initiate)

    def lose_link(self) -> None:
        self.is_ajar = False
        super().lose_link()


class ReleasesGetOnly(LeavesChangesOpen):
    """Ends GET by a release, and nothing else."""

    def rlre(self) -> bytes:
        self.is_ajar = True
        return super().rlre()


class RefusesGetOnly(LeavesChangesOpen):
    """Refuses GET with an AARQ, and nothing else."""

    def refuse(self, diagnostic: Diagnostic, user_information: bytes | None = None) -> bytes | None:
        self.is_ajar = True
        return super().refuse(diagnostic, user_information)


class OneAssociationPerConnection(WrapperSession):
    """Keeps the association by connection and does not look at the client's wPort again."""

    def association(self, client_sap: int, server_sap: int) -> AssociationServer | None:
        opened = [known for known in self._associations.values() if known.machine.is_associated]
        return opened[0] if opened else super().association(client_sap, server_sap)


class SwitchesForAnyone(ActionService):
    """Moves the supply switch whoever asks."""

    def result(self, association: AssociationServer, request: ActionRequestNormal) -> ActionOutcome:
        invoke = association.device.methods.get((request.class_id, request.instance_id, request.method_id))
        if invoke is None or request.class_id != DISCONNECT_CONTROL:
            return super().result(association, request)
        return self.invoke(association, invoke, request.parameters)


class SwallowsWhatIsReadOnly(SetService):
    """Says success where there is nothing to write to, except for logical names."""

    def permits(self, association: AssociationServer, point: Point) -> bool:
        return association.client.may_write

    def write(self, association: AssociationServer, point: Point, value: Data) -> None:
        if point.write is not None:
            super().write(association, point, value)


class WritesAbsentAttributes(SetService):
    """Says success for attributes that an object does not have."""

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        result = super().result(association, request)
        known = association.device.points
        is_absent = (request.class_id, request.instance_id, request.attribute_id) not in known
        is_there = association.device.find(request.class_id, request.instance_id) is not None
        return DataAccessResult.SUCCESS if is_absent and is_there else result


class WritesWhateverClass(SetService):
    """Finds objects by their names alone."""

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        for class_id in association.device.classes.get(bytes(request.instance_id), ()):
            return super().result(association, replace(request, class_id=class_id))
        return super().result(association, request)


class RefusesSetUnderIdZero(SetService):
    """Makes a refusing set-response before it has looked at the invoke-id."""

    def respond(self, request: SetRequestNormal, result: DataAccessResult) -> bytes:
        is_done = result == DataAccessResult.SUCCESS
        return SetResponseNormal(request.invoke_id_and_priority if is_done else 0, result).encode()


class RefusesActionUnderIdZero(ActionService):
    """Makes a refusing action-response before it has looked at the invoke-id."""

    def respond(self, request: ActionRequestNormal, outcome: ActionOutcome) -> bytes:
        is_done = outcome.result == ActionResult.SUCCESS
        return ActionResponseNormal(request.invoke_id_and_priority if is_done else 0, outcome.result).encode()


class InvokeIdOfThreeBitsOfAction(ActionService):
    """Keeps three bits of the invoke-id of an ACTION."""

    def respond(self, request: ActionRequestNormal, outcome: ActionOutcome) -> bytes:
        return ActionResponseNormal(request.invoke_id_and_priority & 0xF7, outcome.result).encode()


class InvokeIdOfThreeBitsOfSet(SetService):
    """Keeps three bits of the invoke-id of a SET."""

    def respond(self, request: SetRequestNormal, result: DataAccessResult) -> bytes:
        return SetResponseNormal(request.invoke_id_and_priority & 0xF7, result).encode()


class PadsActions(ActionService):
    """Reads a request from a buffer that still holds zeros behind what came."""

    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        try:
            return super().serve(association, apdu)
        except ProtocolViolation:
            return super().serve(association, apdu + b"\x00")


class TakesAnySimpleType(Cell):
    """Refuses what is made of other types, and nothing else."""

    def check(self, data: Data) -> None:
        if isinstance(data.value, list):
            raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)


def loosely_typed(state: MeterState) -> list[Instance]:
    """A model whose writable object takes values of any simple type."""
    return replaced(objects(state), "0-0:96.1.1.255", 2, TakesAnySimpleType(OCTET_STRING(b"UNSET")).point)


DEFECTS = (
    Defect(
        "changes-without-association",
        "DLMS-XDLMS-NOT-ASSOCIATED",
        "SET and ACTION are served although no association is open; GET is not.",
        parts={"association_server": ChecksAssociationForGetOnly},
    ),
    Defect(
        "changes-after-release",
        "DLMS-XDLMS-NOT-ASSOCIATED",
        "After a release SET and ACTION are served on the same link; GET is not.",
        parts={"association_server": ReleasesGetOnly},
    ),
    Defect(
        "changes-after-refusal",
        "DLMS-XDLMS-NOT-ASSOCIATED",
        "After a refused AARQ SET and ACTION are served on the same link; GET is not.",
        parts={"association_server": RefusesGetOnly},
    ),
    Defect(
        "changes-not-negotiated",
        "DLMS-XDLMS-UNKNOWN-SERVICE",
        "SET and ACTION are served although the negotiated conformance block lacks them; GET is not.",
        parts={"association_server": ChecksConformanceForGetOnly},
    ),
    Defect(
        "association-of-the-connection",
        "DLMS-XDLMS-NOT-ASSOCIATED",
        "Whoever speaks on the TCP connection of an association is served as its client.",
        parts={"wrapper_session": OneAssociationPerConnection},
    ),
    Defect(
        "switch-for-anyone",
        "DLMS-ACCESS-RIGHTS",
        "Every client can disconnect the supply.",
        services={"action": SwitchesForAnyone},
    ),
    Defect(
        "set-of-read-only-swallowed",
        "DLMS-SET-REFUSAL",
        "SET reports success for attributes that cannot be written, except for logical names.",
        services={"set": SwallowsWhatIsReadOnly},
    ),
    Defect(
        "rights-of-attributes-not-checked",
        "DLMS-ACCESS-RIGHTS",
        "A client with the right to write anything gets success for attributes that its object list calls read-only.",
        services={"set": SwallowsWhatIsReadOnly},
    ),
    Defect(
        "set-of-absent-attribute",
        "DLMS-SET-REFUSAL",
        "SET reports success for attributes that an object does not have.",
        services={"set": WritesAbsentAttributes},
    ),
    Defect(
        "set-ignores-class",
        "DLMS-SET-REFUSAL",
        "Objects are found by logical name alone, so a SET with a wrong class succeeds.",
        services={"set": WritesWhateverClass},
    ),
    Defect(
        "set-refused-under-invoke-id-0",
        "DLMS-XDLMS-INVOKE-ID",
        "A refusing set-response carries invoke-id 0 whatever the request's was.",
        services={"set": RefusesSetUnderIdZero},
    ),
    Defect(
        "action-refused-under-invoke-id-0",
        "DLMS-XDLMS-INVOKE-ID",
        "A refusing action-response carries invoke-id 0 whatever the request's was.",
        services={"action": RefusesActionUnderIdZero},
    ),
    Defect(
        "set-invoke-id-of-three-bits",
        "DLMS-XDLMS-INVOKE-ID",
        "Answers to SET carry the lower three bits of the invoke-id.",
        services={"set": InvokeIdOfThreeBitsOfSet},
    ),
    Defect(
        "action-invoke-id-of-three-bits",
        "DLMS-XDLMS-INVOKE-ID",
        "Answers to ACTION carry the lower three bits of the invoke-id.",
        services={"action": InvokeIdOfThreeBitsOfAction},
    ),
    Defect(
        "truncated-action-padded",
        "DLMS-XDLMS-TRUNCATED",
        "An ACTION whose parameter lacks an octet is served as if a zero had followed.",
        services={"action": PadsActions},
    ),
    Defect(
        "set-of-any-simple-type",
        "DLMS-SET-TYPE",
        "A Data object takes a number although it holds a string.",
        model=loosely_typed,
    ),
)
