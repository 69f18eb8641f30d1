"""SAP assignment, class 17: the logical devices of a physical device and their addresses."""

from conformance.dlms.data_types import LONG_UNSIGNED, OCTET_STRING, VISIBLE_STRING
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, methods, optional, static
from conformance.dlms.interface_classes.schema import Array, OneOf, Simple, Structure

ASSIGNMENT = Structure(
    SAP=Simple(LONG_UNSIGNED), logical_device_name=OneOf(Simple(OCTET_STRING), Simple(VISIBLE_STRING))
)

SAP_ASSIGNMENT = InterfaceClass(
    17,
    0,
    "SAP assignment",
    "the logical devices of a physical device and their addresses",
    attributes(static("SAP_assignment_list", Array(ASSIGNMENT))),
    methods(optional("connect_logical_device", ASSIGNMENT)),
)
