"""The half-hourly load profile 1-0:99.1.0.255 (class 7) of 90 days, and its status 0-0:96.10.1.255 (class 1)."""

import functools

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import DOUBLE_LONG_UNSIGNED, OCTET_STRING, UNSIGNED, Data
from conformance.dlms.date_time import DateTime
from conformance.dlms.interface_classes.data import DATA_CLASS
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Point
from golden_units.cosem.profile import Column, Profile, profile_generic
from golden_units.electricity_meter.captures import ENTRIES, PERIOD_S, Capture
from golden_units.electricity_meter.state import MINUTE_NS, MeterState

STATUS = "0-0:96.10.1.255"


def load_profile(state: MeterState) -> list[Instance]:
    profile = Profile(columns(state), lambda association: state.captures.latest(association.now))

    def status(association: AssociationServer) -> Data:
        latest = state.captures.latest(association.now, 1)
        return UNSIGNED(latest[0].status if latest else 0)

    return [
        Instance(DATA_CLASS, ObisCode(STATUS), {2: Point(status)}),
        profile_generic(
            "1-0:99.1.0.255",
            profile,
            state.captures.clear,
            capture_period=PERIOD_S,
            profile_entries=ENTRIES,
        ),
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
