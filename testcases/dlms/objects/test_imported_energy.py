"""The total imported active energy."""

from conformance.authoring import Association, AttributeDescriptor, ObisCode, Step, testcase
from conformance.dlms.interface_classes.register import NUMBERS
from conformance.dlms.interface_classes.unit import Unit

REGISTER_CLASS = 3
IMPORTED_ENERGY = ObisCode("1-0:1.8.0.255")
VALUE = AttributeDescriptor(REGISTER_CLASS, IMPORTED_ENERGY, 2)
SCALER_UNIT = AttributeDescriptor(REGISTER_CLASS, IMPORTED_ENERGY, 3)
PAUSE_S = 3.0


@testcase(
    "DLMS-OBJ-012",
    version=2,
    purpose="1-0:1.8.0.255 counts watt hours, upwards only.",
    dut=["electricity_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-ENERGY"],
    requires="DLMS.LN and DLMS.GET and COSEM.ENERGY_IMPORT",
)
def test_imported_energy(association: Association, step: Step) -> None:
    with step("Read scaler_unit: the unit is Wh"):
        scaler_unit = association.read_permitted(SCALER_UNIT)
        assert str(scaler_unit.type) == "structure(integer, enum)"
        unit = Unit.of(scaler_unit[1].value)
        assert unit == Unit.WATT_HOUR

    with step("Read the value"):
        first = association.read_permitted(VALUE)
        step.foreseen(first.type in NUMBERS, f"the value is no number but {first.type}")

    with step("Read it again some seconds later: it is not less"):
        association.let_pass(PAUSE_S)
        second = association.read_permitted(VALUE)
        assert second.type == first.type
        assert second.value >= first.value
