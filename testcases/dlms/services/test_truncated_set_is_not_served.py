"""SET whose value ends too soon."""

from conformance.authoring import WITHOUT_SUCCESS, Association, Step, testcase, varied, writable_data
from conformance.dlms.set import SetRequestNormal


@testcase(
    "DLMS-XDLMS-010",
    version=1,
    purpose="A SET whose value lacks its last octet does not succeed and changes nothing.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-XDLMS-TRUNCATED"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_truncated_set_is_not_served(association: Association, step: Step) -> None:
    with step("Write another value to an attribute, and read it: it is the new value"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        step.foreseen(not association.set(attribute, varied(old)).refused, "this other value is refused")
        step.foreseen(association.read(attribute) == varied(old), "the attribute keeps its old value")

    with step("A SET of the old value without its last octet does not succeed; hanging up is right as well"):
        request = SetRequestNormal(association.next_invoke_id(), *attribute, access_selection=None, value=old)
        assert association.try_out(request.encode()[:-1]) in WITHOUT_SUCCESS

    with step("The value is as before"):
        association.reopen()
        assert association.read(attribute) == varied(old)
