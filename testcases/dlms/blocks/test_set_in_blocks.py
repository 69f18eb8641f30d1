"""A SET whose value comes in blocks."""

from conformance.authoring import (
    Association,
    Step,
    reason_of_its_own,
    set_in_blocks,
    testcase,
    the_one,
    varied,
    writable_data,
)
from conformance.dlms.data import encode_data
from conformance.dlms.get import DataAccessResult
from conformance.dlms.set import SetResponseDatablock, SetResponseLastDatablock


@testcase(
    "DLMS-SET-008",
    version=2,
    purpose="A value in blocks is confirmed block by block and written with the last, whatever the size of the blocks.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-BLOCKS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.BLOCK_SET",
    association="writing",
)
def test_set_in_blocks(association: Association, step: Step) -> None:
    with step("Read an attribute that may be written, and write it in one piece"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        new = varied(old)
        response = association.set(attribute, new)
        step.foreseen(not response.refused, f"another value is refused with {response.result.label}")

    octets = len(encode_data(old))
    for value, size in ((old, 1), (new, octets - 1), (old, octets)):
        with step(f"Write in blocks of {size} octets: each is confirmed with its number, the last with success"):
            for request in set_in_blocks(association, attribute, value, size=size):
                answer = association.ask_for_one(request, "set-response")
                step.foreseen(not reason_of_its_own(answer), reason_of_its_own(answer))
                if request.block.last_block:
                    last = the_one(answer, SetResponseLastDatablock)
                    assert last.block_number == request.block.block_number
                    assert last.result == DataAccessResult.SUCCESS
                else:
                    assert the_one(answer, SetResponseDatablock).block_number == request.block.block_number

        with step("Read it: it is what was written"):
            assert association.read(attribute) == value
