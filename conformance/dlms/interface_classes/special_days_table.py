"""Special days table, class 11: days on which another day profile holds than that of the week."""

from conformance.dlms.data_types import LONG_UNSIGNED, UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, methods, optional, static
from conformance.dlms.interface_classes.schema import Array, Simple, Structure
from conformance.dlms.interface_classes.types import DAY

SPECIAL_DAY = Structure(index=Simple(LONG_UNSIGNED), specialday_date=DAY, day_id=Simple(UNSIGNED))

SPECIAL_DAYS_TABLE = InterfaceClass(
    11,
    0,
    "Special days table",
    "days on which another day profile holds",
    attributes(static("entries", Array(SPECIAL_DAY))),
    methods(optional("insert", SPECIAL_DAY), optional("delete", Simple(LONG_UNSIGNED))),
)
