"""GET of an attribute that the class does not have."""

from conformance.authoring import Association, ObisCode, Step, testcase
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal

DATA_CLASS = 1
NAME = ObisCode("0-0:42.0.0.255")
ABSENT_ATTRIBUTES = (3, 100)  # class Data has two attributes; a manufacturer's own have negative numbers


@testcase(
    "DLMS-GET-004",
    version=1,
    purpose="A GET of attribute 3 or 100 of an object with two attributes is refused, whatever the cause is called.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-ATTRIBUTE"],
    requires="DLMS.LN and DLMS.GET",
)
def test_get_of_an_absent_attribute(association: Association, step: Step) -> None:
    with step("Attribute 2 of the logical device name can be read"):
        association.read_logical_device_name()

    for number in ABSENT_ATTRIBUTES:
        with step(f"Attribute {number} cannot: the get-response carries a data-access-result"):
            request = GetRequestNormal(association.next_invoke_id(), DATA_CLASS, NAME, number)
            response = association.request(request, expect=GetResponseNormal)
            assert response.refused
            assert response.result != DataAccessResult.SUCCESS

    with step("The association still serves"):
        association.read_logical_device_name()
