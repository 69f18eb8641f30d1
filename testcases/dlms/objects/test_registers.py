"""Registers: value, scaler and unit."""

from conformance.authoring import Association, Dut, ObjectList, Step, testcase
from conformance.dlms.data_types import SIMPLE_TYPES
from conformance.dlms.interface_classes.register import NUMBERS

REGISTER_CLASS = 3
SAMPLE = 12
NAMES = [permitted.name for permitted in SIMPLE_TYPES]


@testcase(
    "DLMS-OBJ-011",
    version=2,
    purpose="Every register has a value of a simple type, and a scaler and a unit.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-REGISTER"],
    requires="DLMS.LN and DLMS.GET and COSEM.CURRENT_ASSOCIATION",
)
def test_registers(association: Association, dut: Dut, step: Step) -> None:
    with step("Read the object list; it holds registers that this client may read"):
        objects = ObjectList.read(association)
        registers = [
            listed
            for listed in objects
            if listed.class_id == REGISTER_CLASS
            and str(listed.instance_id) not in dut.do_not_test
            and all(objects.is_readable(listed.attributes.get(number, 0)) for number in (2, 3))
        ]
        step.foreseen(registers, "no register that this client may read")

    for register in registers[:: -(-len(registers) // SAMPLE)]:
        with step(f"{register}: scaler_unit is a structure of integer and enum, value is simple"):
            scaler_unit = association.read_permitted(register.attribute(3))
            assert str(scaler_unit.type) == "structure(integer, enum)"
            value = association.read_permitted(register.attribute(2))
            assert value.type.name in NAMES
            step.foreseen(value.type in NUMBERS, f"the value is no number but {value.type}")
