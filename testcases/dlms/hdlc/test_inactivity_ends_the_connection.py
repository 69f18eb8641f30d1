"""The connection ends after the inactivity time."""

from conformance.authoring import Association, HdlcLink, Step, idle, inactivity_timeout_s, said, testcase
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-027",
    version=3,
    purpose="The connection outlives half of the inactivity time without any octet, and does not outlive all of it.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-INACTIVITY"],
    requires="LINK.HDLC",
)
def test_inactivity_ends_the_connection(association: Association, data_link: HdlcLink, step: Step) -> None:
    with step("The inactivity time is declared, or the HDLC setup shows it; 0 would mean that there is none"):
        seconds = inactivity_timeout_s(association)
        step.foreseen(seconds > 0, "the DUT never ends a connection for inactivity, as declared or shown")

    with data_link.by_hand():
        with step("After half of the inactivity time, RR is answered by RR"):
            data_link.pause(seconds / 2)
            answer = data_link.ask_or_silence(data_link.receive_ready(data_link.connection.receive_number))
            doubt = f"are the {seconds:g} s of the bench file, or of the HDLC setup, right?"
            step.foreseen(said(answer) in idle(data_link.connection.send_number), f"{said(answer)}: {doubt}")

        with step("After the whole inactivity time without any octet, DISC is answered by DM"):
            data_link.outlast(seconds)
            data_link.open_port()
            assert said(data_link.ask(data_link.command(FrameKind.DISC), "DM")) == "DM P/F"

        with step("SNRM is answered by UA"):
            assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"
