"""Faults in answering GET."""

from conformance.dlms.data_types import OCTET_STRING, Data
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.services import GetService
from golden_units.defects.base import Defect


class ConstantInvokeId(GetService):
    """Answers every request under invoke-id 0."""

    def respond(self, request: GetRequestNormal, result: Data | DataAccessResult) -> bytes:
        return GetResponseNormal(request.invoke_id_and_priority & 0xF0, result).encode()


class AnswersAbsentObjects(GetService):
    """Answers an empty octet string for objects that it does not have."""

    def result(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        result = super().result(association, request)
        return OCTET_STRING(b"") if result == DataAccessResult.OBJECT_UNDEFINED else result


DEFECTS = (
    Defect(
        "get-constant-invoke-id",
        "DLMS-XDLMS-INVOKE-ID",
        "Answers to GET carry invoke-id 0 whatever the request's was.",
        services={"get": ConstantInvokeId},
    ),
    Defect(
        "get-answers-absent-objects",
        "DLMS-GET-REFUSAL",
        "A GET of an absent object succeeds with an empty octet string.",
        services={"get": AnswersAbsentObjects},
    ),
)
