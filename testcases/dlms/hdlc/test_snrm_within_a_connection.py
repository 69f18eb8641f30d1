"""SNRM within a connection sets the sequence numbers to zero."""

from conformance.authoring import Association, HdlcLink, Step, idle, said, testcase
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-003",
    version=2,
    purpose="SNRM in normal response mode is answered by UA, and both sides count from zero again.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-SNRM"],
    requires="LINK.HDLC",
)
def test_snrm_within_a_connection(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = association.aarq().encode()

    with data_link.by_hand():
        with step("AARQ under N(S)=0 is answered by an I frame; now both sides have moved their numbers"):
            aare = data_link.ask_data(data_link.apdu_frame(request, (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"

        with step("SNRM is answered by UA although a connection exists"):
            assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        with step("RR under N(R)=0 is answered by RR under N(R)=0"):
            assert said(data_link.ask(data_link.receive_ready(0), "RR")) in idle(0)

        with step("AARQ under N(S)=0 is taken as the first frame, and answered under N(S)=0"):
            answer = data_link.ask_data(data_link.apdu_frame(request, (0, 0)), "an I frame")
            step.foreseen(answer.kind == "I", f"{answer.said} instead of an answer to the second AARQ")
            assert answer.said == "I N(S)=0 N(R)=1"
