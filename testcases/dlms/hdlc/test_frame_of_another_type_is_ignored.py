"""A frame of another format type is not answered."""

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


@testcase(
    "DLMS-HDLC-006",
    version=1,
    purpose="A frame that is right but for its format type, which is not 1010, gets no answer.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-HDLC-FORMAT"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_of_another_type_is_ignored(association: Association, data_link: HdlcLink, step: Step) -> None:
    for format_type in (0b0010, 0b1011):
        request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
        frame = RawFrame.of(data_link.information_frame(request))
        frame.format_type = format_type

        with data_link.by_hand(), step(f"Send a GET in a frame of type {format_type:04b}; nothing comes back"):
            data_link.send_octets(frame.encode())
            assert said(data_link.receive_frame_or_silence()) == "silence"

        with step("The same sequence numbers still serve a frame of type 1010"):
            association.ensure_open()
            expect_sign_of_life(association, step)
