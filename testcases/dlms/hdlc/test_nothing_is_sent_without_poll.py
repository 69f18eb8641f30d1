"""The DUT sends only after the poll bit."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, said, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-020",
    version=2,
    purpose="A request without the poll bit is answered after the next frame with it, not before; nor is SNRM.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-POLL-FINAL"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_nothing_is_sent_without_poll(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()

    with data_link.by_hand():
        with step("AARQ with the poll bit is answered by an I frame with the final bit"):
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"

        with step("A GET without the poll bit gets no answer"):
            silence = data_link.ask_or_silence(data_link.apdu_frame(request, (1, aare.following), poll=False))
            assert said(silence) == "silence"

        with step("RR with the poll bit fetches the answer to the GET"):
            answer = data_link.ask_data(data_link.receive_ready(aare.following), "an I frame")
            assert answer.said == f"I N(S)={aare.following} N(R)=2"

        with step("SNRM without the poll bit gets no answer either"):
            assert said(data_link.ask_or_silence(data_link.command(FrameKind.SNRM, poll=False))) == "silence"

        with step("SNRM with the poll bit is answered by UA"):
            assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"
