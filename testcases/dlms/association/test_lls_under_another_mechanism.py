"""Another mechanism where low level security is due."""

from conformance.authoring import (
    AARQ_ANSWERS,
    LOGICAL_DEVICE_NAME,
    NOT_ACCEPTED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
)
from conformance.dlms.acse import COSEM_PREFIX
from conformance.dlms.get import GetRequestNormal

HLS_GMAC = COSEM_PREFIX + bytes((2, 5))
CHALLENGE = b"challenge of 16 "


@testcase(
    "DLMS-ACSE-016",
    version=1,
    purpose="A client that names mechanism 5 and shows no secret is not served, as its second step is missing.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="lockout",
    covers=["DLMS-ACSE-MECHANISM"],
    requires="DLMS.LN and DLMS.GET and DLMS.LLS",
    association="lls",
)
def test_lls_under_another_mechanism(association: Association, step: Step) -> None:
    with step("With mechanism and secret the name can be read; the association is ended"):
        association.read_logical_device_name()
        association.end()

    with step("The same AARQ with mechanism 5 and a challenge in place of the secret opens nothing that serves"):
        aarq = association.aarq()
        aarq.mechanism_name = HLS_GMAC
        aarq.calling_authentication_value = CHALLENGE
        refusal = association.offer(aarq)
        assert refusal in AARQ_ANSWERS

    with step("The name cannot be read now"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("Mechanism and secret open the association again, once the DUT has forgiven the attempt"):
        association.reopen_after_wrong_secret()
        association.read_logical_device_name()
        step.foreseen(refusal in NOT_ACCEPTED, "the DUT goes on with mechanism 5, which may be its own")
