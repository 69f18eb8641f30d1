"""Faults in serving GET, and in what every service shares."""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from conformance.dlms.data_types import ARRAY, NULL_DATA, OCTET_STRING, Data, array, structure
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal
from conformance.dlms.initiate import Conformance
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.get_service import GetService
from golden_units.cosem.server import CosemServer
from golden_units.cosem.wrapper_session import WrapperSession
from golden_units.defects.base import Defect

Handler = Callable[[AssociationServer, bytes], bytes | None]


class ConstantInvokeId(GetService):
    """Answers every request under invoke-id 0."""

    def respond(self, request: GetRequestNormal, result: Data | DataAccessResult) -> bytes:
        return GetResponseNormal(request.invoke_id_and_priority & 0xF0, result).encode()


class InvokeIdOfThreeBits(GetService):
    """Keeps three bits of the invoke-id."""

    def respond(self, request: GetRequestNormal, result: Data | DataAccessResult) -> bytes:
        return GetResponseNormal(request.invoke_id_and_priority & 0xF7, result).encode()


class RefusesBySuccess(GetService):
    """Has one result for all that it does not bring."""

    def respond(self, request: GetRequestNormal, result: Data | DataAccessResult) -> bytes:
        return super().respond(request, result if isinstance(result, Data) else DataAccessResult.SUCCESS)


class AnswersAbsentObjects(GetService):
    """Answers an empty octet string for objects that it does not have."""

    def result(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        result = super().result(association, request)
        return OCTET_STRING(b"") if result == DataAccessResult.OBJECT_UNDEFINED else result


class IgnoresClass(GetService):
    """Finds objects by their names alone."""

    def result(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        for class_id in association.device.classes.get(request.instance_id, ()):
            request.class_id = class_id
        return super().result(association, request)


class AnswersAbsentAttributes(GetService):
    """Answers null-data for attributes that an object does not have."""

    def attribute(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        is_there = association.device.find(request.class_id, request.instance_id) is not None
        result = super().attribute(association, request)
        return NULL_DATA() if is_there and result == DataAccessResult.READ_WRITE_DENIED else result


class AlwaysServesAttribute0(GetService):
    """Serves attribute 0 whatever was negotiated."""

    def all_attributes(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        association.negotiated.negotiated_conformance |= Conformance.ATTRIBUTE_0_WITH_GET
        return super().all_attributes(association, request)


class Attribute0LacksLogicalName(GetService):
    """Begins the structure with attribute 2."""

    def all_attributes(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        result = super().all_attributes(association, request)
        return structure(*list(result)[1:]) if isinstance(result, Data) else result


class IgnoresClientPduSize(AssociationServer):
    """Sends whatever length an answer has."""

    def fits(self, apdu: bytes) -> bool:
        return True


class CutsLongAnswers(GetService):
    """Leaves out of an array what does not fit, without a word."""

    def result(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        result = super().result(association, request)
        if not isinstance(result, Data) or result.type.tag != ARRAY:
            return result
        members = list(result)
        while members and not association.fits(self.respond(request, array(*members))):
            members.pop()
        return array(*members)


class PadsTruncatedRequests(GetService):
    """Reads a request from a buffer that still holds zeros behind what came."""

    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        return super().serve(association, apdu.ljust(13, b"\x00"))


class FallsThroughToGet(AssociationServer):
    """Takes every APDU that it does not know for a GET."""

    def serve(self, apdu: bytes, now: int) -> bytes | None:
        known = apdu[:1] in (b"\x60", b"\x62", b"\xc1", b"\xc3")
        return super().serve(apdu if known else b"\xc0\x01" + apdu[2:], now)


class ServesWhatWasNotNegotiated(AssociationServer):
    """Does not look at the negotiated conformance block."""

    def serve_service(self, apdu: bytes, needed: Conformance, serve: Handler) -> bytes | None:
        return super().serve_service(apdu, self.negotiated.negotiated_conformance, serve)


_REMEMBERED: WeakKeyDictionary[CosemServer, dict[Any, Any]] = WeakKeyDictionary()
"""Associations by unit, for a session that does not forget them."""


class RemembersAssociations(WrapperSession):
    """Keeps associations by client, whatever becomes of the connection."""

    def __init__(self, server: CosemServer) -> None:
        super().__init__(server)
        self._associations = _REMEMBERED.setdefault(server, {})

    def end(self) -> None:
        """Nothing ends."""


DEFECTS = (
    Defect(
        "get-constant-invoke-id",
        "DLMS-XDLMS-INVOKE-ID",
        "Answers to GET carry invoke-id 0 whatever the request's was.",
        services={"get": ConstantInvokeId},
    ),
    Defect(
        "get-invoke-id-of-three-bits",
        "DLMS-XDLMS-INVOKE-ID",
        "Answers to GET carry the lower three bits of the invoke-id.",
        services={"get": InvokeIdOfThreeBits},
    ),
    Defect(
        "get-answers-absent-objects",
        "DLMS-GET-REFUSAL",
        "A GET of an absent object succeeds with an empty octet string.",
        services={"get": AnswersAbsentObjects},
    ),
    Defect(
        "get-refuses-by-success",
        "DLMS-GET-REFUSAL",
        "A GET that is refused names success as its data-access-result.",
        services={"get": RefusesBySuccess},
    ),
    Defect(
        "get-ignores-class",
        "DLMS-GET-CLASS",
        "Objects are found by logical name alone, so a GET with a wrong class succeeds.",
        services={"get": IgnoresClass},
    ),
    Defect(
        "get-answers-absent-attributes",
        "DLMS-GET-ATTRIBUTE",
        "A GET of an attribute that the class does not have succeeds with null-data.",
        services={"get": AnswersAbsentAttributes},
    ),
    Defect(
        "attribute-0-without-negotiation",
        "DLMS-ATTRIBUTE-0",
        "GET of attribute 0 is served although the association did not negotiate it.",
        services={"get": AlwaysServesAttribute0},
    ),
    Defect(
        "attribute-0-without-logical-name",
        "DLMS-ATTRIBUTE-0",
        "The structure that answers attribute 0 leaves the logical name out.",
        services={"get": Attribute0LacksLogicalName},
    ),
    Defect(
        "client-pdu-size-ignored",
        "DLMS-XDLMS-PDU-SIZE",
        "Answers are sent even if they are longer than what the client can receive.",
        parts={"association_server": IgnoresClientPduSize},
    ),
    Defect(
        "long-answers-cut",
        "DLMS-XDLMS-PDU-SIZE",
        "An array that is too long for the client is cut to as many elements as fit.",
        services={"get": CutsLongAnswers},
    ),
    Defect(
        "truncated-get-padded",
        "DLMS-XDLMS-TRUNCATED",
        "A GET that is cut short is served as if zeros had followed.",
        services={"get": PadsTruncatedRequests},
    ),
    Defect(
        "unknown-apdu-taken-for-get",
        "DLMS-XDLMS-UNKNOWN-SERVICE",
        "An APDU with an unknown tag is served as if it were a GET.",
        parts={"association_server": FallsThroughToGet},
    ),
    Defect(
        "serves-what-was-not-negotiated",
        "DLMS-XDLMS-UNKNOWN-SERVICE",
        "Services are served although the negotiated conformance block lacks them.",
        parts={"association_server": ServesWhatWasNotNegotiated},
    ),
    Defect(
        "association-outlives-connection",
        "DLMS-XDLMS-NOT-ASSOCIATED",
        "Associations are kept by client address, over the end of the TCP connection and over a loss of power.",
        parts={"wrapper_session": RemembersAssociations},
    ),
)
