"""A command that is not defined is rejected or not answered."""

from conformance.authoring import Association, HdlcLink, Step, idle, kind_of, said, testcase
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.llc import LLC_COMMAND

UNDEFINED = 0xD7
"""An unnumbered command, with the poll bit, to which no standard of the HDLC family gives a meaning."""


@testcase(
    "DLMS-HDLC-015",
    version=2,
    purpose="An undefined command with an APDU in it is answered by FRMR or not at all; SNRM mends everything.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-CONTROL"],
    requires="LINK.HDLC",
)
def test_unknown_control_field_is_not_served(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = association.aarq().encode()
    undefined = HdlcFrame(data_link.peer, data_link.local, UNDEFINED, LLC_COMMAND + request)

    with data_link.by_hand():
        with step("RR is answered by RR"):
            assert said(data_link.ask(data_link.receive_ready(0), "RR")) in idle(0)

        with step("The undefined command D7 is neither confirmed by UA nor answered with data"):
            answer = data_link.ask_or_silence(undefined)
            assert kind_of(answer) not in ("I", "UA")
            step.foreseen(kind_of(answer) in ("FRMR", "silence"), f"{said(answer)} after an undefined command")

        with step("SNRM is answered by UA"):
            data_link.open_port()
            assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        with step("The APDU in an I frame is answered by an I frame"):
            aare = data_link.ask_data(data_link.apdu_frame(request, (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"
