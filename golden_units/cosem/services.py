"""GET, SET and ACTION as a golden server serves them (IEC 62056-5-3)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conformance.dlms.action import ActionRequestNormal, ActionResponseNormal, ActionResult
from conformance.dlms.data_types import NULL_DATA, Data, structure
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal
from conformance.dlms.initiate import Conformance
from conformance.dlms.set import SetRequestNormal, SetResponseNormal
from golden_units.cosem.object_model import AccessRefused, Invoke, Point

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer


class GetService:
    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        request = GetRequestNormal.decode(apdu)
        response = self.respond(request, self.result(association, request))
        if association.fits(response):
            return response
        return self.respond(request, DataAccessResult.OTHER_REASON)

    def respond(self, request: GetRequestNormal, result: Data | DataAccessResult) -> bytes:
        return GetResponseNormal(request.invoke_id_and_priority, result).encode()

    def result(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        if request.attribute_id == 0:
            return self.all_attributes(association, request)
        return self.attribute(association, request)

    def all_attributes(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        """A structure of all attributes of the object, null-data for those that cannot be read."""
        device = association.device
        instance = device.find(request.class_id, request.instance_id)
        if instance is None or not association.negotiated.negotiated_conformance & Conformance.ATTRIBUTE_0_WITH_GET:
            return device.why_unknown(request.class_id, request.instance_id)
        results = [
            self.attribute(association, replace(request, attribute_id=known.number))
            for known in instance.interface.attributes
        ]
        return structure(*(result if isinstance(result, Data) else NULL_DATA() for result in results))

    def attribute(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        device = association.device
        point = device.points.get((request.class_id, request.instance_id, request.attribute_id))
        if point is None:
            return device.why_unknown(request.class_id, request.instance_id)
        if point.read is None:
            return DataAccessResult.READ_WRITE_DENIED
        if request.access_selection is not None:
            return DataAccessResult.SCOPE_OF_ACCESS_VIOLATED
        try:
            return point.read(association)
        except AccessRefused as refused:
            return refused.result


class SetService:
    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        request = SetRequestNormal.decode(apdu)
        result = self.result(association, request)
        return self.respond(request, result) if request.is_confirmed else None

    def respond(self, request: SetRequestNormal, result: DataAccessResult) -> bytes:
        return SetResponseNormal(request.invoke_id_and_priority, result).encode()

    def result(self, association: AssociationServer, request: SetRequestNormal) -> DataAccessResult:
        device = association.device
        point = device.points.get((request.class_id, request.instance_id, request.attribute_id))
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


class ActionService:
    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        request = ActionRequestNormal.decode(apdu)
        result = self.result(association, request)
        return self.respond(request, result) if request.is_confirmed else None

    def respond(self, request: ActionRequestNormal, result: ActionResult) -> bytes:
        return ActionResponseNormal(request.invoke_id_and_priority, result).encode()

    def result(self, association: AssociationServer, request: ActionRequestNormal) -> ActionResult:
        device = association.device
        invoke = device.methods.get((request.class_id, request.instance_id, request.method_id))
        if invoke is None:
            return ActionResult(device.why_unknown(request.class_id, request.instance_id))
        if not self.permits(association):
            return ActionResult.READ_WRITE_DENIED
        return self.invoke(association, invoke, request.parameters)

    def permits(self, association: AssociationServer) -> bool:
        return association.client.may_write

    def invoke(self, association: AssociationServer, method: Invoke, parameters: Data | None) -> ActionResult:
        return method(association, parameters)


@dataclass(frozen=True, slots=True)
class Services:
    """The services of a server; a defect replaces one of them."""

    get: GetService = field(default_factory=GetService)
    set: SetService = field(default_factory=SetService)
    action: ActionService = field(default_factory=ActionService)
