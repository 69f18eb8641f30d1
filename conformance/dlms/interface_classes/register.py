"""Register, class 3: a value with scaler and unit."""

from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.interface_classes.base import ANY, STRUCTURES, InterfaceClass, attributes, methods

REGISTER = InterfaceClass(
    3,
    0,
    "Register",
    attributes(("logical_name", (OCTET_STRING,)), ("value", ANY), ("scaler_unit", STRUCTURES)),
    methods("reset"),
)
