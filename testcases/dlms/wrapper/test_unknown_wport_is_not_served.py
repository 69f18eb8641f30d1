"""A PDU for a wrapper port that nobody listens on is not answered."""

from conformance.authoring import Association, Dut, Step, WrapperLink, expect_sign_of_life, testcase

HIGHEST_DEVICE = 0x7D
"""Server wPorts above it have meanings of their own, up to all stations."""


@testcase(
    "DLMS-WRAPPER-003",
    version=2,
    purpose="An AARQ for a server wPort without a logical device gets no answer; hanging up on it is right as well.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-UNKNOWN-PORT"],
    requires="LINK.WRAPPER and DLMS.GET",
)
def test_unknown_wport_is_not_served(association: Association, link: WrapperLink, dut: Dut, step: Step) -> None:
    known = {listed.server_sap for listed in dut.associations}
    # A DUT that has a logical device there says so by an association in its bench file.
    highest = max(set(range(1, HIGHEST_DEVICE + 1)) - known)
    lookalikes = {link.server_sap | 0x10, link.server_sap | 0x100} - known

    with step("The association serves a GET"):
        expect_sign_of_life(association, step)

    for absent in (highest, *sorted(lookalikes)):
        with step(f"An AARQ for the server wPort {absent} gets no answer"):
            pdu = link.pdu(association.aarq().encode())
            pdu.destination_wport = absent
            link.send_octets(pdu.encode())
            link.expect_silence()

        with step("The DUT still serves, in a new association if it hung up"):
            association.ensure_open()
            expect_sign_of_life(association, step)
