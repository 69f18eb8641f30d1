"""Types that several interface classes share (IEC 62056-6-2; date and time: 4.1.6.1)."""

from conformance.dlms.data_types import DATE, DATE_TIME, ENUM, INTEGER, LONG_UNSIGNED, OCTET_STRING, TIME
from conformance.dlms.interface_classes.schema import Field, OneOf, Simple, Structure

NOT_SPECIFIED = (0xFF, 0xFF)

DATE_FIELDS = (
    Field("year", 2),
    Field("month", 1, ((1, 12), (0xFD, 0xFF))),
    Field("day_of_month", 1, ((1, 31), (0xFD, 0xFF))),
    Field("day_of_week", 1, ((1, 7), NOT_SPECIFIED)),
)
"""Month FD and FE are those where daylight saving ends and begins, day FD and FE the last but one and the last; FF is
not specified."""

TIME_FIELDS = (
    Field("hour", 1, ((0, 23), NOT_SPECIFIED)),
    Field("minute", 1, ((0, 59), NOT_SPECIFIED)),
    Field("second", 1, ((0, 59), NOT_SPECIFIED)),
    Field("hundredths", 1, ((0, 99), NOT_SPECIFIED)),
)

DATE_TIME_FIELDS = (
    *DATE_FIELDS,
    *TIME_FIELDS,
    Field("deviation", 2, ((-840, 840), (-0x8000, -0x8000)), is_signed=True),
    Field("clock_status", 1),
)
"""The deviation reaches from -840 or 840 minutes, by whichever sign it is read; 8000 is not specified."""

LOGICAL_NAME = Simple(OCTET_STRING, octets=6)
OCTETS = Simple(OCTET_STRING)

MOMENT = OneOf(Simple(OCTET_STRING, octets=12, fields=DATE_TIME_FIELDS), Simple(DATE_TIME, fields=DATE_TIME_FIELDS))
DAY = OneOf(Simple(OCTET_STRING, octets=5, fields=DATE_FIELDS), Simple(DATE, fields=DATE_FIELDS))
TIME_OF_DAY = OneOf(Simple(OCTET_STRING, octets=4, fields=TIME_FIELDS), Simple(TIME, fields=TIME_FIELDS))
"""date-time, date and time: as octet-string, or as the type of that name."""

SCALER_UNIT = Structure(scaler=Simple(INTEGER), unit=Simple(ENUM))

OBJECT_DEFINITION = Structure(class_id=Simple(LONG_UNSIGNED), logical_name=LOGICAL_NAME)

CAPTURE_OBJECT = Structure(
    class_id=Simple(LONG_UNSIGNED),
    logical_name=LOGICAL_NAME,
    attribute_index=Simple(INTEGER),
    data_index=Simple(LONG_UNSIGNED),
)

SCRIPT = Structure(script_logical_name=LOGICAL_NAME, script_selector=Simple(LONG_UNSIGNED))

ZERO = Simple(INTEGER, ((0, 0),))
"""The parameter of methods that need none."""
