"""An association does not outlive the link below it."""

from conformance.authoring import LOGICAL_DEVICE_NAME, NOT_SERVED, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-XDLMS-008",
    version=1,
    purpose="When the TCP connection or the HDLC connection ends, the association ends with it.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-NOT-ASSOCIATED"],
    requires="DLMS.LN and DLMS.GET and (LINK.STREAM or LINK.HDLC)",
)
def test_association_ends_with_its_link(association: Association, step: Step) -> None:
    with step("The association serves a GET; then its connection is closed without RLRQ"):
        association.read_logical_device_name()
        association.renew_link()

    with step("On a new connection the same GET is not served"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("A new association serves it"):
        association.reopen()
        association.read_logical_device_name()
        step.foreseen(answer in NOT_SERVED, "a get-response without an association")
