"""The objects that the object list names."""

from conformance.authoring import DENIALS, Association, Dut, ObjectList, Step, testcase
from conformance.dlms.data_types import Data

SAMPLE = 24


@testcase(
    "DLMS-OBJ-003",
    version=3,
    purpose="Objects in the object list are there: attribute 1 of each is its logical name.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-ASSOCIATION-LN"],
    requires="DLMS.LN and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
)
def test_listed_objects_are_there(association: Association, dut: Dut, step: Step) -> None:
    with step("Read the object list; it holds objects whose logical name may be read"):
        objects = ObjectList.read(association)
        listed_objects = [
            listed
            for listed in objects.sample(SAMPLE)
            if objects.is_readable(listed.attributes.get(1, 0)) and str(listed.instance_id) not in dut.do_not_test
        ]
        step.foreseen(listed_objects, "the object list lets no logical name be read")

    with step(f"Attribute 1 of at most {SAMPLE} objects from all over the list is what the list says"):
        for listed in listed_objects:
            answer = association.try_read(listed.attribute(1))
            assert getattr(answer, "result", None) not in DENIALS, str(listed)
            name = answer.value if isinstance(answer, Data) else None
            step.foreseen(name is not None, f"{listed}: GET of its logical name is not served now")
            assert name == listed.instance_id, f"attribute 1 of {listed}"
