"""Demand register, class 5: mean values over periods."""

from conformance.dlms.data_types import DOUBLE_LONG_UNSIGNED, LONG_UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic, methods, optional, static
from conformance.dlms.interface_classes.schema import ANY_SIMPLE, Simple
from conformance.dlms.interface_classes.types import MOMENT, SCALER_UNIT, ZERO

DEMAND_REGISTER = InterfaceClass(
    5,
    0,
    "Demand register",
    "the mean over the running period and over the last one",
    attributes(
        dynamic("current_average_value", ANY_SIMPLE),
        dynamic("last_average_value", ANY_SIMPLE),
        static("scaler_unit", SCALER_UNIT),
        dynamic("status", ANY_SIMPLE),
        dynamic("capture_time", MOMENT),
        dynamic("start_time_current", MOMENT),
        static("period", Simple(DOUBLE_LONG_UNSIGNED, ((1, 2**32 - 1),))),
        static("number_of_periods", Simple(LONG_UNSIGNED, ((1, 2**16 - 1),))),
    ),
    methods(optional("reset", ZERO), optional("next_period", ZERO)),
)
