"""Faults in serving SET and ACTION."""

import contextlib

from conformance.dlms.action import ActionOutcome, ActionRequestNormal, ActionResult
from conformance.dlms.data_types import OCTET_STRING, STRINGS, Data
from conformance.dlms.get import DataAccessResult
from conformance.dlms.interface_classes.data import DATA_CLASS
from conformance.dlms.set import SetRequestNormal
from conformance.errors import ProtocolViolation
from golden_units.cosem.action_service import ActionService
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import AccessRefused, Cell, Instance, Invoke, Point, replaced
from golden_units.cosem.set_service import SetService
from golden_units.defects.base import Defect
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import MeterState


class ForgetsWhatIsWritten(SetService):
    """Reports success and keeps the old value."""

    def write(self, association: AssociationServer, point: Point, value: Data) -> None:
        """Nothing is written."""


class CutsStrings(SetService):
    """Keeps the first three octets of a string."""

    def write(self, association: AssociationServer, point: Point, value: Data) -> None:
        super().write(association, point, Data(value.type, value.value[:3]) if value.type in STRINGS else value)


class NeverRefusesToWrite(SetService):
    """Reports success whether or not there is anything to write."""

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        super().result(association, request)
        return DataAccessResult.SUCCESS


class RefusesByAnswerOnly(SetService):
    """Writes first and looks at the rights afterwards."""

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        point = association.device.point_of(request)
        if point is not None and not self.permits(association, point):
            with contextlib.suppress(AccessRefused):
                self.write(association, point, request.value)
        return super().result(association, request)


class LetsAnyoneWrite(SetService):
    """Looks at the attribute's right only, not at the client's."""

    def permits(self, association: AssociationServer, point: Point) -> bool:
        return point.write is not None


class WritesTheObject(SetService):
    """Looks at the name of a Data object only, and writes its value whatever attribute is meant."""

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        key = (request.class_id, request.instance_id, 2)
        if (
            request.class_id == DATA_CLASS.class_id
            and key in association.device.points
            and association.client.may_write
        ):
            association.device.points[key] = Cell(request.value).point
            return DataAccessResult.SUCCESS
        return super().result(association, request)


class PadsValues(SetService):
    """Fills what a string lacks with zeros."""

    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        try:
            return super().serve(association, apdu)
        except ProtocolViolation:
            return super().serve(association, apdu + b"\x00")


class TakesAnyType(Cell):
    """Keeps whatever is written."""

    def check(self, data: Data) -> None:
        """Anything will do."""


def untyped(state: MeterState) -> list[Instance]:
    """A model whose writable object takes values of any type."""
    return replaced(objects(state), "0-0:96.1.1.255", 2, TakesAnyType(OCTET_STRING(b"UNSET")).point)


class DoesNothing(ActionService):
    """Reports success without invoking the method."""

    def invoke(self, association: AssociationServer, method: Invoke, parameters: Data | None) -> ActionOutcome:
        return ActionOutcome(ActionResult.SUCCESS)


class LeavesPresenceOut(ActionService):
    """Ends the response behind the result, where the presence of return parameters should follow."""

    def respond(self, request: ActionRequestNormal, outcome: ActionOutcome) -> bytes:
        return super().respond(request, outcome)[:-1]


class LeavesPresenceOutOfRefusals(ActionService):
    """Ends a refusing response behind the result, as a widespread server does."""

    def respond(self, request: ActionRequestNormal, outcome: ActionOutcome) -> bytes:
        response = super().respond(request, outcome)
        return response if outcome.result == ActionResult.SUCCESS else response[:-1]


class NeverRefusesToAct(ActionService):
    """Reports success for methods that it does not have."""

    def result(self, association: AssociationServer, request: ActionRequestNormal) -> ActionOutcome:
        super().result(association, request)
        return ActionOutcome(ActionResult.SUCCESS)


class LetsAnyoneAct(ActionService):
    """Does not look at the client's right."""

    def permits(self, association: AssociationServer) -> bool:
        return True


DEFECTS = (
    Defect(
        "set-forgotten",
        "DLMS-SET-NORMAL",
        "SET reports success, but the attribute keeps its value.",
        services={"set": ForgetsWhatIsWritten},
    ),
    Defect(
        "set-cuts-strings",
        "DLMS-SET-NORMAL",
        "SET of a string keeps its first octets only.",
        services={"set": CutsStrings},
    ),
    Defect(
        "set-never-refused",
        "DLMS-SET-REFUSAL",
        "SET reports success for absent objects and for attributes that cannot be written.",
        services={"set": NeverRefusesToWrite},
    ),
    Defect(
        "set-ignores-attribute-number",
        "DLMS-SET-REFUSAL",
        "SET writes the value of a Data object, whatever attribute of it is meant.",
        services={"set": WritesTheObject},
    ),
    Defect(
        "set-of-any-type",
        "DLMS-SET-TYPE",
        "A Data object takes a structure although it holds a string.",
        model=untyped,
    ),
    Defect(
        "set-by-anyone",
        "DLMS-ACCESS-RIGHTS",
        "A client that may only read writes what another may write.",
        services={"set": LetsAnyoneWrite},
    ),
    Defect(
        "set-before-rights-are-checked",
        "DLMS-ACCESS-RIGHTS",
        "SET by a client without right is refused, but has been executed by then.",
        services={"set": RefusesByAnswerOnly},
    ),
    Defect(
        "truncated-set-padded",
        "DLMS-XDLMS-TRUNCATED",
        "A SET whose string lacks an octet is served as if a zero had followed.",
        services={"set": PadsValues},
    ),
    Defect(
        "action-without-effect",
        "DLMS-ACTION-NORMAL",
        "ACTION reports success without invoking the method.",
        services={"action": DoesNothing},
    ),
    Defect(
        "action-response-too-short",
        "DLMS-ACTION-NORMAL",
        "The action-response lacks the octet that tells whether return parameters follow.",
        services={"action": LeavesPresenceOut},
    ),
    Defect(
        "action-refusal-too-short",
        "DLMS-ACTION-REFUSAL",
        "A refusing action-response lacks the octet that tells whether return parameters follow.",
        services={"action": LeavesPresenceOutOfRefusals},
    ),
    Defect(
        "action-never-refused",
        "DLMS-ACTION-REFUSAL",
        "ACTION reports success for methods and objects that are not there.",
        services={"action": NeverRefusesToAct},
    ),
    Defect(
        "action-by-anyone",
        "DLMS-ACCESS-RIGHTS",
        "A client that may only read invokes methods.",
        services={"action": LetsAnyoneAct},
    ),
)
