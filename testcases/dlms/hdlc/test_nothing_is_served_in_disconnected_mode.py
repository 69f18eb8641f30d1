"""Without a connection no information or supervisory frame is served."""

from conformance.authoring import Association, HdlcLink, Step, kind_of, said, testcase
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-014",
    version=2,
    purpose="In normal disconnected mode an I frame and an RR get DM or nothing, and after SNRM the same I frame data.",
    dut=["electricity_meter", "gas_meter"],
    starts="disconnected",
    covers=["DLMS-HDLC-NDM"],
    requires="LINK.HDLC",
)
def test_nothing_is_served_in_disconnected_mode(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = data_link.apdu_frame(association.aarq().encode(), (0, 0))
    data_link.open_port()

    with data_link.by_hand():
        with step("DISC brings the DUT into disconnected mode, in whatever mode it was"):
            assert kind_of(data_link.ask(data_link.command(FrameKind.DISC), "UA or DM")) in ("UA", "DM")

        for frame in (request, data_link.receive_ready(0)):
            data_link.open_port()
            with step(f"{said(frame)} is answered by DM or not at all"):
                assert kind_of(data_link.ask_or_silence(frame)) in ("silence", "DM")

        with step("SNRM is answered by UA"):
            data_link.open_port()
            assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        with step("Now the same I frame is answered by an I frame"):
            assert data_link.ask_data(request, "an I frame").said == "I N(S)=0 N(R)=1"
