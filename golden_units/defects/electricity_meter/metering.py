"""Faults of registers, supply switch and event log."""

from conformance.clock import NANOSECONDS
from conformance.dlms.data_types import (
    BOOLEAN,
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    INTEGER,
    UNSIGNED,
    Data,
    array,
    structure,
)
from conformance.dlms.interface_classes.unit import Unit
from golden_units.defects.base import Defect
from golden_units.defects.models import rewritten
from golden_units.electricity_meter.state import CONNECTED, LOG_ENTRIES, MeterState

ENERGY, POWER = "1-0:1.8.0.255", "1-0:1.7.0.255"
SUPPLY_SWITCH, EVENT_LOG = "0-0:96.3.10.255", "0-0:99.98.0.255"


def swapped(scaler_unit: Data) -> Data:
    return structure(ENUM(scaler_unit[1].value), INTEGER(scaler_unit[0].value))


def with_third_column(buffer: Data) -> Data:
    return array(*(structure(*row, UNSIGNED(0)) for row in buffer))


def with_columns_swapped(buffer: Data) -> Data:
    return array(*(structure(*reversed(list(row))) for row in buffer))


class CountsDown(MeterState):
    """Counts imported energy downwards, like credit."""

    def energy_import_wh(self, now: int, hours: frozenset[int]) -> int:
        return 1_000_000 - now // NANOSECONDS


class SwitchHoldsStill(MeterState):
    """Confirms the methods of the supply switch without moving it."""

    def switch(self, control_state: int, now: int) -> None:
        """The relay is not driven."""


class NeverReconnects(MeterState):
    """Moves the supply switch one way only."""

    def switch(self, control_state: int, now: int) -> None:
        if control_state != CONNECTED:
            super().switch(control_state, now)


DEFECTS = (
    Defect(
        "register-scaler-unit-swapped",
        "DLMS-OBJECT-REGISTER",
        "scaler_unit of a register has the unit first and the scaler second.",
        model=rewritten(POWER, 3, swapped),
    ),
    Defect(
        "register-value-with-unit",
        "DLMS-OBJECT-REGISTER",
        "The value of a register is a structure of number and unit.",
        model=rewritten(POWER, 2, lambda value: structure(value, ENUM(Unit.WATT))),
    ),
    Defect(
        "energy-in-watts",
        "DLMS-OBJECT-ENERGY",
        "The unit of 1-0:1.8.0.255 is W.",
        model=rewritten(ENERGY, 3, lambda scaler_unit: structure(scaler_unit[0], ENUM(Unit.WATT))),
    ),
    Defect(
        "energy-stands-still",
        "DLMS-OBJECT-ENERGY",
        "1-0:1.8.0.255 stays as it was when the meter was made.",
        model=rewritten(ENERGY, 2, lambda value: DOUBLE_LONG_UNSIGNED(1234)),
    ),
    Defect(
        "energy-counts-down",
        "DLMS-OBJECT-ENERGY",
        "1-0:1.8.0.255 counts downwards.",
        state=CountsDown,
    ),
    Defect(
        "switch-output-inverted",
        "DLMS-OBJECT-DISCONNECT",
        "output_state tells the state of the relay's coil, the inverse of the output.",
        model=rewritten(SUPPLY_SWITCH, 2, lambda output: BOOLEAN(not output.value)),
    ),
    Defect(
        "switch-output-always-on",
        "DLMS-OBJECT-DISCONNECT",
        "output_state is true whatever the switch does.",
        model=rewritten(SUPPLY_SWITCH, 2, lambda output: BOOLEAN(True)),
    ),
    Defect(
        "switch-holds-still",
        "DLMS-OBJECT-DISCONNECT",
        "remote_disconnect succeeds, but the supply stays connected.",
        state=SwitchHoldsStill,
    ),
    Defect(
        "switch-never-reconnects",
        "DLMS-OBJECT-DISCONNECT",
        "remote_reconnect succeeds, but the supply stays disconnected.",
        state=NeverReconnects,
    ),
    Defect(
        "log-with-extra-column",
        "DLMS-OBJECT-PROFILE",
        "The rows of the event log have a cell that no capture object explains.",
        model=rewritten(EVENT_LOG, 2, with_third_column),
    ),
    Defect(
        "log-columns-swapped",
        "DLMS-OBJECT-PROFILE",
        "The cells of the event log stand in another order than the capture objects.",
        model=rewritten(EVENT_LOG, 2, with_columns_swapped),
    ),
    Defect(
        "log-entries-are-capacity",
        "DLMS-OBJECT-PROFILE",
        "entries_in_use of the event log is the number of rows that it could hold.",
        model=rewritten(EVENT_LOG, 7, lambda entries: DOUBLE_LONG_UNSIGNED(LOG_ENTRIES)),
    ),
)
