"""GET after a refused AARQ."""

from conformance.authoring import (
    LOGICAL_DEVICE_NAME,
    NOT_ACCEPTED,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
)
from conformance.dlms.acse import COSEM_PREFIX
from conformance.dlms.get import GetRequestNormal

UNASSIGNED_CONTEXT = COSEM_PREFIX + bytes((1, 127))


@testcase(
    "DLMS-XDLMS-002",
    version=1,
    purpose="An AARQ that is refused opens nothing: a GET right behind it gets no data.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-XDLMS-NOT-ASSOCIATED"],
    requires="DLMS.LN and DLMS.GET",
    association="public",
)
def test_nothing_is_served_after_a_refusal(association: Association, step: Step) -> None:
    with step("Inside the association the name can be read; the association is ended"):
        association.read_logical_device_name()
        association.end()

    with step("An AARQ for an unassigned context is refused"):
        aarq = association.aarq()
        aarq.application_context_name = UNASSIGNED_CONTEXT
        refusal = association.offer(aarq)
        step.foreseen(refusal in NOT_ACCEPTED, "the AARQ that was to be refused is accepted")

    with step("The name cannot be read now"):
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        assert answer in WITHOUT_SUCCESS

    with step("The usual AARQ opens an association, which serves"):
        association.reopen()
        association.read_logical_device_name()
        step.foreseen(answer in NOT_SERVED, "a get-response without an association")
