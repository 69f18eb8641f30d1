"""Low level security with the right secret."""

from conformance.authoring import Association, Step, testcase
from conformance.dlms.acse import AcseServiceUserDiagnostic, ApplicationContext, AssociationResult
from conformance.dlms.initiate import DLMS_VERSION, LONG_NAME, Conformance, InitiateResponse


@testcase(
    "DLMS-ACSE-005",
    version=2,
    purpose="A client that shows the right secret is accepted at once, with an AARE right in every field, and served.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-ACSE-LLS", "DLMS-ACSE-AARE", "DLMS-INITIATE-VAA-NAME", "DLMS-INITIATE-CONFORMANCE"],
    requires="DLMS.LN and DLMS.LLS",
    association="lls",
)
def test_lls_with_the_right_secret(association: Association, step: Step) -> None:
    initiate = association.initiate_request()

    with step("Send AARQ with mechanism name and secret; the AARE accepts and asks for nothing more"):
        aare = association.request_association(association.aarq(initiate))
        assert aare.result == AssociationResult.ACCEPTED
        assert aare.result_source_diagnostic == AcseServiceUserDiagnostic.NULL

    with step("It is in the context that was asked for, with an InitiateResponse of version 6", rule="DLMS-ACSE-AARE"):
        assert aare.application_context_name == ApplicationContext.LN.oid
        response = InitiateResponse.decode(aare.user_information or b"")
        assert response.negotiated_dlms_version_number == DLMS_VERSION

    with step("Its vaa-name is that of a server of logical names", rule="DLMS-INITIATE-VAA-NAME"):
        assert response.vaa_name == LONG_NAME

    with step("Nothing is negotiated that was not proposed", rule="DLMS-INITIATE-CONFORMANCE"):
        assert response.negotiated_conformance.beyond(initiate.proposed_conformance) == Conformance(0)

    with step("The association serves a GET"):
        association.read_logical_device_name()
