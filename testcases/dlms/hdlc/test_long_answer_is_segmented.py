"""A long answer is cut into segments."""

from conformance.authoring import Association, AttributeDescriptor, HdlcLink, ObisCode, Step, said, testcase
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.llc import LLC_RESPONSE, strip_llc

OBJECT_LIST = AttributeDescriptor(15, ObisCode("0-0:40.0.0.255"), 2)


@testcase(
    "DLMS-HDLC-021",
    version=1,
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
            aare = data_link.ask(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert said(aare) == "I N(S)=0 N(R)=1 P/F"
            step.foreseen(not aare.segmented, "the DUT cuts its AARE into segments")

        with step("A GET of the object list is answered by a segment, and each RR by the next one"):
            segments = [data_link.ask(data_link.apdu_frame(request, (1, 1)), "an I frame")]
            assert said(segments[0]) == "I N(S)=1 N(R)=2 P/F"
            while segments[-1].segmented:
                due = (len(segments) + 1) % 8
                segments.append(data_link.ask(data_link.receive_ready(due), "the next segment"))
                assert said(segments[-1]) == f"I N(S)={due} N(R)=2 P/F"

        with step("RR behind the segment without segmentation bit finds no further one"):
            answer = data_link.ask(data_link.receive_ready((len(segments) + 1) % 8), "RR")
            assert said(answer) == "RR N(R)=2 P/F"

        with step(f"No segment holds more than the agreed {agreed} octets"):
            assert max(len(segment.information) for segment in segments) <= agreed

        with step("Together they are one get-response behind one LLC header", rule="DLMS-HDLC-LLC"):
            data = b"".join(segment.information for segment in segments)
            response = GetResponseNormal.decode(strip_llc(data, LLC_RESPONSE))
            step.foreseen(response.invoke_id == 1, "the answer carries another invoke-id")
            step.foreseen(len(segments) > 1, "the answer fits into one frame, so nothing was segmented")
