"""A wrong secret beside sender-acse-requirements that do not ask for authentication."""

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

NO_UNIT = b"\x07\x00"


# The right secret is never sent in such an AARQ: a real DUT may refuse it, and the run would take it for wrong.
@testcase(
    "DLMS-ACSE-024",
    version=1,
    purpose="A wrong secret opens nothing where sender-acse-requirements are missing or ask for no authentication.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="lockout",
    covers=["DLMS-ACSE-FUNCTIONAL-UNIT"],
    requires="DLMS.LN and DLMS.GET and DLMS.LLS",
    association="lls",
)
def test_wrong_secret_without_functional_unit(association: Association, step: Step) -> None:
    for what, units in (("that lacks sender-acse-requirements", None), ("that asks for no functional unit", NO_UNIT)):
        with step("With mechanism and secret the name can be read; the association is ended"):
            aarq = association.aarq()
            aarq.calling_authentication_value = nearly_the_secret(association, NearMiss.LAST_OCTET)
            aarq.sender_acse_requirements = units
            association.read_logical_device_name()
            association.end()

        with step(f"An AARQ {what}, with a wrong secret, is not accepted"):
            refusal = association.offer(aarq)
            assert refusal in NOT_ACCEPTED

        with step("The name cannot be read now"):
            answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
            assert answer in WITHOUT_SUCCESS

        with step("Mechanism and secret open the association again, once the DUT has forgiven the attempt"):
            association.reopen_after_wrong_secret()
            association.read_logical_device_name()
