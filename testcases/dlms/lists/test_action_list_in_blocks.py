"""An ACTION with several methods whose parameters come in blocks."""

from conformance.authoring import (
    CLOCK,
    NOT_SERVED,
    Association,
    AttributeDescriptor,
    DutClock,
    Step,
    action_list_in_blocks,
    reason_of_its_own,
    testcase,
    the_one,
)
from conformance.dlms.action import ActionResponseNextPblock, ActionResponseNormal, ActionResponseWithList, ActionResult
from conformance.dlms.apdu import summary
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
MINUTE_S = 60


@testcase(
    "DLMS-ACTION-008",
    version=2,
    purpose="Parameters of a list in blocks are confirmed block by block; with the last come as many results.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-ACTION-LIST", "DLMS-ACTION-BLOCKS"],
    requires=(
        "DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and DLMS.BLOCK_ACTION and DLMS.MULTIPLE_REFERENCES "
        "and COSEM.CLOCK"
    ),
    association="writing",
)
def test_action_list_in_blocks(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock; shift_time with 0 s is taken"):
        reading = clock.preserve()
        response = association.action(SHIFT_TIME, LONG(0))
        step.foreseen(not response.refused, f"shift_time is refused with {response.result.label}")

    for size, shift_s, shifted_s in ((3, MINUTE_S, 3 * MINUTE_S), (0xFF, -MINUTE_S, 0)):
        with step(f"Shift by {shift_s} s and twice that in blocks of at most {size} octets: each is confirmed"):
            calls = [(SHIFT_TIME, LONG(shift_s)), (SHIFT_TIME, LONG(2 * shift_s))]
            for request in action_list_in_blocks(association, calls, size=size):
                answer = association.ask_for_one(request, "action-response")
                step.foreseen(not reason_of_its_own(answer), reason_of_its_own(answer))
                if not request.block.last_block:
                    assert the_one(answer, ActionResponseNextPblock).block_number == request.block.block_number

        with step("The last is answered by two results, both success"):
            # How parameters of a list are cut into blocks is stated nowhere beside the names of the messages.
            is_refused = answer in NOT_SERVED or isinstance(answer, ActionResponseNormal)
            step.foreseen(not is_refused, f"refused: {summary(answer)}")
            last = the_one(answer, ActionResponseWithList)
            assert [outcome.result for outcome in last.outcomes] == [ActionResult.SUCCESS] * 2

        with step(f"The clock is {shifted_s} s before where it would be"):
            now = clock.read()
            assert now.since(reading) >= shifted_s + now.least_since(reading)
            assert now.since(reading) <= shifted_s + now.most_since(reading)
