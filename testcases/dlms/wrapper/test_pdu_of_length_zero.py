"""A wrapper PDU of length zero disturbs nothing."""

from conformance.authoring import NOT_SERVED, Association, Step, WrapperLink, expect_sign_of_life, testcase


@testcase(
    "DLMS-WRAPPER-007",
    version=1,
    purpose="A wrapper header that announces no APDU gets no data, and the PDU behind it is still found.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-LENGTH"],
    requires="LINK.WRAPPER and DLMS.GET",
)
def test_pdu_of_length_zero(association: Association, link: WrapperLink, step: Step) -> None:
    with step("The association serves a GET"):
        expect_sign_of_life(association, step)

    with step("A header of length zero gets no data"):
        link.send_octets(link.frame(b""))
        answer = association.receive_or_silence()
        assert answer in NOT_SERVED

    with step("The next GET is answered, in a new association if the DUT hung up"):
        association.ensure_open()
        expect_sign_of_life(association, step)
