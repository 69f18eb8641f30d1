"""How a case of the link layers sees that the DUT still serves, whatever is wrong above them."""

from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.steps import Step
from conformance.tester.association import LOGICAL_DEVICE_NAME, Association


def expect_sign_of_life(association: Association, step: Step) -> None:
    """A GET of the logical device name is answered, with the name or without.

    That the name can be read, and that the answer repeats the invoke-id, are
    rules of other cases; an answer that may be an old one decides nothing here.
    """
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME)
    response = association.request(request, expect=GetResponseNormal)
    step.foreseen(response.invoke_id == request.invoke_id, "the answer carries another invoke-id than the request")
