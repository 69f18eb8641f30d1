"""An ACTION whose parameters come in blocks."""

from conformance.authoring import (
    CLOCK,
    Association,
    AttributeDescriptor,
    DutClock,
    Step,
    action_in_blocks,
    reason_of_its_own,
    testcase,
    the_one,
)
from conformance.dlms.action import ActionResponseNextPblock, ActionResponseNormal
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
MINUTE_S = 60


@testcase(
    "DLMS-ACTION-005",
    version=2,
    purpose="Parameters in blocks are confirmed block by block; the method is invoked once, with the last.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-ACTION-BLOCKS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and DLMS.BLOCK_ACTION and COSEM.CLOCK",
    association="writing",
)
def test_action_in_blocks(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock; shift_time with 0 s in one piece is taken"):
        reading = clock.preserve()
        response = association.action(SHIFT_TIME, LONG(0))
        step.foreseen(not response.refused, f"shift_time is refused with {response.result.label}")

    for size, shift_s, shifted_s in ((1, MINUTE_S, MINUTE_S), (2, -MINUTE_S, 0), (3, MINUTE_S, MINUTE_S)):
        with step(f"Shift by {shift_s} s in blocks of {size} octets: each is confirmed, the last by success"):
            for request in action_in_blocks(association, SHIFT_TIME, LONG(shift_s), size=size):
                answer = association.ask_for_one(request, "action-response")
                step.foreseen(not reason_of_its_own(answer), reason_of_its_own(answer))
                if request.block.last_block:
                    assert not the_one(answer, ActionResponseNormal).refused
                else:
                    assert the_one(answer, ActionResponseNextPblock).block_number == request.block.block_number

        with step(f"The clock is {shifted_s} s before where it would be"):
            now = clock.read()
            assert now.since(reading) >= shifted_s + now.least_since(reading)
            assert now.since(reading) <= shifted_s + now.most_since(reading)
