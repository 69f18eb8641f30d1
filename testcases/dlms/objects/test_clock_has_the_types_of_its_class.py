"""The attributes of the clock."""

from conformance.authoring import CLOCK, Association, AttributeDescriptor, Step, testcase
from conformance.dlms.interface_classes.clock import CLOCK as CLOCK_CLASS


@testcase(
    "DLMS-OBJ-010",
    version=2,
    purpose="Every attribute of the clock is read with a type and a value that the interface class gives it.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-GET-NORMAL"],
    requires="DLMS.LN and DLMS.GET and COSEM.CLOCK",
)
def test_clock_has_the_types_of_its_class(association: Association, step: Step) -> None:
    for attribute in CLOCK_CLASS.attributes:
        with step(f"Read attribute {attribute.number}, {attribute.name}: {attribute.schema}"):
            data = association.read_permitted(AttributeDescriptor(CLOCK_CLASS.class_id, CLOCK, attribute.number))
            violations = attribute.check(data)
            assert violations == []
