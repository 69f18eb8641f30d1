"""A request in segments is put together."""

from conformance.authoring import Association, HdlcLink, Step, idle, kind_of, said, testcase
from conformance.dlms.aare import Aare
from conformance.dlms.llc import LLC_COMMAND, LLC_RESPONSE, strip_llc

SEGMENT = 12
"""Octets in each segment but the last; AARQ is longer than two of these, and a password lies behind them."""


@testcase(
    "DLMS-HDLC-024",
    version=2,
    purpose="An AARQ in three segments is confirmed segment by segment and served as one APDU.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-SEGMENTATION"],
    requires="LINK.HDLC",
)
def test_segmented_request_is_put_together(association: Association, data_link: HdlcLink, step: Step) -> None:
    data = LLC_COMMAND + association.aarq().encode()
    first, second, rest = data[:SEGMENT], data[SEGMENT : 2 * SEGMENT], data[2 * SEGMENT :]

    with data_link.by_hand():
        with step("The first two segments of an AARQ are each confirmed by RR"):
            for number, segment in enumerate((first, second)):
                answer = data_link.ask(data_link.segment(segment, (number, 0), more=True), "RR")
                assert said(answer) in idle(number + 1)
                step.foreseen(kind_of(answer) == "RR", f"{said(answer)}: the DUT is not ready for the next segment")

        with step("The last segment is answered by the AARE, which accepts"):
            aare = data_link.ask_data(data_link.segment(rest, (2, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=3"
            assert Aare.decode(strip_llc(aare.information, LLC_RESPONSE)).accepted
