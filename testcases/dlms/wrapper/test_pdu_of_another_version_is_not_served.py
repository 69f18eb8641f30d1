"""A wrapper PDU of another version is not served."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, Step, WrapperLink, expect_sign_of_life, testcase
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-WRAPPER-002",
    version=1,
    purpose="A GET in a wrapper PDU of version 2 is discarded; hanging up on it is right as well.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-VERSION"],
    requires="LINK.WRAPPER and DLMS.GET",
)
def test_pdu_of_another_version_is_not_served(association: Association, link: WrapperLink, step: Step) -> None:
    with step("The association serves a GET"):
        expect_sign_of_life(association, step)

    with step("The same GET under wrapper version 2 gets no answer"):
        pdu = link.pdu(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode())
        pdu.version = 2
        link.send_octets(pdu.encode())
        link.expect_silence()

    with step("The DUT still serves, in a new association if it hung up"):
        association.ensure_open()
        expect_sign_of_life(association, step)
