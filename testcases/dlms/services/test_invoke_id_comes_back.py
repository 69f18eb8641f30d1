"""invoke-id and priority of the answers."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, Step, testcase
from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.dlms.service import CONFIRMED, HIGH_PRIORITY


@testcase(
    "DLMS-XDLMS-007",
    version=1,
    purpose="Each of the 16 invoke-ids comes back with its answer, at low and at high priority.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-INVOKE-ID"],
    requires="DLMS.LN and DLMS.GET",
)
def test_invoke_id_comes_back(association: Association, step: Step) -> None:
    differing = []

    for name, priority in {"low": 0, "high": HIGH_PRIORITY}.items():
        with step(f"16 GETs of {name} priority; each answer carries the invoke-id of its request"):
            for invoke_id in range(16):
                request = GetRequestNormal(CONFIRMED | priority | invoke_id, *LOGICAL_DEVICE_NAME)
                response = association.request(request, expect=GetResponseNormal)
                assert response.invoke_id == invoke_id
                assert not response.refused
                if response.invoke_id_and_priority != request.invoke_id_and_priority:
                    differing.append(f"{request.invoke_id_and_priority:02X}: {response.invoke_id_and_priority:02X}")

    with step("Service class and priority come back as well"):
        step.foreseen(not differing, f"the upper bits differ, request: answer {', '.join(differing)}")
