"""A frame for another server address is not answered."""

from dataclasses import replace

from conformance.authoring import Dut, HdlcLink, Step, said, testcase
from conformance.dlms.hdlc.control import FrameKind

HIGHEST_DEVICE = 0x7D
"""Upper and lower addresses above it have meanings of their own, up to all stations."""


@testcase(
    "DLMS-HDLC-010",
    version=2,
    purpose="Neither a command nor a poll is answered if it is for a logical or physical device that does not exist.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-UNKNOWN-ADDRESS"],
    requires="LINK.HDLC",
)
def test_unknown_address_is_ignored(data_link: HdlcLink, dut: Dut, step: Step) -> None:
    known = {listed.server_sap for listed in dut.associations}
    # A DUT that has a logical device there says so by an association in its bench file.
    absent = data_link.peer._replace(upper=max(set(range(1, HIGHEST_DEVICE + 1)) - known))

    width = max(data_link.peer.width, 2)
    lower = {data_link.peer.lower, data_link.settings.server_lower}
    elsewhere = [number for number in range(HIGHEST_DEVICE, 0, -1) if number not in lower][:2]
    answered = []

    with data_link.by_hand():
        for frame in (data_link.command(FrameKind.SNRM), data_link.receive_ready(0)):
            with step(f"{said(frame)} for the server address {absent} gets no answer"), data_link.speaking_to(absent):
                assert said(data_link.ask_or_silence(replace(frame, destination=absent))) == "silence"

            with step(f"SNRM for the server address {data_link.peer} is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        for number in elsewhere:
            station = data_link.peer._replace(lower=number, width=width)
            with step(f"SNRM for the server address {station}, a physical device"), data_link.speaking_to(station):
                answer = data_link.ask_or_silence(data_link.command(FrameKind.SNRM))
                answered += [said(answer)] if answer is not None else []
                # One of them may be a neighbour, or the DUT's own where the bench knows no physical address; not both.
                assert len(answered) < len(elsewhere)

            with step(f"SNRM for the server address {data_link.peer} is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        step.foreseen(not answered, f"{answered} from one of the physical devices {elsewhere}: is it the DUT?")
