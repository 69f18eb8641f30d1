"""A client that proposes no service at all."""

from conformance.authoring import ACCEPTED, NOT_ACCEPTED, Association, Step, refusal_reason, refusing_aare, testcase
from conformance.dlms.initiate import Conformance
from conformance.dlms.service_error import ConfirmedService, ConfirmedServiceError, ErrorClass, InitiateError

NOTHING = Conformance(0)
INCOMPATIBLE = ConfirmedServiceError(
    ConfirmedService.INITIATE_ERROR, ErrorClass.INITIATE, InitiateError.INCOMPATIBLE_CONFORMANCE
)


@testcase(
    "DLMS-INIT-003",
    version=2,
    purpose="A proposal without any service is refused as incompatible, and never opens an association with services.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-INITIATE-CONFORMANCE"],
    requires="DLMS.LN",
    association="public",
)
def test_empty_conformance_is_refused(association: Association, step: Step) -> None:
    with step("With the usual proposal the association serves a GET; it is ended"):
        association.read_logical_device_name()
        association.end()

    with step("Propose nothing; if that is accepted, nothing is negotiated, as some meters do"):
        initiate = association.initiate_request(proposed_conformance=NOTHING)
        answer = association.offer(association.aarq(initiate))
        if answer in ACCEPTED and association.negotiated is not None:
            assert association.negotiated.negotiated_conformance == NOTHING
        step.foreseen(answer in NOT_ACCEPTED, "accepted with an empty conformance block")
        assert answer in NOT_ACCEPTED

    with step("The usual proposal is accepted as before"):
        association.reopen()
        association.read_logical_device_name()

    with step("It was an AARE whose user-information is the initiate error incompatible-conformance"):
        reason = refusal_reason(refusing_aare(answer))
        step.foreseen(isinstance(reason, ConfirmedServiceError), "the AARE refuses without a confirmedServiceError")
        assert reason == INCOMPATIBLE
