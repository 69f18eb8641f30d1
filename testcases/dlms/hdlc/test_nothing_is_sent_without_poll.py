"""The DUT sends only after the poll bit."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, kind_of, said, testcase
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-HDLC-020",
    version=1,
    purpose="A request without the poll bit is answered after the next frame with it, and not before.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-POLL-FINAL"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_nothing_is_sent_without_poll(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()

    with data_link.by_hand():
        with step("AARQ with the poll bit is answered by an I frame with the final bit"):
            aare = data_link.ask(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert said(aare) == "I N(S)=0 N(R)=1 P/F"

        with step("A GET without the poll bit gets no answer"):
            silence = data_link.ask_or_silence(data_link.apdu_frame(request, (1, 1), poll=False))
            assert said(silence) == "silence"

        with step("RR with the poll bit fetches the answer to the GET"):
            answer = data_link.ask(data_link.receive_ready(1), "an I frame")
            step.foreseen(kind_of(answer) not in ("RR", "RNR"), f"{said(answer)}: the DUT has no answer ready")
            assert said(answer) == "I N(S)=1 N(R)=2 P/F"
