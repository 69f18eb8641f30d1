"""SET without an association, and in one that has not negotiated SET."""

from conformance.authoring import (
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
    varied,
    writable_data,
)
from conformance.dlms.initiate import Conformance
from conformance.dlms.set import SetRequestNormal

NOT_ASSOCIATED, NOT_NEGOTIATED = "DLMS-XDLMS-NOT-ASSOCIATED", "DLMS-XDLMS-UNKNOWN-SERVICE"


@testcase(
    "DLMS-XDLMS-011",
    version=2,
    purpose="A SET outside any association, or in one without SET, does not succeed and changes nothing.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=[NOT_ASSOCIATED, NOT_NEGOTIATED],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_set_needs_association_and_negotiation(association: Association, step: Step) -> None:
    with step("Write another value to an attribute, and read it: it is the new value"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        step.foreseen(not association.set(attribute, varied(old)).refused, "this other value is refused")
        step.foreseen(association.read(attribute) == varied(old), "the attribute keeps its old value")
        request = SetRequestNormal(association.next_invoke_id(), *attribute, access_selection=None, value=old)

    with step("After a release, and on a new link, a SET of the old value does not succeed", rule=NOT_ASSOCIATED):
        association.end()
        association.renew_link()
        outside = association.try_out(request)
        assert outside in WITHOUT_SUCCESS

    with step("With GET alone negotiated the value is as before", rule=NOT_ASSOCIATED):
        association.renew_link()
        initiate = association.initiate_request(proposed_conformance=Conformance.GET)
        step.foreseen(association.request_association(association.aarq(initiate)).accepted, "GET alone is refused")
        assert association.read(attribute) == varied(old)

    with step("There the same SET does not succeed, and the value is as before", rule=NOT_NEGOTIATED):
        inside = association.try_out(request)
        assert inside in WITHOUT_SUCCESS
        association.reopen()
        assert association.read(attribute) == varied(old)
        step.foreseen(outside in NOT_SERVED and inside in NOT_SERVED, "a set-response where SET is not available")
