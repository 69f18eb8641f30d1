"""Register, class 3: a value with scaler and unit."""

from conformance.dlms.data_types import (
    DOUBLE_LONG,
    DOUBLE_LONG_UNSIGNED,
    FLOAT32,
    FLOAT64,
    INTEGER,
    LONG,
    LONG64,
    LONG64_UNSIGNED,
    LONG_UNSIGNED,
    UNSIGNED,
)
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic, methods, optional, static
from conformance.dlms.interface_classes.schema import ANY_SIMPLE
from conformance.dlms.interface_classes.types import SCALER_UNIT, ZERO

NUMBERS = (
    *(INTEGER, UNSIGNED, LONG, LONG_UNSIGNED, DOUBLE_LONG, DOUBLE_LONG_UNSIGNED),
    *(LONG64, LONG64_UNSIGNED, FLOAT32, FLOAT64),
)
"""Types of a register's value that scaler and unit apply to; the class permits every other simple type as well."""

REGISTER = InterfaceClass(
    3,
    0,
    "Register",
    "a value with its scaler and unit",
    attributes(dynamic("value", ANY_SIMPLE), static("scaler_unit", SCALER_UNIT)),
    methods(optional("reset", ZERO)),
)
