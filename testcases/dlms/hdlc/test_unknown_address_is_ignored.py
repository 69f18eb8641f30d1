"""A frame for another server address is not answered."""

from dataclasses import replace

from conformance.authoring import Dut, HdlcLink, Step, said, testcase
from conformance.dlms.hdlc.control import FrameKind

HIGHEST_DEVICE = 0x7D
"""Upper addresses above it have meanings of their own, up to all stations."""


@testcase(
    "DLMS-HDLC-010",
    version=1,
    purpose="Neither a command nor a poll is answered if it is addressed to a logical device that does not exist.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-UNKNOWN-ADDRESS"],
    requires="LINK.HDLC",
)
def test_unknown_address_is_ignored(data_link: HdlcLink, dut: Dut, step: Step) -> None:
    known = {listed.server_sap for listed in dut.associations}
    # A DUT that has a logical device there says so by an association in its bench file.
    absent = data_link.peer._replace(upper=max(set(range(1, HIGHEST_DEVICE + 1)) - known))

    with data_link.by_hand():
        for frame in (data_link.command(FrameKind.SNRM), data_link.receive_ready(0)):
            with step(f"{said(frame)} for the server address {absent} gets no answer"):
                assert said(data_link.ask_or_silence(replace(frame, destination=absent))) == "silence"

            with step(f"SNRM for the server address {data_link.peer} is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"
