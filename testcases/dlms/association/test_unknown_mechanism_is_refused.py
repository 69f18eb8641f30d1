"""AARQ with an authentication mechanism that nobody knows."""

from conformance.authoring import NOT_ACCEPTED, Association, Step, refusing_aare, testcase
from conformance.dlms.acse import AUTHENTICATION_FUNCTIONAL_UNIT, COSEM_PREFIX, AcseServiceUserDiagnostic

UNASSIGNED_MECHANISM = COSEM_PREFIX + bytes((2, 127))
MECHANISM_UNKNOWN = AcseServiceUserDiagnostic.AUTHENTICATION_MECHANISM_NAME_NOT_RECOGNIZED

# No client has this mechanism, so the value below is nobody's password and cannot lock anybody out;
# the public client has no password anyway.
VALUE = bytes(8)


@testcase(
    "DLMS-ACSE-004",
    version=2,
    purpose="An AARQ that names an unknown authentication mechanism is refused, with diagnostic 11.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-MECHANISM"],
    requires="DLMS.LN",
    association="public",
)
def test_unknown_mechanism_is_refused(association: Association, step: Step) -> None:
    with step("Without a mechanism the public client is served"):
        association.read_logical_device_name()
        association.end()

    with step("The same AARQ with an unassigned mechanism name is not accepted"):
        aarq = association.aarq()
        aarq.sender_acse_requirements = AUTHENTICATION_FUNCTIONAL_UNIT
        aarq.mechanism_name = UNASSIGNED_MECHANISM
        aarq.calling_authentication_value = VALUE
        answer = association.offer(aarq)
        assert answer in NOT_ACCEPTED

    with step("The usual AARQ is accepted as before"):
        association.reopen()
        association.read_logical_device_name()

    with step("The refusal is an AARE that does not recognise the mechanism name"):
        diagnostic = refusing_aare(answer).result_source_diagnostic
        step.foreseen(diagnostic is MECHANISM_UNKNOWN, f"the diagnostic is {diagnostic.label}")
