"""SET by a client that may not write."""

from conformance.authoring import WITHOUT_SUCCESS, Association, ObjectList, Step, testcase, varied, writable_data
from conformance.dlms.set import SetRequestNormal


@testcase(
    "DLMS-SET-005",
    version=1,
    purpose="What one client may write, another whose object list does not say so cannot.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-ACCESS-RIGHTS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_set_by_a_client_without_right(association: Association, step: Step) -> None:
    with step("The client that may write writes another value, and reads it"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        step.foreseen(not association.set(attribute, varied(old)).refused, "this other value is refused")
        step.foreseen(association.read(attribute) == varied(old), "the attribute keeps its old value")

    with association.another(association.reader()) as other:
        with step("The other client is served, and its object list does not call the attribute writable"):
            other.read_logical_device_name()
            objects = ObjectList.read(other)
            listed = objects.find(attribute.class_id, attribute.instance_id)
            mode = 0 if listed is None else listed.attributes.get(attribute.attribute_id, 0)
            step.foreseen(not objects.is_writable(mode), "this client may write it, too")

        with step("A SET of the old value does not succeed"):
            request = SetRequestNormal(other.next_invoke_id(), *attribute, access_selection=None, value=old)
            answer = other.try_out(request)
            assert answer in WITHOUT_SUCCESS

    with step("The client that may write finds its own value"):
        association.reopen()
        assert association.read(attribute) == varied(old)
        step.foreseen(answer is not None, "the SET without right got no answer")
