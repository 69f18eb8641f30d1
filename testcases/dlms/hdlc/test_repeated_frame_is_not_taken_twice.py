"""A repeated information frame is not taken a second time."""

from conformance.authoring import CLOCK_TIME, Association, HdlcLink, Step, idle, kind_of, said, testcase
from conformance.dlms.get import GetRequestNormal

CLOCK_MOVES_S = 2
"""A clock that counts whole seconds shows another time after it."""


@testcase(
    "DLMS-HDLC-017",
    version=2,
    purpose="The same I frame a second time moves no number, calls up no second answer, and may get the first again.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-RETRANSMISSION"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_repeated_frame_is_not_taken_twice(association: Association, data_link: HdlcLink, step: Step) -> None:
    def get(number: int) -> bytes:
        return GetRequestNormal(0xC0 | number, *CLOCK_TIME).encode()

    with data_link.by_hand():
        with step("AARQ and then a GET are answered in sequence"):
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"
            due = aare.following
            first = data_link.ask_data(data_link.apdu_frame(get(1), (1, due)), "an I frame")
            assert first.said == f"I N(S)={due} N(R)=2"
            step.foreseen(len(first.frames) == 1, "the DUT cuts a short answer into segments")

        with step("The GET again, as after a lost answer: the same answer comes again, or RR; N(R) stays"):
            # By now the clock shows another time: a DUT that reads it again gives itself away.
            data_link.pause(CLOCK_MOVES_S)
            again = data_link.ask_or_silence(data_link.apdu_frame(get(1), (1, due)))
            step.foreseen(kind_of(again) in ("I", "RR", "RNR"), f"{said(again)} after a repeated frame")
            assert said(again).removesuffix(" P/F") in (f"I N(S)={due} N(R)=2", "RR N(R)=2", "RNR N(R)=2")
            if again is not None and kind_of(again) == "I":
                assert again.information == first.information
                data_link.take_rest(again)

        with step("RR that confirms this answer finds no second one"):
            assert said(data_link.ask(data_link.receive_ready(first.following), "RR")) in idle(2)

        with step("The next GET is answered in sequence"):
            answer = data_link.ask_data(data_link.apdu_frame(get(2), (2, first.following)), "an I frame")
            assert answer.said == f"I N(S)={first.following} N(R)=3"
