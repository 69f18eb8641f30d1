"""The second logical device."""

from conformance.dlms.data_types import LONG_UNSIGNED, OCTET_STRING, array, structure
from conformance.tester.object_list import ObjectList
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from tests.golden_units.client import manager


def test_sap_assignment_lists_both() -> None:
    listed = manager().get(17, "0-0:41.0.0.255", 2).data
    names = {1: b"GLD0000000000001", 2: b"GLD0000000000002"}
    assert listed == array(*(structure(LONG_UNSIGNED(sap), OCTET_STRING(name)) for sap, name in names.items()))


def test_second_device_has_objects_and_a_name_of_its_own() -> None:
    association = ElectricityMeter().new_association(16, 2)
    assert association is not None
    points = association.device.points
    name = points[1, bytes((0, 0, 42, 0, 0, 255)), 2].read
    listed = points[15, bytes((0, 0, 40, 0, 0, 255)), 2].read
    assert name is not None
    assert listed is not None
    assert name(association).value == b"GLD0000000000002"
    objects = ObjectList.decode(listed(association))
    assert len(objects) == len(association.device.instances) == 4
    assert objects.find(15, bytes((0, 0, 40, 0, 0, 255))) is not None


def test_saps_and_names_always_differ() -> None:
    for sap in (1, 2, 3):
        settings = MeterSettings(server_sap=sap, logical_device_name=b"GLD2")
        assert settings.second_sap != sap
        assert settings.second_device_name == b"GLD3"
        assert sorted(ElectricityMeter(settings).devices) == sorted({sap, settings.second_sap})
