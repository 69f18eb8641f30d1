"""An information field longer than agreed is not served."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, kind_of, said, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.parameters import HdlcParameters
from conformance.dlms.llc import LLC_COMMAND

LONGEST = 2030
PROPOSAL = HdlcParameters(max_info_transmit=LONGEST)


@testcase(
    "DLMS-HDLC-023",
    version=3,
    purpose="An information field one octet longer than the DUT agreed to is refused; SNRM mends everything.",
    dut=["electricity_meter", "gas_meter"],
    starts="disconnected",
    covers=["DLMS-HDLC-INFO-LENGTH"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_too_long_information_field(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()
    data_link.open_port()

    with data_link.by_hand():
        with step("SNRM proposes the longest information field there is; UA says what the DUT can take"):
            ua = data_link.ask(data_link.command(FrameKind.SNRM, PROPOSAL.encode()), "UA")
            assert said(ua) == "UA P/F"
            limit = min(HdlcParameters.decode(ua.information).max_info_receive, LONGEST)

        with step(f"An I frame with {limit + 1} octets is not served, and its number not taken"):
            too_long = (LLC_COMMAND + request).ljust(limit + 1, b"\x00")
            answer = data_link.ask_or_silence(data_link.segment(too_long, (0, 0)))
            assert kind_of(answer) != "I"
            assert said(answer) not in ("RR N(R)=1 P/F", "RNR N(R)=1 P/F")

        with step("SNRM is answered by UA"):
            data_link.open_port()
            assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        with step("AARQ of the usual length is answered by an I frame"):
            aare = data_link.ask_data(data_link.apdu_frame(association.aarq().encode(), (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"

        with step("It was FRMR that refused the field"):
            step.foreseen(kind_of(answer) == "FRMR", f"{said(answer)} after a field too long, not FRMR")
