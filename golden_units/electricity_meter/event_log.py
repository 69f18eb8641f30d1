"""The standard event log 0-0:99.98.0.255 (class 7): time and code of the latest events."""

from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    OCTET_STRING,
    UNSIGNED,
    Data,
)
from conformance.dlms.interface_classes.profile_generic import PROFILE_GENERIC
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Point, constant
from golden_units.cosem.profile import Column, Profile
from golden_units.electricity_meter.state import LOG_ENTRIES, LogEntry, MeterState

FIFO = 1
"""sort_method."""

COLUMNS: tuple[Column[LogEntry], ...] = (
    Column(8, "0-0:1.0.0.255", OCTET_STRING, lambda entry: entry.time),
    Column(1, "0-0:96.11.0.255", UNSIGNED, lambda entry: entry.code),
)


def event_log(state: MeterState) -> Instance:
    profile = Profile(COLUMNS, lambda association: state.log)

    def reset(association: AssociationServer, parameters: Data | None) -> ActionResult:
        state.clear_log(association.now)
        return ActionResult.SUCCESS

    return Instance(
        PROFILE_GENERIC,
        ObisCode("0-0:99.98.0.255"),
        {
            2: profile.point,
            3: constant(profile.capture_objects),
            4: constant(DOUBLE_LONG_UNSIGNED(0)),
            5: constant(ENUM(FIFO)),
            6: constant(COLUMNS[0].definition),
            7: Point(profile.entries_in_use),
            8: constant(DOUBLE_LONG_UNSIGNED(LOG_ENTRIES)),
        },
        {1: reset},
    )
