"""Faults in serving GET, SET and ACTION, and in what the objects answer."""

from conformance.dlms.data_types import OCTET_STRING, Data
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, constant
from golden_units.cosem.services import GetService
from golden_units.defects.base import Defect
from golden_units.electricity_meter.objects import data, objects
from golden_units.electricity_meter.state import MeterState


class ConstantInvokeId(GetService):
    """Answers every request under invoke-id 0."""

    def respond(self, request: GetRequestNormal, result: Data | DataAccessResult) -> bytes:
        return GetResponseNormal(request.invoke_id_and_priority & 0xF0, result).encode()


class AnswersAbsentObjects(GetService):
    """Answers an empty octet string for objects that it does not have."""

    def result(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        result = super().result(association, request)
        return OCTET_STRING(b"") if result == DataAccessResult.OBJECT_UNDEFINED else result


def nameless(state: MeterState) -> list[Instance]:
    """A model whose logical device name does not begin with the manufacturer's letters."""
    name = data("0-0:42.0.0.255", constant(OCTET_STRING(b"0000000000000001")))
    return [name, *(instance for instance in objects(state) if instance.instance_id != name.instance_id)]


DEFECTS = (
    Defect(
        "ldn-without-manufacturer",
        "DLMS-OBJECT-LDN",
        "The logical device name begins with digits instead of the manufacturer's three letters.",
        model=nameless,
    ),
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
