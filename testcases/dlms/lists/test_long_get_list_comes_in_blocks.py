"""A GET of so many attributes that the answer is too long for the client."""

from conformance.authoring import (
    ABSENT_OBJECT,
    LOGICAL_DEVICE_NAME,
    NOT_SERVED,
    OBJECT_LIST,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    Step,
    get_list,
    reason_of_its_own,
    testcase,
    the_one,
)
from conformance.dlms.apdu import summary
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal, GetResponseWithList

# Widespread servers refuse clients that can receive less.
FEW_OCTETS = 128
SEVERAL = 10
ABSENT = AttributeDescriptor(1, ABSENT_OBJECT, 2)


@testcase(
    "DLMS-GET-012",
    version=2,
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

    with step("The absent object is refused"):
        absent = association.try_out(GetRequestNormal(association.next_invoke_id(), *ABSENT))
        step.foreseen(absent in WITHOUT_SUCCESS)
        association.ensure_open()

    for wanted, results in (
        ([LOGICAL_DEVICE_NAME] * SEVERAL, [name] * SEVERAL),
        ([LOGICAL_DEVICE_NAME, OBJECT_LIST, LOGICAL_DEVICE_NAME], [name, objects, name]),
        ([ABSENT, OBJECT_LIST, ABSENT], [None, objects, None]),
    ):
        with step(f"A client that can receive {FEW_OCTETS} octets asks for {len(wanted)} attributes: what comes fits"):
            association.reopen_with(client_max_receive_pdu_size=FEW_OCTETS)
            request = get_list(association, wanted)
            first = association.ask_for_one(request, "get-response")
            assert association.octets_of_answer <= FEW_OCTETS

        with step("All blocks together are the results, in the order of the list"):
            response = association.whole(request, first)
            is_turned_down = response in NOT_SERVED or reason_of_its_own(response)
            step.foreseen(not is_turned_down, f"the list is refused as a whole: {summary(response)}")
            found = the_one(response, GetResponseWithList).results
            assert len(found) == len(results)
            for result, alone in zip(found, results, strict=True):
                if alone is None:
                    assert isinstance(result, DataAccessResult)
                    assert result != DataAccessResult.SUCCESS
                else:
                    assert result == alone
