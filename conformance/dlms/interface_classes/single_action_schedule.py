"""Single action schedule, class 22: moments at which one script runs."""

from conformance.dlms.data_types import ENUM
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, static
from conformance.dlms.interface_classes.schema import Array, Simple, Structure
from conformance.dlms.interface_classes.types import DAY, SCRIPT, TIME_OF_DAY

SCHEDULE_TYPES = {
    1: "one execution time, wildcards in its date",
    2: "several, at the same time, no wildcards",
    3: "several, at the same time, wildcards in the dates",
    4: "several, no wildcards",
    5: "several, wildcards in the dates",
}

EXECUTION_TIME = Structure(time=TIME_OF_DAY, date=DAY)

SINGLE_ACTION_SCHEDULE = InterfaceClass(
    22,
    0,
    "Single action schedule",
    "moments at which one script runs",
    attributes(
        static("executed_script", SCRIPT),
        static("type", Simple(ENUM, codes=SCHEDULE_TYPES)),
        static("execution_time", Array(EXECUTION_TIME)),
    ),
)
