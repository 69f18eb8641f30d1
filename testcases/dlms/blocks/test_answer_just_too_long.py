"""Answers that just fit, and just do not."""

from conformance.authoring import OBJECT_LIST, Association, Step, reason_of_its_own, testcase
from conformance.dlms.apdu import summary
from conformance.dlms.get import GetRequestNormal, GetResponseNormal, GetResponseWithDatablock

# Widespread servers refuse clients that can receive less.
FEW_OCTETS = 128


@testcase(
    "DLMS-GET-008",
    version=2,
    purpose="An answer as long as the client can receive comes whole; one octet less for it, and it comes in blocks.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-BLOCKS", "DLMS-XDLMS-PDU-SIZE"],
    requires="DLMS.LN and DLMS.GET and DLMS.BLOCK_GET",
)
def test_answer_just_too_long(association: Association, step: Step) -> None:
    with step("The object list can be read"):
        wanted = association.read_permitted(OBJECT_LIST)
        octets = len(GetResponseNormal(0, wanted).encode())
        step.foreseen(FEW_OCTETS < octets <= 0xFFFF, f"the object list has {octets} octets")

    for room in (octets, octets - 1):
        with step(f"A client that can receive {room} octets asks for it: what comes fits"):
            association.reopen_with(client_max_receive_pdu_size=room)
            request = GetRequestNormal(association.next_invoke_id(), *OBJECT_LIST)
            answer = association.ask_for_one(request, "get-response")
            assert association.octets_of_answer <= room
            kinds = GetResponseNormal | GetResponseWithDatablock
            step.foreseen(isinstance(answer, kinds) and not answer.refused, summary(answer))

        with step("Put together it is the same value"):
            response = association.whole(request, answer)
            step.foreseen(not reason_of_its_own(response), reason_of_its_own(response))
            assert response == GetResponseNormal(request.invoke_id_and_priority, wanted)
