"""ACTION without an association, and in one that has not negotiated ACTION."""

from conformance.authoring import (
    CLOCK,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    AttributeDescriptor,
    DutClock,
    Step,
    testcase,
)
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.data_types import LONG
from conformance.dlms.initiate import Conformance

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
NOT_ASSOCIATED, NOT_NEGOTIATED = "DLMS-XDLMS-NOT-ASSOCIATED", "DLMS-XDLMS-UNKNOWN-SERVICE"


@testcase(
    "DLMS-XDLMS-012",
    version=2,
    purpose="shift_time outside any association, or in one without ACTION, does not shift the clock.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=[NOT_ASSOCIATED, NOT_NEGOTIATED],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and COSEM.CLOCK",
    association="writing",
)
def test_action_needs_association_and_negotiation(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock; its time can be shifted by nothing"):
        before = clock.preserve()
        step.foreseen(not association.action(SHIFT_TIME, LONG(0)).refused, "shift_time is not there for this client")
        request = ActionRequestNormal(association.next_invoke_id(), *SHIFT_TIME, LONG(120))

    with step("After a release, and on a new link, shifting it by 120 s does not succeed", rule=NOT_ASSOCIATED):
        association.end()
        association.renew_link()
        outside = association.try_out(request)
        assert outside in WITHOUT_SUCCESS

    with step("With GET alone negotiated the clock is where it would be", rule=NOT_ASSOCIATED):
        association.renew_link()
        initiate = association.initiate_request(proposed_conformance=Conformance.GET)
        step.foreseen(association.request_association(association.aarq(initiate)).accepted, "GET alone is refused")
        after = clock.read()
        assert after.since(before) <= after.most_since(before)

    with step("There the same ACTION does not succeed, and the clock is where it would be", rule=NOT_NEGOTIATED):
        inside = association.try_out(request)
        assert inside in WITHOUT_SUCCESS
        association.reopen()
        after = clock.read()
        assert after.since(before) <= after.most_since(before)
        step.foreseen(outside in NOT_SERVED and inside in NOT_SERVED, "a response where ACTION is not available")
