"""Script table, class 9: lists of writes and method calls that run when a script is executed."""

from conformance.dlms.data_types import ENUM, INTEGER, LONG_UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, mandatory, methods, static
from conformance.dlms.interface_classes.schema import ANY, Array, Simple, Structure
from conformance.dlms.interface_classes.types import LOGICAL_NAME

WRITE, EXECUTE = 1, 2
"""service_id of an action."""

ACTION = Structure(
    service_id=Simple(ENUM, codes={WRITE: "write an attribute", EXECUTE: "execute a method"}),
    class_id=Simple(LONG_UNSIGNED),
    logical_name=LOGICAL_NAME,
    index=Simple(INTEGER),
    parameter=ANY,
)

SCRIPT_TABLE = InterfaceClass(
    9,
    0,
    "Script table",
    "scripts: attributes to write and methods to execute",
    attributes(
        static("scripts", Array(Structure(script_identifier=Simple(LONG_UNSIGNED), actions=Array(ACTION)))),
    ),
    methods(mandatory("execute", Simple(LONG_UNSIGNED))),
)
