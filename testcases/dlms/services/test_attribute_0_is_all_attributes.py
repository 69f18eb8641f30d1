"""GET of attribute 0 where that was negotiated."""

from conformance.authoring import LOGICAL_DEVICE_NAME, Association, Step, testcase
from conformance.dlms.data_types import STRUCTURE
from conformance.dlms.initiate import Conformance

LOGICAL_NAME = LOGICAL_DEVICE_NAME._replace(attribute_id=1)
ALL_ATTRIBUTES = LOGICAL_DEVICE_NAME._replace(attribute_id=0)


@testcase(
    "DLMS-GET-005",
    version=2,
    purpose="With attribute 0 negotiated, GET of it gives all attributes of the object, as read one by one.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-ATTRIBUTE-0"],
    requires="DLMS.LN and DLMS.GET and DLMS.ATTRIBUTE_0_GET",
)
def test_attribute_0_is_all_attributes(association: Association, step: Step) -> None:
    with step("GET of attribute 0 has been negotiated"):
        assert association.negotiated is not None
        negotiated = association.negotiated.negotiated_conformance
        step.foreseen(
            Conformance.ATTRIBUTE_0_WITH_GET in negotiated, "attribute 0 is not negotiated in this association"
        )

    with step("Both attributes of the logical device name are read one by one"):
        one_by_one = [association.read_permitted(LOGICAL_NAME), association.read_permitted(LOGICAL_DEVICE_NAME)]

    with step("Attribute 0 is a structure of exactly these two"):
        together = association.read(ALL_ATTRIBUTES)
        assert together.type.tag == STRUCTURE
        assert list(together) == one_by_one
