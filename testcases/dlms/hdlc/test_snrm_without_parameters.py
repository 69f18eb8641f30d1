"""SNRM without parameters agrees to the defaults."""

from conformance.authoring import (
    OBJECT_LIST,
    Association,
    DataAnswer,
    HdlcLink,
    Step,
    agreed_in,
    said,
    testcase,
)
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.control import FrameKind

LARGEST, WINDOW = 128, 1
"""The defaults of the standard."""


@testcase(
    "DLMS-HDLC-002",
    version=2,
    purpose="After an SNRM without information field the DUT keeps to 128 octets and one frame, in UA and in data.",
    dut=["electricity_meter", "gas_meter"],
    starts="disconnected",
    covers=["DLMS-HDLC-NEGOTIATION"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_snrm_without_parameters(association: Association, data_link: HdlcLink, step: Step) -> None:
    data_link.open_port()

    with data_link.by_hand():
        with step("SNRM without information field; UA states nothing above the defaults, or nothing"):
            ua = data_link.ask(data_link.command(FrameKind.SNRM), "UA")
            assert said(ua) == "UA P/F"
            agreed = agreed_in(ua)
            assert agreed.max_info_transmit in range(1, LARGEST + 1)
            assert agreed.max_info_receive in range(1, LARGEST + 1)
            assert agreed.window_transmit in range(1, WINDOW + 1)
            assert agreed.window_receive in range(1, WINDOW + 1)

        with step("AARQ is answered by an I frame"):
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"

        with step("A long answer comes one frame at a time, with at most 128 octets of information"):
            # long in every meter; where it may not be read, its refusal does not disturb this case
            request = GetRequestNormal(association.next_invoke_id(), *OBJECT_LIST).encode()
            answers = data_link.ask_window(data_link.apdu_frame(request, (1, aare.following)), "an I frame")
            assert len(answers) <= WINDOW
            assert DataAnswer(answers).said == f"I N(S)={aare.following} N(R)=2"
            assert len(answers[0].information) <= LARGEST
