"""AARQ without security is accepted by the public client's server."""

from conformance.authoring import Association, Step, testcase
from conformance.dlms.acse import AcseServiceUserDiagnostic, ApplicationContext, AssociationResult
from conformance.dlms.initiate import DLMS_VERSION, LONG_NAME, Conformance, InitiateResponse


@testcase(
    "DLMS-ACSE-001",
    version=2,
    purpose="An AARQ without security opens an association, and the AARE says so in every field.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-ACSE-AARE", "DLMS-INITIATE-VAA-NAME", "DLMS-INITIATE-CONFORMANCE"],
    requires="DLMS.LN",
    association="public",
)
def test_association_without_security(association: Association, step: Step) -> None:
    initiate = association.initiate_request()

    with step("Send AARQ; the AARE accepts in the context that was asked for"):
        aare = association.request_association(association.aarq(initiate))
        assert aare.result == AssociationResult.ACCEPTED
        assert aare.result_source_diagnostic == AcseServiceUserDiagnostic.NULL
        assert aare.application_context_name == ApplicationContext.LN.oid

    with step("Its user-information is an InitiateResponse of version 6"):
        response = InitiateResponse.decode(aare.user_information or b"")
        assert response.negotiated_dlms_version_number == DLMS_VERSION

    with step("Its vaa-name is that of a server of logical names", rule="DLMS-INITIATE-VAA-NAME"):
        assert response.vaa_name == LONG_NAME

    with step("Nothing is negotiated that was not proposed", rule="DLMS-INITIATE-CONFORMANCE"):
        assert response.negotiated_conformance.beyond(initiate.proposed_conformance) == Conformance(0)

    with step("The association serves a GET"):
        association.read_logical_device_name()
