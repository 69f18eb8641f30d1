"""The half-hourly load profile 1-0:99.1.0.255 (class 7) of 90 days, and its status 0-0:96.10.1.255 (class 1)."""

import functools

from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import DOUBLE_LONG_UNSIGNED, ENUM, OCTET_STRING, UNSIGNED, Data
from conformance.dlms.date_time import DateTime
from conformance.dlms.interface_classes.data import DATA_CLASS
from conformance.dlms.interface_classes.profile_generic import PROFILE_GENERIC
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Point, constant
from golden_units.cosem.profile import Column, Profile
from golden_units.electricity_meter.captures import ENTRIES, PERIOD_S, Capture
from golden_units.electricity_meter.state import MINUTE_NS, MeterState

FIFO = 1
"""sort_method: the oldest row comes first, and is the first to go."""

STATUS = "0-0:96.10.1.255"


def load_profile(state: MeterState) -> list[Instance]:
    profile = Profile(columns(state), lambda association: state.captures.latest(association.now))

    def reset(association: AssociationServer, parameters: Data | None) -> ActionResult:
        state.captures.clear(association.now)
        return ActionResult.SUCCESS

    def status(association: AssociationServer) -> Data:
        latest = state.captures.latest(association.now, 1)
        return UNSIGNED(latest[0].status if latest else 0)

    attributes = {
        2: profile.point,
        3: constant(profile.capture_objects),
        4: constant(DOUBLE_LONG_UNSIGNED(PERIOD_S)),
        5: constant(ENUM(FIFO)),
        6: constant(profile.columns[0].definition),
        7: Point(profile.entries_in_use),
        8: constant(DOUBLE_LONG_UNSIGNED(ENTRIES)),
    }
    return [
        Instance(DATA_CLASS, ObisCode(STATUS), {2: Point(status)}),
        Instance(PROFILE_GENERIC, ObisCode("1-0:99.1.0.255"), attributes, {1: reset}),
    ]


def columns(state: MeterState) -> tuple[Column[Capture], ...]:
    def time(capture: Capture) -> bytes:
        utc_ns = capture.local_ns + state.deviation * MINUTE_NS
        return shown(utc_ns, *state.civil(utc_ns))

    return (
        Column(8, "0-0:1.0.0.255", OCTET_STRING, time),
        Column(1, STATUS, UNSIGNED, lambda capture: capture.status),
        Column(3, "1-0:1.8.0.255", DOUBLE_LONG_UNSIGNED, lambda capture: state.imported_wh(capture.moment) % 2**32),
        Column(
            3, "1-0:2.8.0.255", DOUBLE_LONG_UNSIGNED, lambda capture: state.energy_export_wh(capture.moment) % 2**32
        ),
    )


@functools.lru_cache(maxsize=8192)  # of thousands of rows that are read again and again
def shown(utc_ns: int, deviation: int, clock_status: int) -> bytes:
    return DateTime.at(utc_ns, deviation=deviation, clock_status=clock_status).encode()
