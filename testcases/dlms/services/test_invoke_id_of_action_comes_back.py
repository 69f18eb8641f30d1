"""invoke-id and priority of action-responses."""

from conformance.authoring import CLOCK, Association, AttributeDescriptor, DutClock, Step, testcase
from conformance.dlms.action import ActionRequestNormal, ActionResponseNormal
from conformance.dlms.data_types import LONG
from conformance.dlms.service import CONFIRMED, HIGH_PRIORITY

SHIFT_TIME = AttributeDescriptor(8, CLOCK, 6)


@testcase(
    "DLMS-XDLMS-015",
    version=1,
    purpose="Each of the 16 invoke-ids of an ACTION comes back with its answer, at low and at high priority.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-XDLMS-INVOKE-ID"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and DLMS.ACTION and COSEM.CLOCK",
    association="writing",
)
def test_invoke_id_of_action_comes_back(association: Association, step: Step) -> None:
    differing = []

    with step("Read the clock, whose time is to be shifted by nothing"):
        DutClock(association).preserve()

    for name, priority in {"low": 0, "high": HIGH_PRIORITY}.items():
        with step(f"Shift it by 0 s, 16 times at {name} priority; each answer carries the invoke-id of its request"):
            for invoke_id in range(16):
                request = ActionRequestNormal(CONFIRMED | priority | invoke_id, *SHIFT_TIME, LONG(0))
                response = association.request(request, expect=ActionResponseNormal)
                assert response.invoke_id == invoke_id
                step.foreseen(not response.refused, f"shift_time is refused with {response.result.label}")
                if response.invoke_id_and_priority != request.invoke_id_and_priority:
                    differing.append(f"{request.invoke_id_and_priority:02X}: {response.invoke_id_and_priority:02X}")

    with step("Service class and priority come back as well"):
        step.foreseen(not differing, f"the upper bits differ, request: answer {', '.join(differing)}")
