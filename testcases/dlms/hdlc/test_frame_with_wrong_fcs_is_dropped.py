"""A frame with a wrong frame check sequence is not served."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    Association,
    HdlcLink,
    Step,
    expect_sign_of_life,
    kind_of,
    said,
    testcase,
)
from conformance.dlms.get import GetRequestNormal

REQUEST_OCTETS = 13
"""Of a GET without selective access; FCS and closing flag follow it."""

SPOILT = {
    "the first octet of its FCS": -3,
    "the second octet of its FCS": -2,
    "its invoke-id, under the FCS of the right one": -3 - REQUEST_OCTETS + 2,
}
"""Positions in the frame."""


@testcase(
    "DLMS-HDLC-004",
    version=2,
    purpose="The content of a frame with a wrong FCS is not accepted and moves no sequence number.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-HDLC-FCS"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_with_wrong_fcs_is_dropped(association: Association, data_link: HdlcLink, step: Step) -> None:
    for what, position in SPOILT.items():
        request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
        expected = data_link.connection.send_number
        octets = bytearray(data_link.information_frame(request).encode())
        octets[position] ^= 1

        with data_link.by_hand(), step(f"Send a GET with one wrong bit in {what}; nothing confirms it"):
            data_link.send_octets(bytes(octets))
            answer = data_link.receive_frame_or_silence()
            # The header check holds, so the DUT may look at the poll bit and answer, but not confirm the frame.
            step.foreseen(kind_of(answer) != "FRMR", "FRMR although no frame was accepted that it could reject")
            assert said(answer) in ("silence", f"RR N(R)={expected} P/F", f"RNR N(R)={expected} P/F")

        with step("The same sequence numbers still serve the right frame"):
            association.ensure_open()
            expect_sign_of_life(association, step)
