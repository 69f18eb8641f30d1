"""A repeated information frame is not taken a second time."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, kind_of, said, testcase
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-HDLC-017",
    version=1,
    purpose="The same I frame a second time moves no number, calls up no second answer, and may get the first again.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-RETRANSMISSION"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_repeated_frame_is_not_taken_twice(association: Association, data_link: HdlcLink, step: Step) -> None:
    def get(number: int) -> bytes:
        return GetRequestNormal(0xC0 | number, *LOGICAL_DEVICE_NAME).encode()

    with data_link.by_hand():
        with step("AARQ and then a GET are answered in sequence"):
            aare = data_link.ask(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert said(aare) == "I N(S)=0 N(R)=1 P/F"
            first = data_link.ask(data_link.apdu_frame(get(1), (1, 1)), "an I frame")
            assert said(first) == "I N(S)=1 N(R)=2 P/F"

        with step("The GET again, as after a lost answer: the same answer comes again, or RR; N(R) stays"):
            again = data_link.ask_or_silence(data_link.apdu_frame(get(1), (1, 1)))
            step.foreseen(kind_of(again) in ("I", "RR", "RNR"), f"{said(again)} after a repeated frame")
            assert said(again) in ("I N(S)=1 N(R)=2 P/F", "RR N(R)=2 P/F", "RNR N(R)=2 P/F")
            if again is not None and kind_of(again) == "I":
                assert again.information == first.information

        with step("RR that confirms this answer finds no second one"):
            assert said(data_link.ask(data_link.receive_ready(2), "RR")) == "RR N(R)=2 P/F"

        with step("The next GET is answered in sequence"):
            answer = data_link.ask(data_link.apdu_frame(get(2), (2, 2)), "an I frame")
            assert said(answer) == "I N(S)=2 N(R)=3 P/F"
