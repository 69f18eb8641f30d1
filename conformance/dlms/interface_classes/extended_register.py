"""Extended register, class 4: a register that keeps when its value was captured, as of a maximum."""

from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic, methods, optional, static
from conformance.dlms.interface_classes.schema import ANY_SIMPLE
from conformance.dlms.interface_classes.types import MOMENT, SCALER_UNIT, ZERO

EXTENDED_REGISTER = InterfaceClass(
    4,
    0,
    "Extended register",
    "a value with its scaler and unit, and when it was captured",
    attributes(
        dynamic("value", ANY_SIMPLE),
        static("scaler_unit", SCALER_UNIT),
        dynamic("status", ANY_SIMPLE),
        dynamic("capture_time", MOMENT),
    ),
    methods(optional("reset", ZERO)),
)
