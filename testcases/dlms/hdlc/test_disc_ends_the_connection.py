"""DISC ends the connection, and finds none afterwards."""

from conformance.authoring import HdlcLink, Step, idle, said, testcase
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-013",
    version=2,
    purpose="DISC is answered by UA in normal response mode, by DM in normal disconnected mode; SNRM connects again.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-DISC"],
    requires="LINK.HDLC",
)
def test_disc_ends_the_connection(data_link: HdlcLink, step: Step) -> None:
    with data_link.by_hand():
        with step("DISC within the connection is answered by UA"):
            assert said(data_link.ask(data_link.command(FrameKind.DISC), "UA")) == "UA P/F"

        with step("DISC without a connection is answered by DM"):
            assert said(data_link.ask(data_link.command(FrameKind.DISC), "DM")) == "DM P/F"

        with step("SNRM connects again: UA answers it, and RR a poll"):
            assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"
            assert said(data_link.ask(data_link.receive_ready(0), "RR")) in idle(0)
