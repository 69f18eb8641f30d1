"""GET of an object that the server does not hold."""

from conformance.authoring import ABSENT_OBJECT, Association, Step, testcase
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal

REFUSALS = {
    DataAccessResult.OBJECT_UNDEFINED,
    DataAccessResult.OBJECT_UNAVAILABLE,
    DataAccessResult.READ_WRITE_DENIED,
    DataAccessResult.OBJECT_CLASS_INCONSISTENT,
}


@testcase(
    "DLMS-GET-003",
    version=1,
    purpose="A GET of an absent object is refused with its cause; the association survives.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-REFUSAL"],
    requires="DLMS.LN and DLMS.GET",
)
def test_get_of_an_absent_object_is_refused(association: Association, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), class_id=1, instance_id=ABSENT_OBJECT, attribute_id=2)

    with step("Ask for attribute 2 of the absent object"):
        response = association.request(request, expect=GetResponseNormal)
        assert response.invoke_id == request.invoke_id

    with step("The answer refuses and names a cause"):
        assert response.refused
        assert response.result != DataAccessResult.SUCCESS

    with step("The association still answers"):
        association.read_logical_device_name()
        step.foreseen(response.result in REFUSALS, f"refused with {response.result!r}")
