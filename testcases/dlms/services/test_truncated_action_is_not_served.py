"""ACTION whose parameter ends too soon."""

from conformance.authoring import (
    CLOCK,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    DutClock,
    Step,
    testcase,
)
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
SECONDS = 256  # without its last octet, and with zeros in its place, it is the same number


@testcase(
    "DLMS-XDLMS-013",
    version=1,
    purpose="shift_time whose parameter lacks its last octet does not succeed and does not shift the clock.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-XDLMS-TRUNCATED"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and COSEM.CLOCK",
    association="writing",
)
def test_truncated_action_is_not_served(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock; its time can be shifted by nothing"):
        before = clock.preserve()
        step.foreseen(not association.action(SHIFT_TIME, LONG(0)).refused, "shift_time is not there for this client")

    with step("Shifting it without the last octet of the parameter does not succeed; hanging up is right as well"):
        request = ActionRequestNormal(association.next_invoke_id(), *SHIFT_TIME, LONG(SECONDS))
        assert association.try_out(request.encode()[:-1]) in WITHOUT_SUCCESS

    with step("The clock is where it would be"):
        association.reopen()
        after = clock.read()
        assert after.since(before) >= after.least_since(before)
        assert after.since(before) <= after.most_since(before)
