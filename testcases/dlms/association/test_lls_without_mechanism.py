"""AARQ without authentication where low level security is due."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_ACCEPTED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    refusing_aare,
    testcase,
)
from conformance.dlms.acse import AcseServiceUserDiagnostic as Diagnostic
from conformance.dlms.get import GetRequestNormal

APT = (Diagnostic.AUTHENTICATION_MECHANISM_NAME_REQUIRED, Diagnostic.AUTHENTICATION_REQUIRED)

# No source settles whether a meter may send the others when the mechanism is missing.
DIAGNOSTICS = (
    *APT,
    Diagnostic.NO_REASON_GIVEN,
    Diagnostic.AUTHENTICATION_MECHANISM_NAME_NOT_RECOGNIZED,
    Diagnostic.AUTHENTICATION_FAILURE,
)


# No password is shown here, but a meter that answers "authentication failure" may count this as a wrong
# one, and being locked out of a real meter is worse than a case that does not run: so it declares lockout.
@testcase(
    "DLMS-ACSE-007",
    version=2,
    purpose="A client that has to show a secret and names no mechanism is refused, and nothing is served.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="lockout",
    covers=["DLMS-ACSE-MECHANISM"],
    requires="DLMS.LN and DLMS.GET and DLMS.LLS",
    association="lls",
)
def test_lls_without_mechanism(association: Association, step: Step) -> None:
    with step("With mechanism and secret the name can be read; the association is ended"):
        association.read_logical_device_name()
        association.end()

    with step("The same AARQ without its three fields of authentication is not accepted"):
        aarq = association.aarq()
        aarq.sender_acse_requirements = aarq.mechanism_name = aarq.calling_authentication_value = None
        refusal = association.offer(aarq)
        assert refusal in NOT_ACCEPTED

    with step("The name cannot be read now"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("Mechanism and secret open the association again, once the DUT has forgiven the attempt"):
        association.reopen_after_wrong_secret()
        association.read_logical_device_name()

    with step("It was the AARE that refused, with a diagnostic about authentication"):
        diagnostic = refusing_aare(refusal).result_source_diagnostic
        assert diagnostic in DIAGNOSTICS
        step.foreseen(diagnostic in APT, f"the diagnostic is {diagnostic.label}")
