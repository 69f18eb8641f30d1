"""Profile generic, class 7: rows of captured attributes. Version 0 had methods for what selective access does now."""

from dataclasses import replace

from conformance.dlms.data_types import DOUBLE_LONG_UNSIGNED, ENUM
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic, methods, optional, static
from conformance.dlms.interface_classes.schema import ANY, ANY_STRUCTURE, Array, Simple
from conformance.dlms.interface_classes.types import CAPTURE_OBJECT, ZERO

SORT_METHODS = {
    1: "FIFO",
    2: "LIFO",
    3: "largest",
    4: "smallest",
    5: "nearest to zero",
    6: "farthest from zero",
}

BY_RANGE, BY_ENTRY = 1, 2
"""Selectors of selective access to the buffer."""

PROFILE_GENERIC = InterfaceClass(
    7,
    1,
    "Profile generic",
    "rows of attributes, captured again and again",
    attributes(
        dynamic(
            "buffer",
            Array(ANY_STRUCTURE, is_compact_allowed=True),
            {BY_RANGE: "range_descriptor", BY_ENTRY: "entry_descriptor"},
        ),
        static("capture_objects", Array(CAPTURE_OBJECT)),
        static("capture_period", Simple(DOUBLE_LONG_UNSIGNED)),
        static("sort_method", Simple(ENUM, codes=SORT_METHODS)),
        static("sort_object", CAPTURE_OBJECT),
        dynamic("entries_in_use", Simple(DOUBLE_LONG_UNSIGNED)),
        static("profile_entries", Simple(DOUBLE_LONG_UNSIGNED)),
    ),
    methods(optional("reset", ZERO), optional("capture", ZERO)),
)

PROFILE_GENERIC_0 = replace(
    PROFILE_GENERIC,
    version=0,
    methods=methods(
        *PROFILE_GENERIC.methods, optional("get_buffer_by_range", ANY), optional("get_buffer_by_index", ANY)
    ),
)
