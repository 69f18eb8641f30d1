"""Two wrapper PDUs that arrive together are both served."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    Association,
    Step,
    WrapperLink,
    expect_sign_of_life,
    testcase,
    the_one,
)
from conformance.dlms.get import GetRequestNormal, GetResponseNormal, GetResponseWithDatablock


@testcase(
    "DLMS-WRAPPER-005",
    version=2,
    purpose="Two GETs handed over at once are told apart by their lengths and both answered, in their order.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-WRAPPER-LENGTH"],
    requires="LINK.WRAPPER and LINK.STREAM and DLMS.GET",
)
def test_two_pdus_at_once_are_both_served(association: Association, link: WrapperLink, step: Step) -> None:
    requests = [GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME) for _ in range(2)]

    association.expect_room_for(requests[0].encode())

    with step("Send two GETs at once; both are answered, the first one first"):
        link.send_octets(b"".join(link.frame(request.encode()) for request in requests))
        answers = [association.receive_any("get-response-normal") for _ in requests]
        in_blocks = any(isinstance(answer, GetResponseWithDatablock) for answer in answers)
        step.foreseen(not in_blocks, "what would fit into one APDU comes in blocks, of which one GET ends another's")
        found = [the_one(answer, GetResponseNormal).invoke_id for answer in answers]
        wanted = [request.invoke_id for request in requests]
        told, asked = (" and ".join(map(str, ids)) for ids in (found, wanted))
        step.foreseen(found == wanted, f"answers under the invoke-ids {told} to the requests {asked}")

    with step("A GET alone is answered as before"):
        expect_sign_of_life(association, step)
