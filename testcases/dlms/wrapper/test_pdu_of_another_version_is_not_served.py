"""A wrapper PDU of another version is not served."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, Step, WrapperLink, expect_sign_of_life, testcase
from conformance.dlms.get import GetRequestNormal

VERSIONS = (2, 0, 0x0101)
"""The next one, none, and one whose lower octet is right."""


@testcase(
    "DLMS-WRAPPER-002",
    version=2,
    purpose="A GET in a wrapper PDU of version 2, 0 or 0101 is discarded; hanging up on it is right as well.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-VERSION"],
    requires="LINK.WRAPPER and DLMS.GET",
)
def test_pdu_of_another_version_is_not_served(association: Association, link: WrapperLink, step: Step) -> None:
    with step("The association serves a GET"):
        expect_sign_of_life(association, step)

    for version in VERSIONS:
        with step(f"The same GET under wrapper version {version:04X} gets no answer"):
            pdu = link.pdu(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode())
            pdu.version = version
            link.send_octets(pdu.encode())
            link.expect_silence()

        with step("The DUT still serves, in a new association if it hung up"):
            association.ensure_open()
            expect_sign_of_life(association, step)
