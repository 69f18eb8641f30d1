"""A frame that lacks one of its flags is not answered."""

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
from conformance.dlms.hdlc.frame import FLAG

NO_FLAG = b"\x00"


@testcase(
    "DLMS-HDLC-009",
    version=1,
    purpose="A frame with another octet in place of its opening or its closing flag gets no answer.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-HDLC-FLAG"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_without_flag_is_ignored(association: Association, data_link: HdlcLink, step: Step) -> None:
    for name in ("opening", "closing"):
        request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
        frame = RawFrame.of(data_link.information_frame(request))
        setattr(frame, name, NO_FLAG)

        with data_link.by_hand(), step(f"Send a GET in a frame without its {name} flag; nothing comes back"):
            data_link.send_octets(frame.encode())
            assert said(data_link.receive_frame_or_silence()) == "silence"

        with step("After idle flags the same sequence numbers still serve a whole frame"):
            association.ensure_open()
            data_link.send_octets(FLAG * 2)
            expect_sign_of_life(association, step)
