"""The dlms-version-number that a client proposes."""

from conformance.authoring import NOT_ACCEPTED, Association, Step, refusal_reason, refusing_aare, testcase
from conformance.dlms.acse import AcseServiceUserDiagnostic, AssociationResult
from conformance.dlms.initiate import DLMS_VERSION
from conformance.dlms.service_error import ConfirmedService, ConfirmedServiceError, ErrorClass, InitiateError

TOO_LOW = ConfirmedServiceError(
    ConfirmedService.INITIATE_ERROR, ErrorClass.INITIATE, InitiateError.DLMS_VERSION_TOO_LOW
)


@testcase(
    "DLMS-INIT-001",
    version=3,
    purpose="A client that proposes DLMS version 5 or 4 is refused, with the error that says why.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-INITIATE-VERSION"],
    requires="DLMS.LN",
    association="public",
)
def test_dlms_version(association: Association, step: Step) -> None:
    with step("With version 6 the association serves a GET"):
        association.read_logical_device_name()

    for version in (DLMS_VERSION - 2, DLMS_VERSION - 1):
        with step(f"An AARQ that proposes version {version} is not accepted"):
            association.end()
            initiate = association.initiate_request(proposed_dlms_version_number=version)
            answer = association.offer(association.aarq(initiate))
            assert answer in NOT_ACCEPTED

        with step("Version 6 is accepted as before"):
            association.reopen()
            association.read_logical_device_name()

    with step("It was an AARE that refused permanently without a reason of ACSE's own"):
        aare = refusing_aare(answer)
        assert aare.result == AssociationResult.REJECTED_PERMANENT
        assert aare.result_source_diagnostic is AcseServiceUserDiagnostic.NO_REASON_GIVEN

    with step("Its user-information is the initiate error dlms-version-too-low; editions differ on whether it must be"):
        reason = refusal_reason(aare)
        step.foreseen(isinstance(reason, ConfirmedServiceError), "the AARE refuses without a confirmedServiceError")
        assert reason == TOO_LOW
