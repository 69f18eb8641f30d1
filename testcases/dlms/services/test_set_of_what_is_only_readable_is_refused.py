"""SET of attributes that the object list calls read-only."""

from conformance.authoring import REFUSED, WITHOUT_SUCCESS, Association, Dut, ObjectList, Step, set_as_read, testcase
from conformance.dlms.data_types import Data

SAMPLE = 12
CLASSES = (1, 3, 8, 70)
"""Classes whose attributes are short: Data, Register, Clock, Disconnect control."""


@testcase(
    "DLMS-SET-006",
    version=2,
    purpose="A SET of an attribute that the object list calls read-only is refused, even with the value that it has.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="writes",
    covers=["DLMS-SET-REFUSAL", "DLMS-ACCESS-RIGHTS"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and COSEM.CURRENT_ASSOCIATION",
    association="writing",
)
def test_set_of_what_is_only_readable_is_refused(association: Association, dut: Dut, step: Step) -> None:
    with step("The object list calls some attributes readable and not writable"):
        objects = ObjectList.read(association)
        known = [
            listed.attribute(number)
            for listed in objects
            for number, mode in listed.attributes.items()
            if listed.class_id in CLASSES and number > 1 and str(listed.instance_id) not in dut.do_not_test
            if objects.is_readable(mode) and objects.is_unwritable(mode)
        ]
        step.foreseen(known, "the object list calls nothing read-only")

    answers = []
    for attribute in known[:: max(1, -(-len(known) // SAMPLE))]:
        with step(f"A SET of {attribute} with the value just read does not succeed"):
            association.ensure_open()
            value = association.try_read(attribute)
            if isinstance(value, Data):
                answers.append(set_as_read(association, attribute, value))
                assert answers[-1] in WITHOUT_SUCCESS

    with step("The DUT still serves; set-responses refused"):
        association.ensure_open()
        association.read_logical_device_name()
        step.foreseen(all(answer in REFUSED for answer in answers), "no data-access-result")
