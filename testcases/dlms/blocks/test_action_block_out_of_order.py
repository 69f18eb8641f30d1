"""Blocks of parameters out of order, and without a first one."""

from conformance.authoring import (
    CLOCK,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    DutClock,
    Step,
    action_in_blocks,
    skip_a_number,
    testcase,
)
from conformance.dlms.action import ActionResponseNextPblock
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
MINUTE_S = 60


@testcase(
    "DLMS-ACTION-006",
    version=1,
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

    for what in ("numbered 1, 3, 4", "of which the first is left out"):
        with step(f"Shift the clock by parameters in blocks {what}: they are not taken"):
            requests = list(action_in_blocks(association, SHIFT_TIME, LONG(MINUTE_S), size=1))
            if "left out" in what:
                del requests[0]
            else:
                skip_a_number(requests)
            for request in requests:
                answer = association.try_out(request)
                if not isinstance(answer, ActionResponseNextPblock):
                    break
            assert answer in WITHOUT_SUCCESS

        with step("The clock goes on as it would"):
            association.ensure_open()
            now = clock.read()
            assert now.since(reading) >= now.least_since(reading)
            assert now.since(reading) <= now.most_since(reading)
