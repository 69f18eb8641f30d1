"""GET of an object that the server does not hold."""

from conformance.authoring import ABSENT_OBJECT, REFUSED, WITHOUT_SUCCESS, Association, Step, testcase, the_one
from conformance.dlms.get import DataAccessResult, GetRequestNormal, GetResponseNormal

REFUSALS = {
    DataAccessResult.OBJECT_UNDEFINED,
    DataAccessResult.OBJECT_UNAVAILABLE,
    DataAccessResult.READ_WRITE_DENIED,
    DataAccessResult.OBJECT_CLASS_INCONSISTENT,
}


@testcase(
    "DLMS-GET-003",
    version=2,
    purpose="A GET of an absent object is refused with its cause, and the DUT goes on serving.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-REFUSAL"],
    requires="DLMS.LN and DLMS.GET",
)
def test_get_of_an_absent_object_is_refused(association: Association, step: Step) -> None:
    request = GetRequestNormal(association.next_invoke_id(), class_id=1, instance_id=ABSENT_OBJECT, attribute_id=2)

    with step("Asking for attribute 2 of the absent object brings no data"):
        answer = association.try_out(request)
        assert answer in WITHOUT_SUCCESS

    with step("The DUT still serves"):
        association.ensure_open()
        association.read_logical_device_name()

    with step("It was a get-response that refused, and named a cause"):
        step.foreseen(answer in REFUSED, "no data-access-result")
        response = the_one(answer, GetResponseNormal)
        step.foreseen(response.result in REFUSALS, f"refused with {response.result!r}")
