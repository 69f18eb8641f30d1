"""Low level security with a wrong secret."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_ACCEPTED,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    refusing_aare,
    testcase,
)
from conformance.dlms.acse import AcseServiceUserDiagnostic as Diagnostic
from conformance.dlms.acse import AssociationResult
from conformance.dlms.get import GetRequestNormal

# As long as the right secret but made without it: evidence keeps wrong secrets as they were sent.
SURELY_WRONG = b"this is not it! " * 16


@testcase(
    "DLMS-ACSE-006",
    version=2,
    purpose="A wrong secret is refused, and nothing is served afterwards.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="lockout",
    covers=["DLMS-ACSE-LLS"],
    requires="DLMS.LN and DLMS.GET and DLMS.LLS",
    association="lls",
)
def test_lls_with_a_wrong_secret(association: Association, step: Step) -> None:
    with step("With the right secret the name can be read; the association is ended"):
        association.read_logical_device_name()
        association.end()

    with step("The same AARQ with a wrong secret is not accepted"):
        aarq = association.aarq()
        aarq.calling_authentication_value = SURELY_WRONG[: len(aarq.calling_authentication_value or b"")]
        refusal = association.offer(aarq)
        assert refusal in NOT_ACCEPTED

    with step("The name cannot be read now"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("The right secret opens the association again, once the DUT has forgiven the attempt"):
        association.reopen_after_wrong_secret()
        association.read_logical_device_name()

    with step("It was the AARE that refused, for good and with diagnostic 13, and the GET got no get-response"):
        aare = refusing_aare(refusal)
        diagnostic = aare.result_source_diagnostic
        step.foreseen(aare.result == AssociationResult.REJECTED_PERMANENT, f"the result is {aare.result.label}")
        step.foreseen(diagnostic is Diagnostic.AUTHENTICATION_FAILURE, f"the diagnostic is {diagnostic.label}")
        step.foreseen(answer in NOT_SERVED, "a get-response without an association")
