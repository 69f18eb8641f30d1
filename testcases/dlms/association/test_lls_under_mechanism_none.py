"""The mechanism of no security where low level security is due."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_ACCEPTED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
)
from conformance.dlms.acse import Mechanism
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-ACSE-015",
    version=1,
    purpose="A client that has to show a secret and names the mechanism of no security is refused.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="lockout",
    covers=["DLMS-ACSE-MECHANISM"],
    requires="DLMS.LN and DLMS.GET and DLMS.LLS",
    association="lls",
)
def test_lls_under_mechanism_none(association: Association, step: Step) -> None:
    with step("With mechanism and secret the name can be read; the association is ended"):
        association.read_logical_device_name()
        association.end()

    with step("The same AARQ with mechanism 0 and without a secret is not accepted"):
        aarq = association.aarq()
        aarq.mechanism_name = Mechanism.NONE.oid
        aarq.calling_authentication_value = None
        refusal = association.offer(aarq)
        assert refusal in NOT_ACCEPTED

    with step("The name cannot be read now"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("Mechanism and secret open the association again, once the DUT has forgiven the attempt"):
        association.reopen_after_wrong_secret()
        association.read_logical_device_name()
