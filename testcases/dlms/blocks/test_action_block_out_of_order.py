"""Blocks of parameters out of order, and without a first one."""

from conformance.authoring import (
    CLOCK,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    DutClock,
    Step,
    action_in_blocks,
    send_in_turn,
    skip_a_number,
    testcase,
)
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
MINUTE_S = 60
BLOCKS = 3
"""Of one octet each, in which the parameter is sent."""


@testcase(
    "DLMS-ACTION-006",
    version=3,
    purpose="A block of parameters with a number left out, or without a first block, is refused; nothing is invoked.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-ACTION-BLOCK-NUMBER"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and DLMS.BLOCK_ACTION and COSEM.CLOCK",
    association="writing",
)
def test_action_block_out_of_order(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock"):
        reading = clock.preserve()

    with step("Shift it by 0 s with parameters in blocks, in their order: they are taken"):
        in_order = list(action_in_blocks(association, SHIFT_TIME, LONG(0), size=1))
        refused = send_in_turn(association, in_order) in WITHOUT_SUCCESS
        step.foreseen(not refused, "blocks are refused in their order, too")

    for what, right, left_out in (
        ("numbered 1, 3, 4", 1, False),
        ("numbered 1, 2, 4", 2, False),
        ("of which the first is left out", BLOCKS, True),
        ("of which the first is sent in an association before", BLOCKS, True),
    ):
        with step(f"Shift the clock by parameters in blocks {what}: they are not taken, even if the others follow"):
            requests = list(action_in_blocks(association, SHIFT_TIME, LONG(MINUTE_S), size=1))
            skip_a_number(requests, behind=right)
            first = requests.pop(0) if left_out else None
            if first and "before" in what:
                association.ask_for_one(first, "action-response")
                association.reopen_with()
            assert send_in_turn(association, requests) in WITHOUT_SUCCESS

        with step("The clock goes on as it would"):
            association.ensure_open()
            now = clock.read()
            assert now.since(reading) >= now.least_since(reading)
            assert now.since(reading) <= now.most_since(reading)
