"""Answers carry the addresses of the request, swapped and in the same form."""

from conformance.authoring import Association, HdlcLink, Step, kind_of, testcase
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-011",
    version=2,
    purpose="Unnumbered, supervisory and information frames of the DUT go back to the client in the form it used.",
    dut=["electricity_meter", "gas_meter"],
    starts="disconnected",
    covers=["DLMS-HDLC-ADDRESS"],
    requires="LINK.HDLC",
)
def test_answers_swap_the_addresses(association: Association, data_link: HdlcLink, step: Step) -> None:
    requests = {
        "UA": data_link.command(FrameKind.SNRM),
        "RR": data_link.receive_ready(0),
        "I": data_link.apdu_frame(association.aarq().encode(), (0, 0)),
    }
    data_link.open_port()

    with data_link.by_hand():
        for kind, request in requests.items():
            with step(f"{kind_of(request)} is answered by {kind} with both addresses swapped"):
                answer = data_link.ask_data(request, kind)
                # A DUT may be not ready for anything, and says so by RNR.
                assert answer.kind.replace("RNR", "RR") == kind
                assert {frame.destination for frame in answer.frames} == {request.source}
                assert {frame.source for frame in answer.frames} == {request.destination}
