"""Two clients on one line have connections of their own."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, Dut, HdlcLink, Step, idle, kind_of, said, testcase
from conformance.dlms.aarq import aarq_for
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.hdlc.control import FrameKind


@testcase(
    "DLMS-HDLC-028",
    version=2,
    purpose="While two clients are connected, each has its own numbers, and the end of one leaves the other alone.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-SEQUENCE", "DLMS-HDLC-DISC"],
    requires="LINK.HDLC and DLMS.GET",
)
def test_two_clients_on_one_line(association: Association, data_link: HdlcLink, dut: Dut, step: Step) -> None:
    others = [known for known in dut.associations if known.client_sap != data_link.client_sap]
    others = [known for known in others if known.server_sap == data_link.server_sap]
    others = [known for known in others if known.name not in dut.standing.refused]
    step.foreseen(others, "the bench file names only one client of this server address")
    get = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME).encode()

    with data_link.by_hand():
        with step("AARQ and GET of the first client are answered in sequence"):
            due = 0
            for number, apdu in enumerate((association.aarq().encode(), get)):
                answer = data_link.ask_data(data_link.apdu_frame(apdu, (number, due)), "an I frame")
                assert answer.said == f"I N(S)={due} N(R)={number + 1}"
                due = answer.following

        with data_link.speaking_as(others[0].client_sap), step("A second client connects; its numbers begin at zero"):
            ua = data_link.ask_or_silence(data_link.command(FrameKind.SNRM))
            step.foreseen(kind_of(ua) == "UA", f"{said(ua)}: the DUT serves one client at a time")
            aarq = aarq_for(association.initiate_request(), secret=others[0].secret).encode()
            aare = data_link.ask_data(data_link.apdu_frame(aarq, (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"

        with step("The first client goes on where it was"):
            answer = data_link.ask_data(data_link.apdu_frame(get, (2, due)), "an I frame")
            step.foreseen(answer.kind != "DM", "the second connection has ended the first")
            assert answer.said == f"I N(S)={due} N(R)=3"

        with data_link.speaking_as(others[0].client_sap), step("DISC of the second client is answered by UA"):
            assert said(data_link.ask(data_link.command(FrameKind.DISC), "UA")) == "UA P/F"

        with step("The connection of the first client is still there", rule="DLMS-HDLC-DISC"):
            assert said(data_link.ask(data_link.receive_ready(answer.following), "RR")) in idle(3)
