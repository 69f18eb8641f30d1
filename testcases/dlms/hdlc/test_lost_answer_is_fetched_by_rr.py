"""A lost answer is fetched again by RR."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, said, testcase
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-HDLC-019",
    version=1,
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
            aare = data_link.ask(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert said(aare) == "I N(S)=0 N(R)=1 P/F"
            first = data_link.ask(data_link.apdu_frame(get(1), (1, 1)), "an I frame")
            assert said(first) == "I N(S)=1 N(R)=2 P/F"

        with step("RR under N(R)=1, as if the answer were lost: it comes again as it was"):
            again = data_link.ask(data_link.receive_ready(1), "the I frame again")
            assert said(again) == "I N(S)=1 N(R)=2 P/F"
            assert again.information == first.information

        with step("RR under N(R)=2 confirms it: only RR comes"):
            assert said(data_link.ask(data_link.receive_ready(2), "RR")) == "RR N(R)=2 P/F"

        with step("The next GET is answered in sequence"):
            answer = data_link.ask(data_link.apdu_frame(get(2), (2, 2)), "an I frame")
            assert said(answer) == "I N(S)=2 N(R)=3 P/F"
