"""A GET of so many attributes that the answer is too long for the client."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    OBJECT_LIST,
    WITHOUT_SUCCESS,
    Association,
    Step,
    get_list,
    testcase,
    the_one,
)
from conformance.dlms.apdu import summary
from conformance.dlms.get import GetResponseNormal, GetResponseWithList

# Widespread servers refuse clients that can receive less.
FEW_OCTETS = 128
SEVERAL = 10


@testcase(
    "DLMS-GET-012",
    version=1,
    purpose="Results of a list that are too long for the client come in blocks, and together are the list of results.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-LIST", "DLMS-GET-BLOCKS"],
    requires="DLMS.LN and DLMS.GET and DLMS.BLOCK_GET and DLMS.MULTIPLE_REFERENCES",
)
def test_long_get_list_comes_in_blocks(association: Association, step: Step) -> None:
    with step("The logical device name and the object list are read alone"):
        name = association.read_permitted(LOGICAL_DEVICE_NAME)
        objects = association.read_permitted(OBJECT_LIST)
        step.foreseen(len(GetResponseNormal(0, name).encode()) * SEVERAL > FEW_OCTETS, "the name is short")

    for wanted, results in (
        ([LOGICAL_DEVICE_NAME] * SEVERAL, [name] * SEVERAL),
        ([LOGICAL_DEVICE_NAME, OBJECT_LIST, LOGICAL_DEVICE_NAME], [name, objects, name]),
    ):
        with step(f"A client that can receive {FEW_OCTETS} octets asks for {len(wanted)} attributes: what comes fits"):
            association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
            request = get_list(association, wanted)
            first = association.ask_for_one(request, "get-response")
            assert len(first.encode()) <= FEW_OCTETS

        with step("All blocks together are the results, in the order of the list"):
            response = association.whole(request, first)
            step.foreseen(response not in WITHOUT_SUCCESS, f"the list is refused as a whole: {summary(response)}")
            assert the_one(response, GetResponseWithList).results == results
