"""RLRQ is answered by RLRE and ends the association."""

from conformance.authoring import LOGICAL_DEVICE_NAME, NOT_SERVED, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.acse import ReleaseResponseReason
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-ACSE-011",
    version=1,
    purpose="RLRQ is answered by RLRE with reason normal; from then on nothing is served until the next AARQ.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ACSE-RELEASE"],
    requires="DLMS.LN and DLMS.GET and DLMS.RELEASE",
)
def test_release_ends_the_association(association: Association, step: Step) -> None:
    with step("The association serves a GET"):
        association.read_logical_device_name()

    with step("RLRQ is answered by RLRE; its reason is normal, or left out"):
        rlre = association.release()
        assert rlre.reason in (ReleaseResponseReason.NORMAL, None)

    with step("The same GET is not served any more"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("An AARQ opens the next association, which serves"):
        association.reopen()
        association.read_logical_device_name()
        step.foreseen(answer in NOT_SERVED, "a get-response without an association")
