"""The objects that every logical device has."""

from conformance.authoring import (
    CURRENT_ASSOCIATION,
    Association,
    AttributeDescriptor,
    ObisCode,
    ObjectList,
    Step,
    testcase,
)

MANDATORY = {
    "the logical device name": AttributeDescriptor(1, ObisCode("0-0:42.0.0.255"), 1),
    "the current association": AttributeDescriptor(15, CURRENT_ASSOCIATION, 1),
}
SAP_ASSIGNMENT = ObisCode("0-0:41.0.0.255")
MANAGEMENT = 1
"""SAP of the management logical device."""


@testcase(
    "DLMS-OBJ-001",
    version=2,
    purpose="The logical device has its name and its current association, and its object list says so.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-MANDATORY"],
    requires="DLMS.LN and DLMS.GET",
)
def test_mandatory_objects(association: Association, step: Step) -> None:
    with step("The logical device name can be read"):
        association.read_logical_device_name()

    for what, logical_name in MANDATORY.items():
        with step(f"Attribute 1 of {what} is its logical name, where this client may read it"):
            assert association.read_permitted(logical_name).value == logical_name.instance_id

    with step("The object list holds both"):
        objects = ObjectList.read(association)
        missing = [what for what, name in MANDATORY.items() if objects.find(name.class_id, name.instance_id) is None]
        assert missing == []

    if association.credentials.server_sap == MANAGEMENT:
        with step("A management logical device lists the SAP assignment, unless it is the only one in the meter"):
            step.foreseen(objects.find(17, SAP_ASSIGNMENT), "the object list holds no SAP assignment")
