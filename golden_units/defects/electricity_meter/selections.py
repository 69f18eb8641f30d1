"""Faults in telling selections that may be served from those that may not."""

from dataclasses import replace
from typing import Any

from conformance.dlms.data import encode_data
from conformance.dlms.data_types import Data
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetRequestWithList
from conformance.dlms.service import SelectiveAccess, ServiceApdu
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.get_service import GetService
from golden_units.cosem.long_transfer import LongGet
from golden_units.cosem.object_model import AccessRefused
from golden_units.cosem.profile import Profile
from golden_units.defects.base import Defect
from golden_units.defects.electricity_meter.profiles import built_of

Results = list[Data | DataAccessResult]


def passing_over(*reasons: DataAccessResult) -> type[Profile[Any]]:
    """Brings everything where a selection is at fault in some way."""

    class PassesOver(Profile[Any]):
        def select(self, association: AssociationServer, selection: SelectiveAccess) -> Data:
            try:
                return super().select(association, selection)
            except AccessRefused as refused:
                if refused.result not in reasons:
                    raise
                return self.rows(self.entries(association), self.columns)

    return PassesOver


class SelectsUnasked(GetService):
    """Does not look whether selective access was negotiated."""

    def attribute(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        point = association.device.point_of(request)
        if request.access_selection is None or point is None or point.select is None:
            return super().attribute(association, request)
        try:
            return point.select(association, request.access_selection)
        except AccessRefused as refused:
            return refused.result


class PassesSelectionsOver(GetService):
    """Reads the whole attribute if there is no selective access to it."""

    def attribute(self, association: AssociationServer, request: GetRequestNormal) -> Data | DataAccessResult:
        result = super().attribute(association, request)
        if request.access_selection is None or result is not DataAccessResult.SCOPE_OF_ACCESS_VIOLATED:
            return result
        return super().attribute(association, replace(request, access_selection=None))


class SelectsNothingInLists(GetService):
    """Reads whole attributes in a list."""

    def results(self, association: AssociationServer, request: GetRequestWithList) -> Results:
        for wanted in request.attributes:
            wanted.access_selection = None
        return super().results(association, request)


class ForgetsTheSelection(GetService):
    """Goes on in the whole buffer when the first block of a selection has been sent."""

    def serve_long(self, association: AssociationServer, request: ServiceApdu, octets: bytes) -> bytes | None:
        if isinstance(request, GetRequestNormal) and request.access_selection is not None:
            whole = self.result(association, replace(request, access_selection=None))
            first = super().serve_long(association, request, octets)
            if isinstance(whole, Data) and isinstance(association.transfer, LongGet):
                blocks, size = association.transfer.blocks, len(association.transfer.block)
                blocks[1:] = self.cut(encode_data(whole), size)[1 : len(blocks)]
            return first
        return super().serve_long(association, request, octets)


DEFECTS = (
    Defect(
        "selector-unknown-passed-over",
        "DLMS-SELECTIVE-ACCESS",
        "A selection by an unknown selector brings the whole buffer.",
        model=built_of(passing_over(DataAccessResult.SCOPE_OF_ACCESS_VIOLATED)),
    ),
    Defect(
        "selection-malformed-passed-over",
        "DLMS-SELECTIVE-ACCESS",
        "A selection with malformed parameters brings the whole buffer.",
        model=built_of(passing_over(DataAccessResult.TYPE_UNMATCHED)),
    ),
    Defect(
        "selection-without-negotiation",
        "DLMS-SELECTIVE-ACCESS",
        "Selections are served where selective access was not negotiated.",
        services={"get": SelectsUnasked},
    ),
    Defect(
        "selection-passed-over",
        "DLMS-SELECTIVE-ACCESS",
        "Where there is no selective access, a selection brings the whole attribute.",
        services={"get": PassesSelectionsOver},
    ),
    Defect(
        "selection-in-lists-passed-over",
        "DLMS-SELECTIVE-ACCESS",
        "Selections in a list of attributes are passed over.",
        services={"get": SelectsNothingInLists},
    ),
    Defect(
        "get-blocks-forget-the-selection",
        "DLMS-GET-BLOCKS",
        "From the second block on, a selection goes on in the whole buffer.",
        services={"get": ForgetsTheSelection},
    ),
)
