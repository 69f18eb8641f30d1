"""Objects that answer, and whether the object list says so."""

from conformance.authoring import Association, AttributeDescriptor, Dut, ObisCode, ObjectList, Step, testcase
from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.get import GetRequestNormal, GetResponseNormal

WELL_KNOWN = (
    (1, "0-0:96.1.0.255"),  # device id
    (1, "1-0:0.2.0.255"),  # firmware version
    (3, "1-0:1.7.0.255"),  # imported power
    (3, "1-0:1.8.0.255"),  # imported energy
    (3, "7-0:3.0.0.255"),  # volume of gas
    (7, "0-0:99.98.0.255"),  # event log
    (7, "1-0:99.1.0.255"),  # load profile
    (8, "0-0:1.0.0.255"),  # clock
    (17, "0-0:41.0.0.255"),  # SAP assignment
    (70, "0-0:96.3.10.255"),  # supply switch
)
"""Class and logical name. The logical device name is none of them: GBCS has meters serve it without listing it."""


@testcase(
    "DLMS-OBJ-018",
    version=1,
    purpose="Well-known objects that stand nowhere in the object list do not answer to their logical name either.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-ASSOCIATION-LN"],
    requires="DLMS.LN and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
)
def test_object_list_is_complete(association: Association, dut: Dut, step: Step) -> None:
    with step("Read the object list; some well-known objects are not in it"):
        listed = {known.instance_id for known in ObjectList.read(association)}
        names = [AttributeDescriptor(class_id, ObisCode(name), 1) for class_id, name in WELL_KNOWN]
        unlisted = [name for name in names if name.instance_id not in listed]
        unlisted = [name for name in unlisted if str(name.instance_id) not in dut.do_not_test]
        step.foreseen(unlisted, "every well-known object is in the list")

    with step("Ask each of these for attribute 1: none answers with its logical name"):
        hidden = []
        for name in unlisted:
            answer = association.try_out(GetRequestNormal(association.next_invoke_id(), *name))
            if isinstance(answer, GetResponseNormal) and answer.result == OCTET_STRING(name.instance_id):
                hidden.append(str(name))
            association.ensure_open()
        assert hidden == []

    with step("The association still serves"):
        association.read_logical_device_name()
