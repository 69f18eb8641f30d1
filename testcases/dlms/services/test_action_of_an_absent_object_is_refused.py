"""ACTION of an object that the server does not hold."""

from conformance.authoring import ABSENT_OBJECT, REFUSED, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.data_types import INTEGER

REGISTER_CLASS, RESET = 3, 1


@testcase(
    "DLMS-ACTION-003",
    version=2,
    purpose="An ACTION of an absent object is refused; the association survives.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-ACTION-REFUSAL", "DLMS-XDLMS-INVOKE-ID"],
    requires="DLMS.LN and DLMS.GET and DLMS.ACTION",
    association="writing",
)
def test_action_of_an_absent_object_is_refused(association: Association, step: Step) -> None:
    with step("The association serves a GET"):
        association.read_logical_device_name()

    with step("Resetting a register that is not there does not succeed"):
        request = ActionRequestNormal(association.next_invoke_id(), REGISTER_CLASS, ABSENT_OBJECT, RESET, INTEGER(0))
        answer = association.try_out(request)
        assert answer in WITHOUT_SUCCESS

    with step("The DUT serves as before"):
        association.ensure_open()
        association.read_logical_device_name()

    with step("It was an action-response that refused"):
        step.foreseen(answer in REFUSED, "no action-result")
