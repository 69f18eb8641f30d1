"""The standard event log 0-0:99.98.0.255 (class 7): time and code of the latest events."""

from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    OCTET_STRING,
    UNSIGNED,
    Data,
    array,
    structure,
)
from conformance.dlms.interface_classes.profile_generic import PROFILE_GENERIC
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Point, constant
from golden_units.electricity_meter.state import LOG_ENTRIES, MeterState

FIFO = 1
"""sort_method."""


def event_log(state: MeterState) -> Instance:
    def buffer(association: AssociationServer) -> Data:
        return array(*(structure(OCTET_STRING(entry.time), UNSIGNED(entry.code)) for entry in state.log))

    def reset(association: AssociationServer, parameters: Data | None) -> ActionResult:
        state.clear_log(association.now)
        return ActionResult.SUCCESS

    return Instance(
        PROFILE_GENERIC,
        ObisCode("0-0:99.98.0.255"),
        {
            2: Point(buffer),
            3: constant(array(captured(8, "0-0:1.0.0.255"), captured(1, "0-0:96.11.0.255"))),
            4: constant(DOUBLE_LONG_UNSIGNED(0)),
            5: constant(ENUM(FIFO)),
            6: constant(captured(8, "0-0:1.0.0.255")),
            7: Point(lambda association: DOUBLE_LONG_UNSIGNED(len(state.log))),
            8: constant(DOUBLE_LONG_UNSIGNED(LOG_ENTRIES)),
        },
        {1: reset},
    )


def captured(class_id: int, instance_id: str) -> Data:
    """capture_object_definition of attribute 2 of an object, whole."""
    return structure(LONG_UNSIGNED(class_id), OCTET_STRING(ObisCode(instance_id)), INTEGER(2), LONG_UNSIGNED(0))
