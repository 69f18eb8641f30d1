"""Octets outside frames mean nothing."""

from conformance.authoring import HdlcLink, Step, idle, said, testcase
from conformance.dlms.hdlc.control import FrameKind

NOISE = bytes.fromhex("00 A0 07 55 FF")
"""No flag among them; what looks like the beginning of a frame stands behind none."""


@testcase(
    "DLMS-HDLC-008",
    version=2,
    purpose="Octets before a frame's opening flag and behind its closing flag do not keep it from being answered.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-FLAG"],
    requires="LINK.HDLC",
)
def test_octets_outside_frames_are_ignored(data_link: HdlcLink, step: Step) -> None:
    poll = data_link.receive_ready(0).encode()

    with data_link.by_hand():
        with step("Send RR behind octets that are no frame; RR comes back"):
            data_link.send_octets(NOISE + poll)
            assert said(data_link.receive_frame("RR")) in idle(0)

        with step("Send RR with such octets before and behind it; RR comes back"):
            data_link.send_octets(NOISE + poll + NOISE)
            assert said(data_link.receive_frame("RR")) in idle(0)

        with step("DISC directly behind these octets is answered by UA"):
            assert said(data_link.ask(data_link.command(FrameKind.DISC), "UA")) == "UA P/F"
