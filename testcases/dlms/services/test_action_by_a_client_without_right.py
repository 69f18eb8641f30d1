"""ACTION by a client that may not invoke the method."""

from conformance.authoring import (
    CLOCK,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    DutClock,
    ObjectList,
    Step,
    testcase,
)
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
MINUTE_S = 60
PAUSE_S = 3.0


@testcase(
    "DLMS-ACTION-004",
    version=1,
    purpose="A client whose object list gives it no access to shift_time cannot shift the clock.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-ACCESS-RIGHTS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and COSEM.CLOCK",
    association="writing",
)
def test_action_by_a_client_without_right(association: Association, step: Step) -> None:
    clock = DutClock(association)

    with step("The client that may write reads the clock"):
        before = clock.preserve()

    with association.another(association.reader()) as other:
        with step("The other client is served, and its object list gives it no access to shift_time"):
            other.read_logical_device_name()
            listed = ObjectList.read(other).find(SHIFT_TIME.class_id, CLOCK)
            step.foreseen(listed is None or not listed.methods.get(SHIFT_TIME.attribute_id), "it may shift the clock")

        with step("shift_time does not succeed"):
            request = ActionRequestNormal(other.next_invoke_id(), *SHIFT_TIME, LONG(MINUTE_S))
            answer = other.try_out(request)
            assert answer in WITHOUT_SUCCESS

    with step("The client that may write finds the clock where it would be, some seconds later"):
        association.reopen()
        association.let_pass(PAUSE_S)
        after = clock.read()
        assert after.since(before) >= after.least_since(before)
        assert after.since(before) <= after.most_since(before)
        step.foreseen(answer is not None, "the ACTION without right got no answer")
