"""Addresses in a form that COSEM does not have are not answered."""

from conformance.authoring import HdlcLink, RawFrame, Step, said, testcase
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-012",
    version=2,
    purpose="A frame with a client address of two octets, or a server address of three or five, gets no answer.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-ADDRESS"],
    requires="LINK.HDLC",
)
def test_addresses_of_a_wrong_form(data_link: HdlcLink, step: Step) -> None:
    long_source = RawFrame.of(data_link.command(FrameKind.SNRM))
    long_source.source = b"\x00" + long_source.source
    odd_destination = RawFrame.of(data_link.command(FrameKind.SNRM))
    odd_destination.destination = (b"\x00\x00" + odd_destination.destination)[-3:]
    long_destination = RawFrame.of(data_link.command(FrameKind.SNRM))
    long_destination.destination = (bytes(4) + long_destination.destination)[-5:]
    frames = {
        "a client address of two octets": long_source,
        "a server address of three octets": odd_destination,
        "a server address of five octets": long_destination,
    }

    with data_link.by_hand():
        for form, frame in frames.items():
            with step(f"SNRM with {form} gets no answer"):
                data_link.send_octets(frame.encode())
                assert said(data_link.receive_frame_or_silence()) == "silence"

            with step("SNRM with addresses in the right form is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"
