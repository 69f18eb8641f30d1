"""GET whose class does not fit the logical name."""

from conformance.authoring import Association, ObisCode, Step, testcase
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal

REGISTER_CLASS = 3
NAME = ObisCode("0-0:42.0.0.255")  # an object of class Data
REFUSALS = (DataAccessResult.OBJECT_CLASS_INCONSISTENT, DataAccessResult.OBJECT_UNDEFINED)


@testcase(
    "DLMS-GET-002",
    version=1,
    purpose="A GET that asks for the logical device name as a Register is refused.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-CLASS"],
    requires="DLMS.LN and DLMS.GET",
)
def test_get_with_another_class(association: Association, step: Step) -> None:
    with step("As an object of class Data it can be read"):
        association.read_logical_device_name()

    with step("As a Register it cannot: the get-response carries a data-access-result"):
        request = GetRequestNormal(association.next_invoke_id(), REGISTER_CLASS, NAME, 2)
        response = association.request(request, expect=GetResponseNormal)
        assert response.refused
        assert response.result != DataAccessResult.SUCCESS

    with step("The association still serves; the result names the class or the object"):
        association.read_logical_device_name()
        step.foreseen(response.result in REFUSALS, f"refused with {response.result!r}")
