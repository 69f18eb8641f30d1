"""GET of an attribute that the class does not have."""

from conformance.authoring import REFUSED, WITHOUT_SUCCESS, Association, ObisCode, Step, testcase
from conformance.dlms.get import GetRequestNormal

DATA_CLASS = 1
NAME = ObisCode("0-0:42.0.0.255")
ABSENT_ATTRIBUTES = (3, 100)  # class Data has two attributes; a manufacturer's own have negative numbers


@testcase(
    "DLMS-GET-004",
    version=2,
    purpose="A GET of attribute 3 or 100 of an object with two attributes is refused, whatever the cause is called.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-ATTRIBUTE"],
    requires="DLMS.LN and DLMS.GET",
)
def test_get_of_an_absent_attribute(association: Association, step: Step) -> None:
    with step("Attribute 2 of the logical device name can be read"):
        association.read_logical_device_name()

    answers = []
    for number in ABSENT_ATTRIBUTES:
        with step(f"Attribute {number} cannot"):
            request = GetRequestNormal(association.next_invoke_id(), DATA_CLASS, NAME, number)
            answers.append(association.try_out(request))
            assert answers[-1] in WITHOUT_SUCCESS
            association.ensure_open()

    with step("The DUT still serves; both times a get-response refused"):
        association.read_logical_device_name()
        step.foreseen(all(answer in REFUSED for answer in answers), "no data-access-result")
