"""Low level security with another octet at the beginning of the secret."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_ACCEPTED,
    WITHOUT_SUCCESS,
    Association,
    NearMiss,
    Step,
    nearly_the_secret,
    testcase,
)
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-ACSE-019",
    version=1,
    purpose="A secret that is right but for its first octet is refused, and nothing is served afterwards.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="lockout",
    covers=["DLMS-ACSE-LLS"],
    requires="DLMS.LN and DLMS.GET and DLMS.LLS",
    association="lls",
)
def test_lls_with_another_first_octet(association: Association, step: Step) -> None:
    with step("With mechanism and secret the name can be read; the association is ended"):
        aarq = association.aarq()
        aarq.calling_authentication_value = nearly_the_secret(association, NearMiss.FIRST_OCTET)
        association.read_logical_device_name()
        association.end()

    with step("The same AARQ with another first octet of the secret is not accepted"):
        refusal = association.offer(aarq)
        assert refusal in NOT_ACCEPTED

    with step("The name cannot be read now"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("Mechanism and secret open the association again, once the DUT has forgiven the attempt"):
        association.reopen_after_wrong_secret()
        association.read_logical_device_name()
