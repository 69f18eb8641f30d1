"""Faults in serving several attributes or methods at once."""

from conformance.dlms.action import ActionRequestNormal, ActionRequestWithList
from conformance.dlms.data_types import NULL_DATA, Data
from conformance.dlms.get import DataAccessResult, GetRequestWithList
from conformance.dlms.initiate import Conformance
from conformance.dlms.service import SelectedAttribute, ServiceApdu
from conformance.dlms.set import SetRequestNormal
from golden_units.cosem.action_service import ActionService
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.get_service import GetService
from golden_units.cosem.long_transfer import LongTransfer
from golden_units.cosem.set_service import SetService
from golden_units.defects.base import Defect

Results = list[Data | DataAccessResult]


class SortsResults(GetService):
    """Answers a list in the order of the object names."""

    def results(self, association: AssociationServer, request: GetRequestWithList) -> Results:
        request.attributes.sort(key=lambda wanted: (wanted.instance_id, wanted.attribute_id))
        return super().results(association, request)


class StopsAtTheFirstRefusal(GetService):
    """Ends the list of results with the first that is no data."""

    def results(self, association: AssociationServer, request: GetRequestWithList) -> Results:
        given: Results = []
        for result in super().results(association, request):
            given.append(result)
            if not isinstance(result, Data):
                break
        return given


class LeavesRefusalsOut(GetService):
    """Answers with what it has."""

    def results(self, association: AssociationServer, request: GetRequestWithList) -> Results:
        return [result for result in super().results(association, request) if isinstance(result, Data)]


class AnswersNullForRefused(GetService):
    """Puts null-data where a single GET is refused."""

    def results(self, association: AssociationServer, request: GetRequestWithList) -> Results:
        return [result if isinstance(result, Data) else NULL_DATA() for result in super().results(association, request)]


class CutsResultsThatDoNotFit(GetService):
    """Leaves out of a list what would need another block."""

    def serve_list(
        self, association: AssociationServer, request: GetRequestWithList, transfer: LongTransfer | None
    ) -> bytes | None:
        while request.attributes and not association.fits(
            self.respond_list(request, self.results(association, request))
        ):
            request.attributes.pop()
        return super().serve_list(association, request, transfer)


class PadsTruncatedLists(GetService):
    """Reads a list from a buffer that still holds zeros behind what came."""

    def serve(self, association: AssociationServer, apdu: bytes) -> bytes | None:
        missing = 4 + 10 * apdu[3] - len(apdu) if apdu[:2] == GetRequestWithList.layout.tag and len(apdu) > 3 else 0
        return super().serve(association, apdu + bytes(max(missing, 0)))


class WritesInReverse(SetService):
    """Writes the last of a list first."""

    def results(self, association: AssociationServer, requests: list[SetRequestNormal]) -> list[DataAccessResult]:
        return super().results(association, requests[::-1])[::-1]


class SwapsResults(SetService):
    """Gives the results of a list from the last to the first."""

    def results(self, association: AssociationServer, requests: list[SetRequestNormal]) -> list[DataAccessResult]:
        return super().results(association, requests)[::-1]


class RefusesAllForOne(SetService):
    """Writes nothing of a list one of whose attributes it refuses, and says that the others were written."""

    def results(self, association: AssociationServer, requests: list[SetRequestNormal]) -> list[DataAccessResult]:
        points = [association.device.point_of(request) for request in requests]
        permitted = [point is not None and self.permits(association, point) for point in points]
        if all(permitted):
            return super().results(association, requests)
        return [DataAccessResult.SUCCESS if one else DataAccessResult.READ_WRITE_DENIED for one in permitted]


class PairsWhatItCan(SetService):
    """Writes as many values of a list as there are attributes for."""

    def one_by_one(
        self, request: ServiceApdu, attributes: list[SelectedAttribute], values: list[Data]
    ) -> list[SetRequestNormal]:
        pairs = min(len(attributes), len(values))
        return super().one_by_one(request, attributes[:pairs], values[:pairs])


class InvokesTheFirstOnly(ActionService):
    """Answers a list with the result of its first method."""

    def act_on(
        self, association: AssociationServer, request: ServiceApdu, invocations: list[ActionRequestNormal]
    ) -> bytes | None:
        return super().act_on(association, request, invocations[:1])


class InvokesTwice(ActionService):
    """Invokes the methods of a list to see whether it can, and then again."""

    def serve_list(
        self, association: AssociationServer, request: ActionRequestWithList, transfer: LongTransfer | None
    ) -> bytes | None:
        super().serve_list(association, request, transfer)
        return super().serve_list(association, request, transfer)


class ServesKindsThatWereNotNegotiated(AssociationServer):
    """Serves lists and blocks to whoever may use the service."""

    def may(self, needed: Conformance) -> bool:
        services = Conformance.GET | Conformance.SET | Conformance.ACTION | Conformance.ATTRIBUTE_0_WITH_GET
        return super().may(needed & services)


DEFECTS = (
    Defect(
        "get-list-sorted",
        "DLMS-GET-LIST",
        "The results of a GET with a list come in the order of the objects' names.",
        services={"get": SortsResults},
    ),
    Defect(
        "get-list-ends-at-refusal",
        "DLMS-GET-LIST",
        "The results of a GET with a list end with the first refusal.",
        services={"get": StopsAtTheFirstRefusal},
    ),
    Defect(
        "get-list-without-refusals",
        "DLMS-GET-LIST",
        "A GET with a list is answered by the results that are data, and no others.",
        services={"get": LeavesRefusalsOut},
    ),
    Defect(
        "get-list-null-for-refused",
        "DLMS-GET-LIST",
        "In a GET with a list an absent object is answered by null-data.",
        services={"get": AnswersNullForRefused},
    ),
    Defect(
        "get-list-cut",
        "DLMS-GET-LIST",
        "Results of a list that do not fit into one APDU are left out.",
        services={"get": CutsResultsThatDoNotFit},
    ),
    Defect(
        "truncated-get-list-padded",
        "DLMS-XDLMS-TRUNCATED",
        "A list of attributes that is cut short is served as if zeros had followed.",
        services={"get": PadsTruncatedLists},
    ),
    Defect(
        "set-list-in-reverse",
        "DLMS-SET-LIST",
        "A SET with a list writes the last value first.",
        services={"set": WritesInReverse},
    ),
    Defect(
        "set-list-results-swapped",
        "DLMS-SET-LIST",
        "The results of a SET with a list come from the last to the first.",
        services={"set": SwapsResults},
    ),
    Defect(
        "set-list-all-or-nothing",
        "DLMS-SET-LIST",
        "A SET with a list writes nothing if one attribute is refused, and reports success for the others.",
        services={"set": RefusesAllForOne},
    ),
    Defect(
        "set-list-of-unequal-counts",
        "DLMS-SET-LIST",
        "A SET with more attributes than values, or fewer, writes as many as there are pairs.",
        services={"set": PairsWhatItCan},
    ),
    Defect(
        "action-list-first-only",
        "DLMS-ACTION-LIST",
        "Of a list of methods the first is invoked and answered.",
        services={"action": InvokesTheFirstOnly},
    ),
    Defect(
        "action-list-invoked-twice",
        "DLMS-ACTION-LIST",
        "The methods of a list are invoked twice.",
        services={"action": InvokesTwice},
    ),
    Defect(
        "lists-and-blocks-without-negotiation",
        "DLMS-XDLMS-UNKNOWN-SERVICE",
        "Lists and blocks are served although the association did not negotiate them.",
        parts={"association_server": ServesKindsThatWereNotNegotiated},
    ),
)
