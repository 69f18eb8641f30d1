"""Low level security with the right secret."""

from conformance.authoring import Association, Step, testcase
from conformance.dlms.acse import AcseServiceUserDiagnostic, AssociationResult
from conformance.dlms.initiate import DLMS_VERSION, InitiateResponse


@testcase(
    "DLMS-ACSE-005",
    version=1,
    purpose="A client that shows the right secret is accepted at once, and served.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-ACSE-LLS"],
    requires="DLMS.LN and DLMS.LLS",
    association="lls",
)
def test_lls_with_the_right_secret(association: Association, step: Step) -> None:
    with step("Send AARQ with mechanism name and secret; the AARE accepts and asks for nothing more"):
        aare = association.request_association(association.aarq())
        assert aare.result == AssociationResult.ACCEPTED
        assert aare.result_source_diagnostic == AcseServiceUserDiagnostic.NULL

    with step("Its user-information is an InitiateResponse of version 6"):
        response = InitiateResponse.decode(aare.user_information or b"")
        assert response.negotiated_dlms_version_number == DLMS_VERSION

    with step("The association serves a GET"):
        association.read_logical_device_name()
