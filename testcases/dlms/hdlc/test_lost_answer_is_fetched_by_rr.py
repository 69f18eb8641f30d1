"""A lost answer is fetched again by RR."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, idle, said, testcase
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-HDLC-019",
    version=2,
    purpose="An answer that RR does not confirm is sent again as it was; one that RR confirms is not.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-RETRANSMISSION"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_lost_answer_is_fetched_by_rr(association: Association, data_link: HdlcLink, step: Step) -> None:
    def get(number: int) -> bytes:
        return GetRequestNormal(0xC0 | number, *LOGICAL_DEVICE_NAME).encode()

    with data_link.by_hand():
        with step("AARQ and then a GET are answered in sequence"):
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"
            due = aare.following
            first = data_link.ask_data(data_link.apdu_frame(get(1), (1, due)), "an I frame")
            assert first.said == f"I N(S)={due} N(R)=2"
            step.foreseen(len(first.frames) == 1, "the DUT cuts a short answer into segments")

        with step("RR under the same N(R), as if the answer were lost: it comes again as it was"):
            again = data_link.ask_data(data_link.receive_ready(due), "the I frame again")
            assert again.said == f"I N(S)={due} N(R)=2"
            assert again.information == first.information

        with step("RR under the next N(R) confirms it: only RR comes"):
            assert said(data_link.ask(data_link.receive_ready(first.following), "RR")) in idle(2)

        with step("The next GET is answered in sequence"):
            answer = data_link.ask_data(data_link.apdu_frame(get(2), (2, first.following)), "an I frame")
            assert answer.said == f"I N(S)={first.following} N(R)=3"
