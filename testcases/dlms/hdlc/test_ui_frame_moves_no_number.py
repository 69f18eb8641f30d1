"""A UI frame moves no sequence number."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.llc import LLC_COMMAND

UNCONFIRMED = 0x01
"""invoke-id-and-priority of a request that wants no response."""


@testcase(
    "DLMS-HDLC-026",
    version=2,
    purpose="A UI frame between two I frames needs no answer and changes neither side's numbers.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-UI"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_ui_frame_moves_no_number(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
    unconfirmed = GetRequestNormal(UNCONFIRMED, *LOGICAL_DEVICE_NAME).encode()

    with data_link.by_hand():
        with step("AARQ is answered by an I frame"):
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"

        with step("A GET under N(S)=1, sent behind a UI frame without poll bit, is answered in sequence"):
            data_link.send_frame(data_link.command(FrameKind.UI, LLC_COMMAND + unconfirmed, poll=False))
            answer = data_link.ask_data(data_link.apdu_frame(request, (1, aare.following)), "an I frame")
            step.foreseen(answer.kind != "FRMR", "the DUT does not implement UI")
            assert answer.said == f"I N(S)={aare.following} N(R)=2"
