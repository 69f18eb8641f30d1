"""A wrapper PDU shorter than its header says is not served."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, Step, WrapperLink, expect_sign_of_life, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.wrapper import HEADER_OCTETS

MISSING = 4


@testcase(
    "DLMS-WRAPPER-006",
    version=1,
    purpose="A GET whose wrapper header announces more octets than follow gets no answer, and the DUT survives it.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-LENGTH"],
    requires="LINK.WRAPPER and DLMS.GET",
)
def test_pdu_shorter_than_announced(association: Association, link: WrapperLink, step: Step) -> None:
    apdu = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
    header = bytearray(link.frame(apdu)[:HEADER_OCTETS])
    header[-2:] = (len(apdu) + MISSING).to_bytes(2, "big")

    with step("The association serves a GET"):
        expect_sign_of_life(association, step)

    with step(f"The same GET under a length that is {MISSING} too large gets no answer"):
        link.send_octets(bytes(header) + apdu)
        link.expect_silence()

    with step("A new association serves it"):
        association.reopen()
        expect_sign_of_life(association, step)
