"""Blocks of a SET out of order, and without a first one."""

from conformance.authoring import (
    WITHOUT_SUCCESS,
    Association,
    Step,
    send_in_turn,
    set_in_blocks,
    skip_a_number,
    testcase,
    varied,
    writable_data,
)


@testcase(
    "DLMS-SET-009",
    version=3,
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
        blocks = len(list(set_in_blocks(association, attribute, varied(old), size=1)))
        step.foreseen(blocks > 2, "the value is too short for three blocks")

    with step("Write the value that it has in blocks, in their order: that is taken"):
        in_order = list(set_in_blocks(association, attribute, old, size=1))
        refused = send_in_turn(association, in_order) in WITHOUT_SUCCESS
        step.foreseen(not refused, "blocks are refused in their order, too")

    for what, right, left_out in (
        ("numbered 1, 3, 4 and so on", 1, None),
        ("of which the last is numbered too high", blocks - 1, None),
        ("of which the first is left out", blocks, 0),
        ("of which the second is left out", blocks, 1),
    ):
        with step(f"Write another value in blocks {what}: it is not taken, even if the others follow"):
            requests = list(set_in_blocks(association, attribute, varied(old), size=1))
            skip_a_number(requests, behind=right)
            if left_out is not None:
                del requests[left_out]
            assert send_in_turn(association, requests) in WITHOUT_SUCCESS

        with step("Read it: it has its old value"):
            association.ensure_open()
            assert association.read(attribute) == old

    with step("Write the first block, and in an association that is opened then the others: they are not taken"):
        first, *others = set_in_blocks(association, attribute, varied(old), size=1)
        association.ask_for_one(first, "set-response")
        association.reopen_with()
        assert send_in_turn(association, others) in WITHOUT_SUCCESS

    with step("Read it: it has its old value"):
        association.ensure_open()
        assert association.read(attribute) == old
