"""GET without an association is not served."""

from conformance.authoring import LOGICAL_DEVICE_NAME, NOT_SERVED, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-XDLMS-001",
    version=1,
    purpose="A GET outside any association gets no data; with an association the same GET does.",
    dut=["electricity_meter", "gas_meter"],
    starts="linked",
    covers=["DLMS-XDLMS-NOT-ASSOCIATED"],
    requires="DLMS.LN and DLMS.GET",
)
def test_get_without_association_is_not_served(association: Association, step: Step) -> None:
    with step("An association serves a GET, and is ended"):
        association.open()
        association.read_logical_device_name()
        association.end()

    with step("On a new link, before any AARQ, the same GET is refused or not answered"):
        association.renew_link()
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("A new association serves it again"):
        association.reopen()
        association.read_logical_device_name()
        step.foreseen(answer in NOT_SERVED, "a get-response without an association")
