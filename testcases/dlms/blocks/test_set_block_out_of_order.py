"""Blocks of a SET out of order, and without a first one."""

from conformance.authoring import (
    WITHOUT_SUCCESS,
    Association,
    Step,
    set_in_blocks,
    skip_a_number,
    testcase,
    varied,
    writable_data,
)
from conformance.dlms.set import SetResponseDatablock


@testcase(
    "DLMS-SET-009",
    version=1,
    purpose="A block of a SET out of order, or without a first one, is refused, and nothing is written.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-BLOCK-NUMBER"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.BLOCK_SET",
    association="writing",
)
def test_set_block_out_of_order(association: Association, step: Step) -> None:
    with step("Read an attribute that may be written"):
        attribute = writable_data(association)
        old = association.preserve(attribute)

    for what in ("numbered 1, 3, 4 and so on", "of which the first is left out", "of which the second is left out"):
        with step(f"Write another value in blocks {what}: it is not taken"):
            requests = list(set_in_blocks(association, attribute, varied(old), size=1))
            step.foreseen(len(requests) > 2, "the value is too short for three blocks")
            if "left out" in what:
                del requests[1 if "second" in what else 0]
            else:
                skip_a_number(requests)
            for request in requests:
                answer = association.try_out(request)
                if not isinstance(answer, SetResponseDatablock):
                    break
            assert answer in WITHOUT_SUCCESS

        with step("Read it: it has its old value"):
            association.ensure_open()
            assert association.read(attribute) == old
