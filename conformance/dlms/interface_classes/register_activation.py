"""Register activation, class 6: which registers count, by masks that scripts switch."""

from conformance.dlms.data_types import UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic, methods, optional, static
from conformance.dlms.interface_classes.schema import Array, Simple, Structure
from conformance.dlms.interface_classes.types import OBJECT_DEFINITION, OCTETS

MASK = Structure(mask_name=OCTETS, index_list=Array(Simple(UNSIGNED)))

REGISTER_ACTIVATION = InterfaceClass(
    6,
    0,
    "Register activation",
    "which of several registers count, by masks",
    attributes(
        static("register_assignment", Array(OBJECT_DEFINITION)),
        static("mask_list", Array(MASK)),
        dynamic("active_mask", OCTETS),
    ),
    methods(
        optional("add_register", OBJECT_DEFINITION),
        optional("add_mask", MASK),
        optional("delete_mask", OCTETS),
    ),
)
