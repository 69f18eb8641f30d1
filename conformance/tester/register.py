"""Registers as numbers in their unit: attributes 2 and 3 of class 3."""

from dataclasses import dataclass
from fractions import Fraction

from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import FLOAT32, FLOAT64
from conformance.dlms.interface_classes.register import NUMBERS
from conformance.steps import Inconclusive
from conformance.tester.services import Services

REGISTER_CLASS = 3
SCALER_UNIT = "structure(integer, enum)"

WHOLE_NUMBERS = tuple(known for known in NUMBERS if known not in (FLOAT32, FLOAT64))
"""How finely a floating-point number shows a quantity is not told by its scaler, and it may be no number at all."""


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """What a register shows, exactly."""

    value: Fraction
    resolution: Fraction
    """The least difference between two values that it can show."""

    unit: int
    """Code of the class's enumeration: 27 is W, 30 Wh."""


def read_register(association: Services, register: ObisCode) -> RegisterReading:
    """Read a register; INCONCLUSIVE where that is refused, or is no whole number with a scaler and a unit."""
    value = association.read_permitted(AttributeDescriptor(REGISTER_CLASS, register, 2))
    scaler_unit = association.read_permitted(AttributeDescriptor(REGISTER_CLASS, register, 3))
    if value.type not in WHOLE_NUMBERS or str(scaler_unit.type) != SCALER_UNIT:
        raise Inconclusive("unforeseen", f"{register} shows {value.type} with {scaler_unit.type} as scaler_unit")
    scaler, unit = scaler_unit
    resolution = Fraction(10) ** scaler.value
    return RegisterReading(value.value * resolution, resolution, unit.value)
