"""Profile generic, class 7: rows of captured attributes."""

from conformance.dlms.data_types import COMPACT_ARRAY, DOUBLE_LONG_UNSIGNED, ENUM, OCTET_STRING, composite_type
from conformance.dlms.interface_classes.base import ARRAYS, STRUCTURES, InterfaceClass, attributes, methods

PROFILE_GENERIC = InterfaceClass(
    7,
    1,
    "Profile generic",
    attributes(
        ("logical_name", (OCTET_STRING,)),
        ("buffer", (*ARRAYS, composite_type(COMPACT_ARRAY, ()))),
        ("capture_objects", ARRAYS),
        ("capture_period", (DOUBLE_LONG_UNSIGNED,)),
        ("sort_method", (ENUM,)),
        ("sort_object", STRUCTURES),
        ("entries_in_use", (DOUBLE_LONG_UNSIGNED,)),
        ("profile_entries", (DOUBLE_LONG_UNSIGNED,)),
    ),
    methods("reset", "capture"),
)
