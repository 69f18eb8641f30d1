"""Data, class 1: one value of any type."""

from conformance.dlms.data_types import OCTET_STRING
from conformance.dlms.interface_classes.base import ANY, InterfaceClass, attributes

DATA_CLASS = InterfaceClass(1, 0, "Data", attributes(("logical_name", (OCTET_STRING,)), ("value", ANY)))
