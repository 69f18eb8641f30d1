"""A SET of several attributes whose values come in blocks."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_SERVED,
    REFUSED,
    Association,
    Step,
    reason_of_its_own,
    set_list_in_blocks,
    testcase,
    the_one,
    varied,
    writable_data,
)
from conformance.dlms.apdu import summary
from conformance.dlms.get import DataAccessResult
from conformance.dlms.set import SetResponseDatablock, SetResponseLastDatablockWithList


@testcase(
    "DLMS-SET-012",
    version=2,
    purpose="Values of a list in blocks are confirmed block by block; with the last come as many results.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-LIST", "DLMS-SET-BLOCKS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.BLOCK_SET and DLMS.MULTIPLE_REFERENCES",
    association="writing",
)
def test_set_list_in_blocks(association: Association, step: Step) -> None:
    with step("Read an attribute that may be written, write another value, and see that it takes it"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        step.foreseen(not association.set(attribute, varied(old)).refused, "the value is refused")
        name = association.read_permitted(LOGICAL_DEVICE_NAME)

    for size in (4, 0xFF):
        value = old if size == 4 else varied(old)
        with step(f"Write name and value in blocks of at most {size} octets: each block is confirmed with its number"):
            for request in set_list_in_blocks(
                association, [(LOGICAL_DEVICE_NAME, name), (attribute, value)], size=size
            ):
                answer = association.ask_for_one(request, "set-response")
                step.foreseen(not reason_of_its_own(answer), reason_of_its_own(answer))
                if not request.block.last_block:
                    assert the_one(answer, SetResponseDatablock).block_number == request.block.block_number

        with step("The last is answered by its number and two results: the name is refused, the value written"):
            # One public source alone says how values of a list are cut into blocks.
            step.foreseen(answer not in NOT_SERVED and answer not in REFUSED, f"refused: {summary(answer)}")
            last = the_one(answer, SetResponseLastDatablockWithList)
            assert last.block_number == request.block.block_number
            assert len(last.results) == 2
            assert last.results[0] != DataAccessResult.SUCCESS
            assert last.results[1] == DataAccessResult.SUCCESS
            assert association.read(attribute) == value
