"""The SAP assignment."""

from conformance.authoring import Association, AttributeDescriptor, ObisCode, Step, testcase
from conformance.dlms.data_types import ARRAY, STRUCTURE

SAP_ASSIGNMENT_LIST = AttributeDescriptor(17, ObisCode("0-0:41.0.0.255"), 2)
TYPES = (["long-unsigned", "octet-string"], ["long-unsigned", "visible-string"])


@testcase(
    "DLMS-OBJ-005",
    version=1,
    purpose="The SAP assignment lists every logical device once, this one with the name that it gives itself.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-SAP"],
    requires="DLMS.LN and DLMS.GET and COSEM.SAP_ASSIGNMENT",
)
def test_sap_assignment(association: Association, step: Step) -> None:
    with step("Read the list: every element is a SAP and a name"):
        data = association.read_permitted(SAP_ASSIGNMENT_LIST)
        assert data.type.tag == ARRAY
        assert len(data) >= 1
        for element in data:
            assert element.type.tag == STRUCTURE
            assert [member.type.name for member in element] in TYPES

    with step("No SAP and no name stands in it twice"):
        saps, names = zip(*data.value, strict=True)
        saps_twice = sorted({sap for sap in saps if saps.count(sap) > 1})
        assert saps_twice == []
        names_twice = sorted({name for name in names if names.count(name) > 1})
        assert names_twice == []

    with step("The name under the SAP of this logical device is its logical device name"):
        assert association.credentials.server_sap in saps
        own = names[saps.index(association.credentials.server_sap)]
        assert own == association.read_logical_device_name()
