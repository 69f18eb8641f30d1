"""A frame with a wrong header check sequence is not answered."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    Association,
    HdlcLink,
    RawFrame,
    Step,
    expect_sign_of_life,
    said,
    testcase,
)
from conformance.dlms.get import GetRequestNormal

WRONG_BIT = {"the first": 0x0001, "the second": 0x0100}


@testcase(
    "DLMS-HDLC-005",
    version=2,
    purpose="A frame whose HCS is wrong and whose FCS is right gets no answer and moves no sequence number.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-HDLC-HCS"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_with_wrong_hcs_is_dropped(association: Association, data_link: HdlcLink, step: Step) -> None:
    for octet, error in WRONG_BIT.items():
        request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
        frame = RawFrame.of(data_link.information_frame(request))
        frame.hcs_error = error

        with (
            data_link.by_hand(),
            step(f"Send a GET with one wrong bit in {octet} octet of its HCS; nothing comes back"),
        ):
            data_link.send_octets(frame.encode())
            assert said(data_link.receive_frame_or_silence()) == "silence"

        with step("The same sequence numbers still serve the right frame"):
            association.ensure_open()
            expect_sign_of_life(association, step)
