"""How a case sees that the DUT still serves, whatever is wrong above the link layers, or that it was really off."""

from conformance.dlms.get import GetRequestNormal, GetResponseNormal
from conformance.steps import Step
from conformance.tester.answers import WITHOUT_SUCCESS
from conformance.tester.association import LOGICAL_DEVICE_NAME, Association
from conformance.tester.controls import Controls


def expect_sign_of_life(association: Association, step: Step) -> None:
    """A GET of the logical device name is answered, with the name or without.

    That the name can be read, and that the answer repeats the invoke-id, are
    rules of other cases; an answer that may be an old one decides nothing here.
    """
    request = GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME)
    response = association.request(request, expect=GetResponseNormal)
    step.foreseen(response.invoke_id == request.invoke_id, "the answer carries another invoke-id than the request")


def cut_power(association: Association, controls: Controls, step: Step) -> None:
    """The power goes and comes back; the association has to be opened again.

    INCONCLUSIVE if nothing shows that it went: a control that does nothing would
    let pass whatever a case looks at afterwards.
    """
    controls.power_cycle()
    if not association.link.is_closed:
        answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *LOGICAL_DEVICE_NAME))
        text = "the association outlasts the power cycle: see whether power_cycle cuts the power"
        step.foreseen(answer in WITHOUT_SUCCESS, text)
