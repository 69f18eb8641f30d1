"""An APDU behind a wrong LLC header is not served."""

from conformance.authoring import Association, HdlcLink, Step, idle, kind_of, said, testcase
from conformance.dlms.hdlc.control import FrameKind
from conformance.dlms.llc import LLC_OCTETS, LLC_RESPONSE

WRONG = {"00 00 00": bytes(LLC_OCTETS), "E6 E7 00": LLC_RESPONSE}
"""No header, and that of an answer."""


@testcase(
    "DLMS-HDLC-025",
    version=2,
    purpose="An AARQ behind 00 00 00 or E6 E7 00 gets no APDU; behind E6 E6 00 it is answered behind E6 E7 00.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-LLC"],
    requires="LINK.HDLC",
)
def test_wrong_llc_header_is_not_served(association: Association, data_link: HdlcLink, step: Step) -> None:
    request = association.aarq().encode()

    with data_link.by_hand():
        with step("RR is answered by RR"):
            assert said(data_link.ask(data_link.receive_ready(0), "RR")) in idle(0)

        for name, header in WRONG.items():
            for frame in (data_link.apdu_frame(request, (0, 0), llc=header), data_link.receive_ready(0)):
                data_link.open_port()
                with step(f"Send {said(frame)}; no APDU comes back for an AARQ behind {name}"):
                    answer = data_link.ask_or_silence(frame)
                    assert kind_of(answer) not in ("I", "UI")
                    step.foreseen(kind_of(answer) in ("RR", "RNR", "FRMR", "DM", "silence"), f"{said(answer)}")

            with step("SNRM is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        with step("An AARQ behind E6 E6 00 is answered by an APDU behind E6 E7 00"):
            aare = data_link.ask_data(data_link.apdu_frame(request, (0, 0)), "AARE in an I frame")
            assert aare.said == "I N(S)=0 N(R)=1"
            assert aare.information[:LLC_OCTETS] == LLC_RESPONSE
