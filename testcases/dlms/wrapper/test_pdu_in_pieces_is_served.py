"""A wrapper PDU that arrives in pieces is served once it is complete."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    Association,
    Step,
    WrapperLink,
    expect_sign_of_life,
    testcase,
    the_one,
)
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.wrapper import HEADER_OCTETS

WITHIN_HEADER, WITHIN_APDU = HEADER_OCTETS - 3, HEADER_OCTETS + 4
"""Where the PDU is cut."""


@testcase(
    "DLMS-WRAPPER-004",
    version=2,
    purpose="A GET cut within its wrapper header and within its APDU is answered after the last piece, not before.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-LENGTH"],
    requires="LINK.WRAPPER and LINK.STREAM and DLMS.GET",
)
def test_pdu_in_pieces_is_served(association: Association, link: WrapperLink, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME)
    association.expect_room_for(request.encode())
    octets = link.frame(request.encode())
    known = link.exchange.octets_received

    for piece in (octets[:WITHIN_HEADER], octets[WITHIN_HEADER:WITHIN_APDU]):
        with step(f"Send {len(piece)} octets of the PDU; nothing comes back yet"):
            link.send_octets(piece)
            link.linger()
            assert link.exchange.octets_received == known

    with step("Send the rest; the GET is answered"):
        link.send_octets(octets[WITHIN_APDU:])
        answer = association.whole(request, association.receive_any("get-response-normal"))
        response = the_one(answer, GetResponseNormal)
        step.foreseen(response.invoke_id == request.invoke_id, "the answer carries another invoke-id")

    with step("The next GET, in one piece, is answered as well"):
        expect_sign_of_life(association, step)
