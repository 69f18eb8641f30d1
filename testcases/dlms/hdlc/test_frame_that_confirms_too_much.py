"""An information frame confirms what was never sent."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, HdlcLink, Step, kind_of, said, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.control import FrameKind

AHEAD = (1, 3, 6)
"""How far the wrong N(R) is ahead of the right one."""


@testcase(
    "DLMS-HDLC-031",
    version=1,
    purpose="An I frame whose N(R) confirms what was never sent is rejected or passed over, not served; SNRM mends it.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-RECEIVE-NUMBER"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_frame_that_confirms_too_much(association: Association, data_link: HdlcLink, step: Step) -> None:
    aarq = association.aarq().encode()
    get = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()

    with data_link.by_hand():
        for ahead in AHEAD:
            with step("AARQ is answered by an I frame"):
                aare = data_link.ask_data(data_link.apdu_frame(aarq, (0, 0)), "AARE in an I frame")
                assert aare.said == "I N(S)=0 N(R)=1"
                due = aare.following

            with step(f"A GET that confirms {ahead} frames more than were sent is not answered with data"):
                answer = data_link.ask_or_silence(data_link.apdu_frame(get, (1, (due + ahead) % 8)))
                assert kind_of(answer) != "I"
                passed_over = kind_of(answer) in ("FRMR", "silence")
                step.foreseen(passed_over, f"{said(answer)} after an N(R) that confirms what was never sent")

            with step("SNRM is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        with step("AARQ, and the GET under a right N(R), are answered in sequence"):
            aare = data_link.ask_data(data_link.apdu_frame(aarq, (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"
            served = data_link.ask_data(data_link.apdu_frame(get, (1, aare.following)), "an I frame")
            assert served.said == f"I N(S)={aare.following} N(R)=2"
