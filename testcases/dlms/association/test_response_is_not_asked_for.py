"""A client that asks for no answer to its InitiateRequest."""

from conformance.authoring import (
    AARQ_ANSWERS,
    ACCEPTED,
    LOGICAL_DEVICE_NAME,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
)
from conformance.dlms.get import GetRequestNormal


@testcase(
    "DLMS-INIT-007",
    version=1,
    purpose="response-allowed FALSE gets no AARE, or a true one, and is forgotten with the next AARQ.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-INITIATE-RESPONSE-ALLOWED"],
    requires="DLMS.LN and DLMS.GET",
    association="public",
)
def test_response_is_not_asked_for(association: Association, step: Step) -> None:
    with step("With response-allowed TRUE, written out, the AARQ is accepted, and the name can be read"):
        association.end()
        explicit = association.aarq(association.initiate_request(response_allowed=True))
        assert association.request_association(explicit).accepted
        name = association.read_logical_device_name()

    with step("With response-allowed FALSE it is answered as an AARQ may be, or not at all"):
        association.end()
        answer = association.offer(association.aarq(association.initiate_request(response_allowed=False)))
        assert answer in AARQ_ANSWERS

    with step("What an AARE says holds: the name can be read, or cannot; without an AARE both may be"):
        response = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        is_served = response not in WITHOUT_SUCCESS
        assert answer is None or is_served == (answer in ACCEPTED)

    with step("The usual AARQ is answered by an AARE again, and the name can be read"):
        association.reopen()
        assert association.read_logical_device_name() == name
