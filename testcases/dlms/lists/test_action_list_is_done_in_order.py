"""An ACTION with several methods."""

from conformance.authoring import (
    CLOCK,
    NOT_SERVED,
    Association,
    AttributeDescriptor,
    DutClock,
    Step,
    action_list,
    testcase,
    the_one,
)
from conformance.dlms.action import ActionResponseWithList, ActionResult
from conformance.dlms.apdu import summary
from conformance.dlms.data_types import LONG

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)
NO_METHOD = AttributeDescriptor(8, CLOCK, 99)
MINUTE_S = 60


@testcase(
    "DLMS-ACTION-007",
    version=2,
    purpose="A list of methods is answered by as many results in its order; each is invoked once.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-ACTION-LIST"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and DLMS.MULTIPLE_REFERENCES and COSEM.CLOCK",
    association="writing",
)
def test_action_list_is_done_in_order(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock; shift_time with 0 s is taken"):
        reading = clock.preserve()
        response = association.action(SHIFT_TIME, LONG(0))
        step.foreseen(not response.refused, f"shift_time is refused with {response.result.label}")

    for calls, shifted_s in (
        ([(SHIFT_TIME, MINUTE_S)], MINUTE_S),
        ([(SHIFT_TIME, MINUTE_S), (NO_METHOD, 0), (SHIFT_TIME, 3 * MINUTE_S)], 5 * MINUTE_S),
        ([(NO_METHOD, 0), (SHIFT_TIME, -5 * MINUTE_S)], 0),
    ):
        with step(f"Invoke {len(calls)} methods in one request: there are as many results"):
            request = action_list(association, [(method, LONG(seconds)) for method, seconds in calls])
            came = association.ask(request, "action-response-with-list")
            # A server may take lists up to a length, or turn one down as a whole; a list of one it has to serve.
            is_turned_down = len(calls) > 1 and came in NOT_SERVED
            step.foreseen(not is_turned_down, f"{len(calls)} methods are refused as a whole: {summary(came)}")
            answer = the_one(came, ActionResponseWithList)
            assert len(answer.outcomes) == len(calls)

        with step("shift_time has success, the method that there is not is refused"):
            for (method, _), outcome in zip(calls, answer.outcomes, strict=True):
                assert (outcome.result == ActionResult.SUCCESS) == (method == SHIFT_TIME)

        with step(f"The clock is {shifted_s} s before where it would be"):
            now = clock.read()
            assert now.since(reading) >= shifted_s + now.least_since(reading)
            assert now.since(reading) <= shifted_s + now.most_since(reading)
