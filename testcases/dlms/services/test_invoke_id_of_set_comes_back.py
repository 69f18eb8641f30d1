"""invoke-id and priority of set-responses."""

from conformance.authoring import Association, Step, testcase, writable_data
from conformance.dlms.service import CONFIRMED, HIGH_PRIORITY
from conformance.dlms.set import SetRequestNormal, SetResponseNormal

# Each bit of the invoke-id both ways, as every SET may wear out a memory.
INVOKE_IDS = (0, 5, 10, 15)


@testcase(
    "DLMS-XDLMS-014",
    version=1,
    purpose="The invoke-id of a SET comes back with its answer, at low and at high priority.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-XDLMS-INVOKE-ID"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_invoke_id_of_set_comes_back(association: Association, step: Step) -> None:
    differing = []

    with step("Read an attribute that may be written"):
        attribute = writable_data(association)
        old = association.preserve(attribute)

    for name, priority in {"low": 0, "high": HIGH_PRIORITY}.items():
        with step(f"Write the value just read at {name} priority; each answer carries the invoke-id of its request"):
            for invoke_id in INVOKE_IDS:
                octet = CONFIRMED | priority | invoke_id
                request = SetRequestNormal(octet, *attribute, access_selection=None, value=old)
                response = association.request(request, expect=SetResponseNormal)
                assert response.invoke_id == invoke_id
                step.foreseen(not response.refused, f"the SET is refused with {response.result.label}")
                if response.invoke_id_and_priority != octet:
                    differing.append(f"{octet:02X}: {response.invoke_id_and_priority:02X}")

    with step("Service class and priority come back as well"):
        step.foreseen(not differing, f"the upper bits differ, request: answer {', '.join(differing)}")
