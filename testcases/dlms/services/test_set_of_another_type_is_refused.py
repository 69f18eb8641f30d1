"""SET with a value of another type than the attribute's."""

from conformance.authoring import REFUSED, WITHOUT_SUCCESS, Association, Step, testcase, varied, writable_data
from conformance.dlms.data_types import OCTET_STRING, STRINGS, UNSIGNED, structure
from conformance.dlms.set import SetRequestNormal

# The attribute holds a string or a number, see `varied`.
STRUCTURE, NUMBER, TEXT = structure(UNSIGNED(1), UNSIGNED(2)), UNSIGNED(1), OCTET_STRING(b"\x01")


@testcase(
    "DLMS-SET-003",
    version=2,
    purpose="A SET with a structure, or with a number for a string or the reverse, is refused and changes nothing.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-TYPE"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET",
    association="writing",
)
def test_set_of_another_type_is_refused(association: Association, step: Step) -> None:
    with step("Write another value to an attribute of a simple type, and read it: it is the new value"):
        attribute = writable_data(association)
        value = varied(association.preserve(attribute))
        step.foreseen(not association.set(attribute, value).refused, "this other value is refused")
        step.foreseen(association.read(attribute) == value, "the attribute keeps its old value")

    answers = []
    for other in (STRUCTURE, NUMBER if value.type in STRINGS else TEXT):
        with step(f"A SET with {other.type} does not succeed"):
            request = SetRequestNormal(association.next_invoke_id(), *attribute, access_selection=None, value=other)
            answers.append(association.try_out(request))
            assert answers[-1] in WITHOUT_SUCCESS

        with step("The value is as before"):
            association.reopen()
            assert association.read(attribute) == value

    with step("It was a set-response that refused"):
        step.foreseen(all(answer in REFUSED for answer in answers), "no data-access-result")
