"""Low level security with octets behind the secret."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_ACCEPTED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
)
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-ACSE-014",
    version=1,
    purpose="The right secret with more behind it is refused, and nothing is served afterwards.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="lockout",
    covers=["DLMS-ACSE-LLS"],
    requires="DLMS.LN and DLMS.GET and DLMS.LLS",
    association="lls",
)
def test_lls_with_more_than_the_secret(association: Association, step: Step) -> None:
    with step("With mechanism and secret the name can be read; the association is ended"):
        association.read_logical_device_name()
        association.end()

    with step("The same AARQ with two octets behind the secret is not accepted"):
        aarq = association.aarq()
        aarq.calling_authentication_value = (aarq.calling_authentication_value or b"") + b"?!"
        refusal = association.offer(aarq)
        assert refusal in NOT_ACCEPTED

    with step("The name cannot be read now"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("Mechanism and secret open the association again, once the DUT has forgiven the attempt"):
        association.reopen_after_wrong_secret()
        association.read_logical_device_name()
