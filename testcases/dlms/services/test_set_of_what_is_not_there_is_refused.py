"""SET of an attribute that the class does not have, and under another class."""

from conformance.authoring import (
    REFUSED,
    WITHOUT_SUCCESS,
    Association,
    Step,
    testcase,
    varied,
    writable_data,
)
from conformance.dlms.set import SetRequestNormal

ABSENT, REGISTER_CLASS = 3, 3  # class Data has two attributes


@testcase(
    "DLMS-SET-007",
    version=2,
    purpose="A SET of attribute 3 of a Data object is refused, and so is one of a Data object as a Register.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-REFUSAL"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_set_of_what_is_not_there_is_refused(association: Association, step: Step) -> None:
    with step("Write another value to an attribute, and read it: it is the new value"):
        attribute = writable_data(association)
        old = association.preserve(attribute)
        step.foreseen(not association.set(attribute, varied(old)).refused, "this other value is refused")
        step.foreseen(association.read(attribute) == varied(old), "the attribute keeps its old value")

    with step("A SET of the old value, to attribute 3 of the same object, does not succeed"):
        no_attribute = attribute._replace(attribute_id=ABSENT)
        absent = association.try_out(SetRequestNormal(association.next_invoke_id(), *no_attribute, None, old))
        assert absent in WITHOUT_SUCCESS

    with step("A SET of the old value, to the attribute as if it were a Register's, does not succeed"):
        association.ensure_open()
        register = attribute._replace(class_id=REGISTER_CLASS)
        other = association.try_out(SetRequestNormal(association.next_invoke_id(), *register, None, old))
        assert other in WITHOUT_SUCCESS

    with step("The value is as before; both times it was a set-response that refused"):
        association.reopen()
        assert association.read(attribute) == varied(old)
        step.foreseen(absent in REFUSED and other in REFUSED, "no data-access-result")
