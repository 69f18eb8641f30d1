"""SAP assignment, class 17: the logical devices of a physical device and their addresses."""

from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.interface_classes.base import ARRAYS, InterfaceClass, attributes, methods

SAP_ASSIGNMENT = InterfaceClass(
    17,
    0,
    "SAP assignment",
    attributes(("logical_name", (OCTET_STRING,)), ("SAP_assignment_list", ARRAYS)),
    methods("connect_logical_device"),
)
