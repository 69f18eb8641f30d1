"""Faults in opening and releasing associations."""

from collections.abc import Callable

from conformance.dlms.aare import Aare, Diagnostic
from conformance.dlms.acse import ApplicationContext, AssociationResult
from conformance.dlms.initiate import Conformance
from golden_units.cosem.association_server import AssociationServer
from golden_units.defects.base import Defect


class NestedLengthTooSmall(AssociationServer):
    """The outer length of result-source-diagnostic does not count all that is inside."""

    def aare(self, result: AssociationResult, diagnostic: Diagnostic, user_information: bytes | None) -> bytes:
        octets = Aare(
            application_context_name=ApplicationContext.LN.oid,
            result=result,
            result_source_diagnostic=diagnostic,
            user_information=user_information,
        ).encode()
        return octets.replace(b"\xa3\x05\xa1\x03", b"\xa3\x03\xa1\x03")


class ServesWithoutAssociation(AssociationServer):
    """Serves requests whether or not there is an association."""

    def serve_service(
        self, apdu: bytes, needed: Conformance, serve: Callable[[AssociationServer, bytes], bytes | None]
    ) -> bytes | None:
        return serve(self, apdu)


DEFECTS = (
    Defect(
        "serves-without-association",
        "DLMS-XDLMS-NOT-ASSOCIATED",
        "GET, SET and ACTION are served although no association is open.",
        parts={"association_server": ServesWithoutAssociation},
    ),
    Defect(
        "aare-nested-length",
        "DLMS-ACSE-AARE",
        "The AARE's result-source-diagnostic states a length that is too small for its content.",
        parts={"association_server": NestedLengthTooSmall},
    ),
)
