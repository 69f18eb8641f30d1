"""SET of an object that the server does not hold."""

from conformance.authoring import ABSENT_OBJECT, REFUSED, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.data_types import UNSIGNED
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.set import SetRequestNormal


@testcase(
    "DLMS-SET-002",
    version=2,
    purpose="A SET of an absent object is refused, and does not make the object.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-REFUSAL", "DLMS-XDLMS-INVOKE-ID"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_set_of_an_absent_object_is_refused(association: Association, step: Step) -> None:
    with step("The object is absent: GET of its attribute 2 is refused"):
        get = GetRequestNormal(association.next_invoke_id(), 1, ABSENT_OBJECT, 2)
        step.foreseen(association.try_out(get) in REFUSED, f"{ABSENT_OBJECT} is there, or GET of it is not answered")

    with step("SET of its attribute 2 does not succeed"):
        request = SetRequestNormal(association.next_invoke_id(), 1, ABSENT_OBJECT, 2, None, UNSIGNED(0))
        answer = association.try_out(request)
        assert answer in WITHOUT_SUCCESS

    with step("The object is still absent, and the association serves"):
        assert association.try_out(get) in REFUSED
        association.read_logical_device_name()

    with step("It was a set-response that refused"):
        step.foreseen(answer in REFUSED, "no data-access-result")
