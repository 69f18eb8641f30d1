"""Selected rows that are too long for the client."""

from conformance.authoring import LOAD_PROFILE, Association, Profile, Step, reason_of_its_own, testcase
from conformance.dlms.get import GetResponseNormal

# Widespread servers refuse clients that can receive less.
FEW_OCTETS = 128
SEVERAL = 12


@testcase(
    "DLMS-PROF-014",
    version=2,
    purpose="Selected rows that come in blocks are the rows that came in one piece.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-BLOCKS"],
    requires="DLMS.LN and DLMS.GET and DLMS.BLOCK_GET and DLMS.SELECTIVE_ACCESS and COSEM.LOAD_PROFILE",
)
def test_selection_in_blocks(association: Association, step: Step) -> None:
    with step("Read some rows of the load profile; they are too long for a client that can receive little"):
        profile = Profile(association, LOAD_PROFILE)
        last = profile.entries_in_use
        selection = profile.entries(max(1, last - SEVERAL + 1), last)
        response = association.get(profile.attribute(2), selection.access)
        step.foreseen(not response.refused, "rows are not served by entry")
        octets = len(GetResponseNormal(0, response.data).encode())
        step.foreseen(octets > FEW_OCTETS, f"the rows have {octets} octets")

    with step(f"A client that can receive {FEW_OCTETS} octets asks for them: what comes fits"):
        association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
        request = profile.request(selection.access)
        first = association.ask_for_one(request, "get-response")
        assert association.octets_of_answer <= FEW_OCTETS

    with step("All blocks together are the same rows"), profile.undisturbed():
        wanted = GetResponseNormal(request.invoke_id_and_priority, response.data)
        whole = association.whole(request, first)
        step.foreseen(not reason_of_its_own(whole), reason_of_its_own(whole))
        assert whole == wanted
