"""A service that the server has but the association does not."""

from conformance.authoring import LOGICAL_DEVICE_NAME, NOT_SERVED, WITHOUT_SUCCESS, Association, Step, testcase
from conformance.dlms.get import GetRequestNormal
from conformance.dlms.initiate import Conformance


@testcase(
    "DLMS-XDLMS-004",
    version=1,
    purpose="In an association without GET in its conformance block no GET is served.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-UNKNOWN-SERVICE"],
    requires="DLMS.LN and DLMS.GET and (DLMS.SET or DLMS.ACTION)",
    association="writing",
)
def test_service_that_was_not_negotiated(association: Association, step: Step) -> None:
    with step("With GET negotiated the name can be read; the association is ended"):
        association.read_logical_device_name()
        association.end()

    with step("An association is proposed for SET and ACTION alone"):
        initiate = association.initiate_request(proposed_conformance=Conformance.SET | Conformance.ACTION)
        aare = association.request_association(association.aarq(initiate))
        step.foreseen(aare.accepted and association.negotiated is not None, "an association without GET is refused")
        assert association.negotiated is not None
        assert Conformance.GET not in association.negotiated.negotiated_conformance

    with step("In it the name cannot be read"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("With GET negotiated it can"):
        association.reopen()
        association.read_logical_device_name()
        step.foreseen(answer in NOT_SERVED, "a get-response although GET was not negotiated")
