"""An information frame out of sequence is not taken."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, idle, kind_of, said, testcase
from conformance.dlms.get import GetRequestNormal

AHEAD = (1, 2, 4)
"""How far a wrong number is ahead of the right one: from 0 on they differ in one bit each, from 1 on in more."""


@testcase(
    "DLMS-HDLC-018",
    version=3,
    purpose="An I frame with an N(S) that is not due is not served; the answer names the one that is.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-RETRANSMISSION"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_out_of_sequence_is_not_taken(association: Association, data_link: HdlcLink, step: Step) -> None:
    aarq = association.aarq().encode()
    get = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
    due = 0

    def expect_refusal(apdu: bytes, number: int, wanted: int) -> None:
        answer = data_link.ask_or_silence(data_link.apdu_frame(apdu, (number, due)))
        assert kind_of(answer) != "I"
        step.foreseen(kind_of(answer) in ("RR", "RNR"), f"{said(answer)} after a frame out of sequence")
        assert said(answer) in idle(wanted)

    with data_link.by_hand():
        for wrong in AHEAD:
            with step(f"AARQ under N(S)={wrong} is not served; the DUT asks for N(S)=0"):
                expect_refusal(aarq, wrong, 0)

        with step("AARQ under N(S)=0 is answered by an I frame; N(S)=1 is due"):
            aare = data_link.ask_data(data_link.apdu_frame(aarq, (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"
            due = aare.following

        for wrong in (1 + ahead for ahead in AHEAD):
            with step(f"A GET under N(S)={wrong} is not served; the DUT asks for N(S)=1"):
                expect_refusal(get, wrong, 1)

        with step("The GET under N(S)=1 is answered"):
            served = data_link.ask_data(data_link.apdu_frame(get, (1, due)), "an I frame")
            assert served.said == f"I N(S)={due} N(R)=2"
