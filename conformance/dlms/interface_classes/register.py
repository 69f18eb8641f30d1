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
    OCTET_STRING,
    UNSIGNED,
)
from conformance.dlms.interface_classes.base import ANY, STRUCTURES, InterfaceClass, attributes, methods

NUMBERS = (
    *(INTEGER, UNSIGNED, LONG, LONG_UNSIGNED, DOUBLE_LONG, DOUBLE_LONG_UNSIGNED),
    *(LONG64, LONG64_UNSIGNED, FLOAT32, FLOAT64),
)
"""Types of a register's value that scaler and unit apply to; the class permits every other simple type as well."""

REGISTER = InterfaceClass(
    3,
    0,
    "Register",
    attributes(("logical_name", (OCTET_STRING,)), ("value", ANY), ("scaler_unit", STRUCTURES)),
    methods("reset"),
)
