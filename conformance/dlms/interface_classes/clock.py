"""Clock, class 8: local time, its deviation from UTC and daylight saving."""

from conformance.dlms.data_types import BOOLEAN, ENUM, INTEGER, LONG, UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic, methods, optional, static
from conformance.dlms.interface_classes.schema import Simple, Structure
from conformance.dlms.interface_classes.types import MOMENT, ZERO

CLOCK_BASES = {
    0: "not defined",
    1: "internal crystal",
    2: "mains frequency 50 Hz",
    3: "mains frequency 60 Hz",
    4: "GPS",
    5: "radio controlled",
}

CLOCK = InterfaceClass(
    8,
    0,
    "Clock",
    "local time, its deviation from UTC, and daylight saving",
    attributes(
        dynamic("time", MOMENT),
        static("time_zone", Simple(LONG, ((-840, 840),))),
        dynamic("status", Simple(UNSIGNED)),
        static("daylight_savings_begin", MOMENT),
        static("daylight_savings_end", MOMENT),
        static("daylight_savings_deviation", Simple(INTEGER, ((-120, 120),))),
        static("daylight_savings_enabled", Simple(BOOLEAN)),
        static("clock_base", Simple(ENUM, codes=CLOCK_BASES)),
    ),
    methods(
        optional("adjust_to_quarter", ZERO),
        optional("adjust_to_measuring_period", ZERO),
        optional("adjust_to_minute", ZERO),
        optional("adjust_to_preset_time", ZERO),
        optional(
            "preset_adjusting_time",
            Structure(preset_time=MOMENT, validity_interval_start=MOMENT, validity_interval_end=MOMENT),
        ),
        optional("shift_time", Simple(LONG, ((-900, 900),))),
    ),
)
