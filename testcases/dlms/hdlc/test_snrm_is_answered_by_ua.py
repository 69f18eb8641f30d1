"""SNRM is answered by UA, whose parameters stay within the proposal."""

from conformance.authoring import HdlcLink, Step, agreed_in, said, testcase
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.parameters import HdlcParameters

PROPOSAL = HdlcParameters(max_info_transmit=256, max_info_receive=200, window_transmit=3, window_receive=2)


@testcase(
    "DLMS-HDLC-001",
    version=1,
    purpose="A correct SNRM is accepted by UA; no parameter in it exceeds what the client proposed.",
    dut=["electricity_meter", "gas_meter"],
    starts="disconnected",
    covers=["DLMS-HDLC-SNRM", "DLMS-HDLC-NEGOTIATION"],
    requires="LINK.HDLC",
)
def test_snrm_is_answered_by_ua(data_link: HdlcLink, step: Step) -> None:
    data_link.open_port()

    with data_link.by_hand():
        with step("SNRM with a proposal; the answer is UA with the final bit"):
            ua = data_link.ask(data_link.command(FrameKind.SNRM, PROPOSAL.encode()), "UA")
            assert said(ua) == "UA P/F"

        with step("Every parameter is within the proposal, seen from the server", rule="DLMS-HDLC-NEGOTIATION"):
            agreed = agreed_in(ua)
            assert agreed.max_info_transmit in range(1, PROPOSAL.max_info_receive + 1)
            assert agreed.max_info_receive in range(1, PROPOSAL.max_info_transmit + 1)
            assert agreed.window_transmit in range(1, PROPOSAL.window_receive + 1)
            assert agreed.window_receive in range(1, PROPOSAL.window_transmit + 1)
