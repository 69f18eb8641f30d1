"""A server address in another of the forms that COSEM has."""

from conformance.authoring import HdlcLink, Step, idle, kind_of, said, testcase
from conformance.dlms.hdlc.address import WIDTHS
from conformance.dlms.hdlc.control import FrameKind

LARGEST_IN_ONE_OCTET = 0x7F


@testcase(
    "DLMS-HDLC-033",
    version=1,
    purpose="SNRM with the server address in more or fewer octets than declared gets no answer, or one in that form.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-HDLC-ADDRESS"],
    requires="LINK.HDLC",
)
def test_address_in_another_form(data_link: HdlcLink, step: Step) -> None:
    own, answered = data_link.peer, []
    parts = {1: (own.upper,), 2: (own.upper, own.lower), 4: ()}
    widths = [width for width in WIDTHS if width != own.width and max(parts[width], default=0) <= LARGEST_IN_ONE_OCTET]
    step.foreseen(widths, "this address does not fit into another form")

    with data_link.by_hand():
        for width in widths:
            other = own._replace(width=width, lower=0 if width == 1 else own.lower)

            with step(f"SNRM to it in {width} octets: no answer, or one from the address in {width} octets"):
                with data_link.speaking_to(other):
                    answer = data_link.ask_or_silence(data_link.command(FrameKind.SNRM))
                    assert kind_of(answer) in ("UA", "DM", "silence")
                if answer is not None:
                    answered.append(width)

            with step(f"SNRM in the declared {own.width} octets is answered by UA"):
                data_link.open_port()
                assert said(data_link.ask(data_link.command(FrameKind.SNRM), "UA")) == "UA P/F"

        with step("The declared form is the only one that is answered"):
            assert said(data_link.ask(data_link.receive_ready(0), "RR")) in idle(0)
            forms = " and ".join(map(str, answered))
            # Whether a server that knows several forms has to discard those it was not declared with, is left open.
            step.foreseen(not answered, f"it answers in {forms} octets too: it may know several forms of address")
