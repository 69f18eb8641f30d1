"""The object list of the current association."""

from conformance.authoring import CURRENT_ASSOCIATION, Association, ObjectList, Step, read_object_list, testcase


@testcase(
    "DLMS-OBJ-002",
    version=1,
    purpose="The object list names each object once, itself included, with access modes that exist.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-ASSOCIATION-LN", "DLMS-DATA-AXDR"],
    requires="DLMS.LN and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
)
def test_object_list_is_well_formed(association: Association, step: Step) -> None:
    with step(
        "Read attribute 2 of 0-0:40.0.0.255; its lengths and counts fit what follows them", rule="DLMS-DATA-AXDR"
    ):
        data = read_object_list(association)

    with step("Every element is class, version, logical name and rights, in the types of the class"):
        objects = ObjectList.decode(data)
        assert len(objects) >= 1

    with step("The list holds the current association"):
        listed_associations = [listed.instance_id for listed in objects if listed.class_id == 15]
        assert CURRENT_ASSOCIATION in listed_associations

    with step("No class and logical name stand in it twice"):
        names = [(listed.class_id, str(listed.instance_id)) for listed in objects]
        twice = sorted({name for name in names if names.count(name) > 1})
        assert twice == []

    with step("Every access mode is one of the class's"):
        unknown = [
            str(listed) for listed in objects if not all(map(objects.knows_attribute_mode, listed.attributes.values()))
        ]
        assert unknown == []
        unknown = [
            str(listed) for listed in objects if not all(map(objects.knows_method_mode, listed.methods.values()))
        ]
        assert unknown == []

    with step("Every object has at least its logical name among its attributes"):
        nameless = [str(listed) for listed in objects if 1 not in listed.attributes]
        assert nameless == []
