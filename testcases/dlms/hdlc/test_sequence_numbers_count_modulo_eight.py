"""Sequence numbers count up by one, modulo eight."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, testcase
from conformance.dlms.get import GetRequestNormal

EXCHANGES = 10


@testcase(
    "DLMS-HDLC-016",
    version=2,
    purpose="Over more than eight exchanges, N(S) of the answers counts on from zero and N(R) names the next request.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-SEQUENCE"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_sequence_numbers_count_modulo_eight(association: Association, data_link: HdlcLink, step: Step) -> None:
    request, due = association.aarq().encode(), 0

    with data_link.by_hand():
        for exchange in range(EXCHANGES):
            number, following = exchange % 8, (exchange + 1) % 8
            with step(f"Request {exchange + 1} under N(S)={number} is answered under N(S)={due} N(R)={following}"):
                answer = data_link.ask_data(data_link.apdu_frame(request, (number, due)), "an I frame")
                assert answer.said == f"I N(S)={due} N(R)={following}"
                due = answer.following
            request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
