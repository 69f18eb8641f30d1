"""A frame whose length field does not fit is not served."""

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


@testcase(
    "DLMS-HDLC-007",
    version=1,
    purpose="A frame right but for its length field, which counts too much or too little, gets no answer.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-HDLC-LENGTH"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_of_wrong_length_is_not_served(association: Association, data_link: HdlcLink, step: Step) -> None:
    for error in (2, -2):
        request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
        frame = RawFrame.of(data_link.information_frame(request))
        frame.length_error = error

        with data_link.by_hand(), step(f"Send a GET whose length field is wrong by {error:+d}; nothing comes back"):
            data_link.send_octets(frame.encode())
            assert said(data_link.receive_frame_or_silence()) == "silence"

        with step("After idle flags the same sequence numbers still serve a frame of the right length"):
            association.ensure_open()
            # A DUT without inter-octet time-out may still wait for what the length field announced.
            data_link.send_octets(FLAG * 4)
            expect_sign_of_life(association, step)
