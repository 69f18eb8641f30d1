"""Clock, class 8: local time, its deviation from UTC and daylight saving."""

from conformance.dlms.data_types import BOOLEAN, DATE_TIME, ENUM, INTEGER, LONG, OCTET_STRING, UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, methods

CLOCK = InterfaceClass(
    8,
    0,
    "Clock",
    attributes(
        ("logical_name", (OCTET_STRING,)),
        ("time", (OCTET_STRING, DATE_TIME)),
        ("time_zone", (LONG,)),
        ("status", (UNSIGNED,)),
        ("daylight_savings_begin", (OCTET_STRING, DATE_TIME)),
        ("daylight_savings_end", (OCTET_STRING, DATE_TIME)),
        ("daylight_savings_deviation", (INTEGER,)),
        ("daylight_savings_enabled", (BOOLEAN,)),
        ("clock_base", (ENUM,)),
    ),
    methods(
        "adjust_to_quarter",
        "adjust_to_measuring_period",
        "adjust_to_minute",
        "adjust_to_preset_time",
        "preset_adjusting_time",
        "shift_time",
    ),
)
