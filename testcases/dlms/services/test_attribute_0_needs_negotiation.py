"""GET of attribute 0 where that was not negotiated."""

from conformance.authoring import LOGICAL_DEVICE_NAME, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.initiate import Conformance

ALL_ATTRIBUTES = LOGICAL_DEVICE_NAME._replace(attribute_id=0)


@testcase(
    "DLMS-GET-006",
    version=1,
    purpose="Without its bit in the conformance block, attribute 0 is not served.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ATTRIBUTE-0"],
    requires="DLMS.LN and DLMS.GET",
)
def test_attribute_0_needs_negotiation(association: Association, step: Step) -> None:
    with step("An association with GET alone serves a GET of attribute 2"):
        association.end()
        initiate = association.initiate_request(proposed_conformance=Conformance.GET)
        step.foreseen(association.request_association(association.aarq(initiate)).accepted, "GET alone is refused")
        association.read_logical_device_name()

    with step("GET of attribute 0 of the same object gets no data"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *ALL_ATTRIBUTES))
        assert answer in WITHOUT_SUCCESS

    with step("The DUT serves attribute 2 again, in a new association at the latest"):
        association.reopen()
        association.read_logical_device_name()
        step.foreseen(answer is not None, "the GET of attribute 0 got no answer")
