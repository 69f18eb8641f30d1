"""A long answer is cut into segments."""

from conformance.authoring import (
    NOT_SERVED,
    OBJECT_LIST,
    Association,
    HdlcLink,
    Step,
    idle,
    said,
    testcase,
    the_one,
)
from conformance.dlms.apdu import decode_apdu, summary
from conformance.dlms.get import GetRequestNormal, GetResponseNormal, GetResponseWithDatablock
from conformance.dlms.llc import LLC_RESPONSE, strip_llc


@testcase(
    "DLMS-HDLC-021",
    version=3,
    purpose="A long answer comes in segments of the agreed size, each after RR; together they are one APDU.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-SEGMENTATION", "DLMS-HDLC-LLC"],
    requires="LINK.HDLC and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
)
def test_long_answer_is_segmented(association: Association, data_link: HdlcLink, step: Step) -> None:
    agreed = min(data_link.connection.parameters.max_info_receive, data_link.settings.proposal.max_info_receive)
    request = GetRequestNormal(0xC1, *OBJECT_LIST).encode()

    with data_link.by_hand():
        with step("AARQ is answered by an I frame"):
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"

        with step("A GET of the object list is answered by a segment, and each RR by the next one"):
            answer = data_link.ask_data(data_link.apdu_frame(request, (1, aare.following)), "an I frame")
            assert answer.said == f"I N(S)={aare.following} N(R)=2"

        with step("RR behind the segment without segmentation bit finds no further one"):
            assert said(data_link.ask(data_link.receive_ready(answer.following), "RR")) in idle(2)

        with step(f"No segment holds more than the agreed {agreed} octets"):
            assert max(len(segment.information) for segment in answer.frames) <= agreed

        with step("Together they are one get-response behind one LLC header", rule="DLMS-HDLC-LLC"):
            came = decode_apdu(strip_llc(answer.information, LLC_RESPONSE))
            is_another = came in NOT_SERVED or isinstance(came, GetResponseWithDatablock)
            step.foreseen(not is_another, f"the object list does not come in one APDU: {summary(came)}")
            response = the_one(came, GetResponseNormal)
            step.foreseen(response.invoke_id == 1, "the answer carries another invoke-id")
            step.foreseen(len(answer.frames) > 1, "the answer fits into one frame, so nothing was segmented")
