"""Registers as numbers in their unit: exact, and undecided where they are none."""

from fractions import Fraction
from typing import Any

import pytest

from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.dlms.data_types import (
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    FLOAT32,
    INTEGER,
    LONG64_UNSIGNED,
    NULL_DATA,
    OCTET_STRING,
    Data,
    structure,
)
from conformance.steps import Inconclusive
from conformance.tester.register import RegisterReading, read_register

ENERGY = ObisCode("1-0:1.8.0.255")
WATT_HOUR = 30


class Shows:
    """An association in which attributes 2 and 3 of the register are these."""

    def __init__(self, value: Data, scaler_unit: Data) -> None:
        self.shown = {2: value, 3: scaler_unit}

    def read_permitted(self, attribute: AttributeDescriptor) -> Data:
        assert attribute[:2] == (3, ENERGY)
        return self.shown[attribute[2]]


def reading(value: Data, scaler_unit: Data) -> RegisterReading:
    association: Any = Shows(value, scaler_unit)
    return read_register(association, ENERGY)


@pytest.mark.parametrize(
    ("number", "scaler", "value", "resolution"),
    [
        (1234, 0, Fraction(1234), Fraction(1)),
        (1234, 3, Fraction(1_234_000), Fraction(1000)),
        (1234, -2, Fraction(1234, 100), Fraction(1, 100)),
        (2**64 - 1, -3, Fraction(2**64 - 1, 1000), Fraction(1, 1000)),
    ],
)
def test_value_and_resolution_are_in_the_unit(number: int, scaler: int, value: Fraction, resolution: Fraction) -> None:
    shown = LONG64_UNSIGNED(number)
    assert reading(shown, structure(INTEGER(scaler), ENUM(WATT_HOUR))) == RegisterReading(value, resolution, WATT_HOUR)


SCALED = structure(INTEGER(0), ENUM(WATT_HOUR))
NUMBER = DOUBLE_LONG_UNSIGNED(1)


@pytest.mark.parametrize(
    ("value", "scaler_unit", "said"),
    [
        (FLOAT32(1.5), SCALED, "float32"),
        (FLOAT32(float("nan")), SCALED, "float32"),
        (OCTET_STRING(b"12"), SCALED, "octet-string"),
        (NULL_DATA(), SCALED, "null-data"),
        (NUMBER, structure(ENUM(WATT_HOUR), INTEGER(0)), r"structure\(enum, integer\) as scaler_unit"),
        (NUMBER, structure(INTEGER(0)), r"structure\(integer\) as scaler_unit"),
        (NUMBER, NULL_DATA(), "null-data as scaler_unit"),
    ],
)
def test_what_is_no_number_in_a_unit_decides_nothing(value: Data, scaler_unit: Data, said: str) -> None:
    with pytest.raises(Inconclusive, match=said) as caught:
        reading(value, scaler_unit)
    assert caught.value.reason_code == "unforeseen"
