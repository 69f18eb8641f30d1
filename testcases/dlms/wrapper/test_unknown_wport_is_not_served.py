"""A PDU for a wrapper port that nobody listens on is not answered."""

from conformance.authoring import Association, LogicalDevices, Step, WrapperLink, expect_sign_of_life, testcase

BITS = 16
"""Of a wPort."""


@testcase(
    "DLMS-WRAPPER-003",
    version=3,
    purpose="An AARQ for a server wPort without a logical device gets no answer; hanging up on it is right as well.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-UNKNOWN-PORT"],
    requires="LINK.WRAPPER and DLMS.GET",
)
def test_unknown_wport_is_not_served(association: Association, link: WrapperLink, step: Step) -> None:
    with step("The association serves a GET, and tells which logical devices there are if it may"):
        expect_sign_of_life(association, step)
        devices = LogicalDevices.read(association)

    # A DUT may compare a part of a wPort: the absent ones differ from its own in one bit each.
    for absent in devices.absent(link.server_sap, BITS):
        with step(f"An AARQ for the server wPort {absent} gets no answer"), devices.unless_there(absent):
            pdu = link.pdu(association.aarq().encode())
            pdu.destination_wport = absent
            link.send_octets(pdu.encode())
            link.expect_silence()

        with step("The DUT still serves, in a new association if it hung up"):
            association.ensure_open()
            expect_sign_of_life(association, step)
