"""The DUT keeps to its window."""

from conformance.authoring import OBJECT_LIST, Association, HdlcLink, Step, said, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.hdlc.parameters import HdlcParameters

PROPOSAL = HdlcParameters(max_info_transmit=128, max_info_receive=64, window_transmit=1, window_receive=3)


@testcase(
    "DLMS-HDLC-022",
    version=2,
    purpose="A long answer stops after the agreed number of frames, the last with F=1, until they are confirmed.",
    dut=["electricity_meter", "gas_meter"],
    starts="disconnected",
    covers=["DLMS-HDLC-WINDOW", "DLMS-HDLC-POLL-FINAL"],
    requires="LINK.HDLC and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
)
def test_window_is_kept(association: Association, data_link: HdlcLink, step: Step) -> None:
    get = GetRequestNormal(association.next_invoke_id(), *OBJECT_LIST).encode()
    due = 0

    def ask_in_window(request: HdlcFrame, receive_number: int) -> bool:
        nonlocal due
        answers = data_link.ask_window(request, "an I frame")
        assert len(answers) <= window
        numbers = [said(answer).removesuffix(" P/F") for answer in answers]
        assert numbers == [f"I N(S)={(due + more) % 8} N(R)={receive_number}" for more in range(len(answers))]
        due += len(answers)
        return answers[-1].segmented

    data_link.open_port()

    with data_link.by_hand():
        with step("SNRM proposes 64 octets and a window of 3 for the DUT; UA says what is agreed"):
            ua = data_link.ask(data_link.command(FrameKind.SNRM, PROPOSAL.encode()), "UA")
            assert said(ua) == "UA P/F"
            window = min(HdlcParameters.decode(ua.information).window_transmit, PROPOSAL.window_receive)

        with step("AARQ is answered by I frames"):
            is_more = ask_in_window(data_link.apdu_frame(association.aarq().encode(), (0, 0)), 1)
            step.foreseen(not is_more, "the AARE does not fit into one window")

        with step(f"Every answer to a GET of the object list, and to RR, is at most the agreed {window} frames"):
            is_more = ask_in_window(data_link.apdu_frame(get, (1, due % 8)), 2)
            while is_more:
                is_more = ask_in_window(data_link.receive_ready(due % 8), 2)
            step.foreseen(due > 1 + window, "the answer fits into one window")
