"""SET right behind a release, and right behind a refused AARQ."""

from conformance.authoring import (
    NOT_ACCEPTED,
    NOT_SERVED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
    varied,
    writable_data,
)
from conformance.dlms.acse import COSEM_PREFIX
from conformance.dlms.set import SetRequestNormal

UNASSIGNED_CONTEXT = COSEM_PREFIX + bytes((1, 127))


@testcase(
    "DLMS-XDLMS-016",
    version=1,
    purpose="A SET right behind a release or a refused AARQ, on the same link, does not succeed and changes nothing.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-XDLMS-NOT-ASSOCIATED"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_set_behind_release_and_refusal(association: Association, step: Step) -> None:
    with step("Write another value to an attribute, and read it: it is the new value"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        step.foreseen(not association.set(attribute, varied(old)).refused, "this other value is refused")
        step.foreseen(association.read(attribute) == varied(old), "the attribute keeps its old value")
        request = SetRequestNormal(association.next_invoke_id(), *attribute, access_selection=None, value=old)

    with step("The association is ended; a SET of the old value does not succeed"):
        association.end()
        released = association.try_out(request)
        assert released in WITHOUT_SUCCESS

    with step("A new association reads the value as before"):
        association.reopen()
        assert association.read(attribute) == varied(old)

    with step("It is ended, and an AARQ for an unassigned context is refused"):
        association.end()
        aarq = association.aarq()
        aarq.application_context_name = UNASSIGNED_CONTEXT
        step.foreseen(association.offer(aarq) in NOT_ACCEPTED, "the AARQ that was to be refused is accepted")

    with step("The same SET does not succeed, and the value is as before"):
        refused = association.try_out(request)
        assert refused in WITHOUT_SUCCESS
        association.reopen()
        assert association.read(attribute) == varied(old)
        step.foreseen(released in NOT_SERVED and refused in NOT_SERVED, "a set-response without an association")
