"""GET without an association is not served."""

from conformance.authoring import Association, Step, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.service_error import ConfirmedServiceError, ExceptionResponse
from conformance.tester.association import LOGICAL_DEVICE_NAME


@testcase(
    "DLMS-XDLMS-001",
    version=1,
    purpose="A GET outside any association gets no data; with an association the same GET does.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-NOT-ASSOCIATED"],
    requires="DLMS.LN and DLMS.GET and DLMS.RELEASE",
)
def test_get_without_association_is_not_served(association: Association, step: Step) -> None:
    with step("Inside the association the name can be read"):
        association.read_logical_device_name()

    with step("After RLRQ and RLRE the same GET is refused or not answered"):
        association.release()
        association.send(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        answer = association.receive_or_silence()
        assert answer is None or isinstance(answer, ExceptionResponse | ConfirmedServiceError)

    with step("A new association serves it again"):
        association.reopen()
        association.read_logical_device_name()
