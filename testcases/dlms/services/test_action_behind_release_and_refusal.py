"""ACTION right behind a release, and right behind a refused AARQ."""

from conformance.authoring import (
    CLOCK,
    NOT_ACCEPTED,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    DutClock,
    Step,
    testcase,
)
from conformance.dlms.acse import COSEM_PREFIX
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
UNASSIGNED_CONTEXT = COSEM_PREFIX + bytes((1, 127))


@testcase(
    "DLMS-XDLMS-017",
    version=1,
    purpose="shift_time right behind a release or a refused AARQ, on the same link, does not shift the clock.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-XDLMS-NOT-ASSOCIATED"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and COSEM.CLOCK",
    association="writing",
)
def test_action_behind_release_and_refusal(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock; its time can be shifted by nothing"):
        before = clock.preserve()
        step.foreseen(not association.action(SHIFT_TIME, LONG(0)).refused, "shift_time is not there for this client")
        request = ActionRequestNormal(association.next_invoke_id(), *SHIFT_TIME, LONG(120))

    with step("The association is ended; shifting the clock by 120 s does not succeed"):
        association.end()
        released = association.try_out(request)
        assert released in WITHOUT_SUCCESS

    with step("In a new association the clock is where it would be"):
        association.reopen()
        after = clock.read()
        assert after.since(before) <= after.most_since(before)

    with step("It is ended, and an AARQ for an unassigned context is refused"):
        association.end()
        aarq = association.aarq()
        aarq.application_context_name = UNASSIGNED_CONTEXT
        step.foreseen(association.offer(aarq) in NOT_ACCEPTED, "the AARQ that was to be refused is accepted")

    with step("The same ACTION does not succeed, and the clock is where it would be"):
        refused = association.try_out(request)
        assert refused in WITHOUT_SUCCESS
        association.reopen()
        after = clock.read()
        assert after.since(before) <= after.most_since(before)
        step.foreseen(released in NOT_SERVED and refused in NOT_SERVED, "a response where no association is open")
