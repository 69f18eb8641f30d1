"""ACTION of a method that the class does not have."""

from conformance.authoring import LOGICAL_DEVICE_NAME, REFUSED, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.action import ActionRequestNormal
from conformance.dlms.data_types import INTEGER

NO_METHOD = LOGICAL_DEVICE_NAME._replace(attribute_id=1)  # class Data has no methods


@testcase(
    "DLMS-ACTION-002",
    version=1,
    purpose="An ACTION of a method that the class does not have is refused and has no effect.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-ACTION-REFUSAL"],
    requires="DLMS.LN and DLMS.GET and DLMS.ACTION",
    association="writing",
)
def test_action_of_an_unknown_method_is_refused(association: Association, step: Step) -> None:
    with step("Read the logical device name"):
        name = association.read_logical_device_name()

    with step("Method 1 of that Data object does not succeed"):
        answer = association.try_out(ActionRequestNormal(association.next_invoke_id(), *NO_METHOD, INTEGER(0)))
        assert answer in WITHOUT_SUCCESS

    with step("The name is as before"):
        association.ensure_open()
        assert association.read_logical_device_name() == name

    with step("It was an action-response that refused"):
        step.foreseen(answer in REFUSED, "no action-result")
