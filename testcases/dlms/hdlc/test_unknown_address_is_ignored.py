"""A frame for another logical device is not answered."""

from dataclasses import replace

from conformance.authoring import Association, HdlcLink, LogicalDevices, Step, said, testcase
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-010",
    version=3,
    purpose="Neither a command nor a poll is answered if it is for a logical device that does not exist.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-HDLC-UNKNOWN-ADDRESS"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_unknown_address_is_ignored(association: Association, data_link: HdlcLink, step: Step) -> None:
    with step("Ask the DUT which logical devices there are"):
        devices = LogicalDevices.read(association)
        association.give_up()

    snrm, poll = data_link.command(FrameKind.SNRM), data_link.receive_ready(0)
    absent = devices.absent(data_link.server_sap, bits=14 if data_link.peer.width == 4 else 7)
    with data_link.by_hand():
        # A DUT may compare a part of an address: the absent ones differ from its own in one bit each.
        for frame, sap in [(snrm, sap) for sap in absent] + [(poll, absent[-1])]:
            server = data_link.peer._replace(upper=sap)
            with (
                step(f"{said(frame)} for the server address {server} gets no answer"),
                devices.unless_there(sap),
                data_link.speaking_to(server),
            ):
                assert said(data_link.ask_or_silence(replace(frame, destination=server))) == "silence"

            with step(f"SNRM for the server address {data_link.peer} is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(snrm, "UA")) == "UA P/F"
