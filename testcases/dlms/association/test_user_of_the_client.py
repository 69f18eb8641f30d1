"""The user of the client, told by calling-AE-invocation-id."""

from conformance.authoring import (
    AARQ_ANSWERS,
    ACCEPTED,
    LOGICAL_DEVICE_NAME,
    WITHOUT_SUCCESS,
    Association,
    Step,
    refusing_aare,
    testcase,
)
from conformance.dlms.acse import AcseServiceUserDiagnostic as Diagnostic
from conformance.dlms.get import GetRequestNormal

USERS = (0, 1, 127)
"""Users are told by one octet; what a server does with the highest bit of it is no business of this case."""

APT = (Diagnostic.CALLING_AE_INVOCATION_IDENTIFIER_NOT_RECOGNIZED, Diagnostic.NO_REASON_GIVEN)


@testcase(
    "DLMS-ACSE-022",
    version=1,
    purpose="An AARQ that names a user of the client opens what it would without, or is refused by an AARE.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-USER"],
    requires="DLMS.LN and DLMS.GET",
    association="public",
)
def test_user_of_the_client(association: Association, step: Step) -> None:
    refusals = []
    with step("Without a user the name can be read"):
        without, name = association.negotiated, association.read_logical_device_name()

    for user in USERS:
        with step(f"The AARQ of user {user} is answered as an AARQ may be"):
            association.end()
            aarq = association.aarq()
            aarq.calling_ae_invocation_id = user
            answer = association.offer(aarq)
            assert answer in AARQ_ANSWERS

        if answer in ACCEPTED:
            with step("It is accepted: what is negotiated is the same, and the name can be read"):
                assert association.negotiated == without
                assert association.read_logical_device_name() == name
            continue
        with step("It is refused by an AARE, and nothing is served; without a user the association opens as before"):
            refusals.append(refusing_aare(answer).result_source_diagnostic)
            refused = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
            assert refused in WITHOUT_SUCCESS
            association.reopen()
            assert association.read_logical_device_name() == name

    with step("A refusal names the user as its reason, or none in particular"):
        association.read_logical_device_name()
        step.foreseen(all(diagnostic in APT for diagnostic in refusals), f"refused with {refusals}")
