"""The standard event log 0-0:99.98.0.255 (class 7): time and code of the latest events."""

from conformance.dlms.data_types import OCTET_STRING, UNSIGNED
from golden_units.cosem.object_model import Instance
from golden_units.cosem.profile import Column, Profile, profile_generic
from golden_units.electricity_meter.state import LOG_ENTRIES, LogEntry, MeterState

AS_IT_HAPPENS = 0
"""capture_period: not at fixed times."""

COLUMNS: tuple[Column[LogEntry], ...] = (
    Column(8, "0-0:1.0.0.255", OCTET_STRING, lambda entry: entry.time),
    Column(1, "0-0:96.11.0.255", UNSIGNED, lambda entry: entry.code),
)


def event_log(state: MeterState) -> Instance:
    return profile_generic(
        "0-0:99.98.0.255",
        Profile(COLUMNS, lambda association: state.log),
        state.clear_log,
        capture_period=AS_IT_HAPPENS,
        profile_entries=LOG_ENTRIES,
    )
