"""GET whose class does not fit the logical name."""

from conformance.authoring import REFUSED, WITHOUT_SUCCESS, Association, ObisCode, Step, testcase, the_one
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal

REGISTER_CLASS = 3
NAME = ObisCode("0-0:42.0.0.255")  # an object of class Data
REFUSALS = (DataAccessResult.OBJECT_CLASS_INCONSISTENT, DataAccessResult.OBJECT_UNDEFINED)


@testcase(
    "DLMS-GET-002",
    version=2,
    purpose="A GET that asks for the logical device name as a Register is refused.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-CLASS"],
    requires="DLMS.LN and DLMS.GET",
)
def test_get_with_another_class(association: Association, step: Step) -> None:
    with step("As an object of class Data it can be read"):
        association.read_logical_device_name()

    with step("As a Register it cannot"):
        request = GetRequestNormal(association.next_invoke_id(), REGISTER_CLASS, NAME, 2)
        answer = association.try_out(request)
        assert answer in WITHOUT_SUCCESS

    with step("The DUT still serves"):
        association.ensure_open()
        association.read_logical_device_name()

    with step("It was a get-response that refused, and named the class or the object"):
        step.foreseen(answer in REFUSED, "no data-access-result")
        response = the_one(answer, GetResponseNormal)
        step.foreseen(response.result in REFUSALS, f"refused with {response.result!r}")
