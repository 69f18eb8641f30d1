"""Data, class 1: one value of any type."""

from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic
from conformance.dlms.interface_classes.schema import ANY

DATA_CLASS = InterfaceClass(1, 0, "Data", "one value of any type", attributes(dynamic("value", ANY)))
