"""A frame that is too short is not answered."""

from conformance.authoring import HdlcLink, RawFrame, Step, idle, said, testcase
from conformance.codec.checksum import crc16_x25
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.hdlc.frame import FLAG

FORMAT_AND_FCS = bytes.fromhex("A0 04")
"""A length that fits, a check sequence that is right behind it, and nothing between them."""


@testcase(
    "DLMS-HDLC-030",
    version=1,
    purpose="A frame of less than seven octets, with right length and FCS, gets no answer and changes nothing.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-FLAG"],
    requires="LINK.HDLC",
)
def test_short_frame_is_ignored(data_link: HdlcLink, step: Step) -> None:
    frames = {}
    for kind in (FrameKind.DISC, FrameKind.SNRM):
        without_source = RawFrame.of(data_link.command(kind))
        without_source.source = b""
        frames[f"{kind.name} without a source address"] = without_source.encode()
        without_destination = RawFrame.of(data_link.command(kind))
        without_destination.destination = b""
        frames[f"{kind.name} without a destination address"] = without_destination.encode()
    frames["A frame format and a check sequence"] = FLAG + FORMAT_AND_FCS + crc16_x25(FORMAT_AND_FCS) + FLAG

    with data_link.by_hand():
        for name, octets in frames.items():
            with step(f"{name} gets no answer"):
                data_link.send_octets(octets)
                assert said(data_link.receive_frame_or_silence()) == "silence"

            with step("RR behind idle flags is answered by RR, after SNRM if the DUT hung up"):
                if data_link.is_closed:
                    data_link.open_port()
                    assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"
                data_link.send_octets(FLAG * 4)
                assert said(data_link.ask(data_link.receive_ready(0), "RR")) in idle(0)

        with step("DISC is answered by UA"):
            assert said(data_link.ask(data_link.command(FrameKind.DISC), "UA")) == "UA P/F"
