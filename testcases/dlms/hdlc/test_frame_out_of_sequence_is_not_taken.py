"""An information frame out of sequence is not taken."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, idle, kind_of, said, testcase
from conformance.dlms.get import GetRequestNormal

WRONG = 5


@testcase(
    "DLMS-HDLC-018",
    version=2,
    purpose="An I frame with an N(S) that is not due is not served; the answer names the one that is.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-RETRANSMISSION"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_out_of_sequence_is_not_taken(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()

    with data_link.by_hand():
        with step("AARQ is answered by an I frame; N(S)=1 is due"):
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"

        with step(f"A GET under N(S)={WRONG} is not served; the DUT asks for N(S)=1"):
            answer = data_link.ask_or_silence(data_link.apdu_frame(request, (WRONG, aare.following)))
            assert kind_of(answer) != "I"
            step.foreseen(kind_of(answer) in ("RR", "RNR"), f"{said(answer)} after a frame out of sequence")
            assert said(answer) in idle(1)

        with step("The GET under N(S)=1 is answered"):
            served = data_link.ask_data(data_link.apdu_frame(request, (1, aare.following)), "an I frame")
            assert served.said == f"I N(S)={aare.following} N(R)=2"
