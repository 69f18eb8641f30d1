"""AARQ for an application context that nobody supports."""

from conformance.authoring import NOT_ACCEPTED, Association, Step, refusing_aare, testcase
from conformance.dlms.acse import COSEM_PREFIX, AcseServiceUserDiagnostic, AssociationResult

UNASSIGNED_CONTEXT = COSEM_PREFIX + bytes((1, 127))


@testcase(
    "DLMS-ACSE-002",
    version=2,
    purpose="An unknown application context is refused for good, with the diagnostic that names the reason.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-CONTEXT"],
    requires="DLMS.LN",
    association="public",
)
def test_unknown_context_is_refused(association: Association, step: Step) -> None:
    with step("The association in the context of logical names serves a GET, and is ended"):
        association.read_logical_device_name()
        association.end()

    with step("An AARQ that differs in its context name only is not accepted"):
        aarq = association.aarq()
        aarq.application_context_name = UNASSIGNED_CONTEXT
        answer = association.offer(aarq)
        assert answer in NOT_ACCEPTED

    with step("The AARE refuses permanently, because of the application context name"):
        aare = refusing_aare(answer)
        assert aare.result == AssociationResult.REJECTED_PERMANENT
        assert aare.result_source_diagnostic is AcseServiceUserDiagnostic.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED

    with step("The usual AARQ is accepted as before"):
        association.reopen()
        association.read_logical_device_name()
