"""What tariffs need: register activation 0-0:14.0.0.255 (class 6), scripts, calendar, special days.

The rates of energy are counted by the hours of the calendar that the meter is
made with; another calendar moves the active mask, not the energy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import LONG_UNSIGNED, OCTET_STRING, UNSIGNED, Data, array, structure
from conformance.dlms.get import DataAccessResult
from conformance.dlms.interface_classes.register_activation import REGISTER_ACTIVATION
from golden_units.cosem.object_model import AccessRefused, Instance, Point, constant
from golden_units.electricity_meter.activity_calendar import Calendar, activity_calendar, special_days_table
from golden_units.electricity_meter.scripts import RATES, script_tables

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer
    from golden_units.electricity_meter.state import MeterState

REGISTERS = ("1-0:1.8.1.255", "1-0:1.8.2.255")
REGISTER_CLASS = 3


def tariffs(state: MeterState) -> list[Instance]:
    calendar = Calendar(state)
    state.timers.timers.append(calendar)
    mask = ActiveMask(state, calendar)
    return [
        register_activation(mask),
        *script_tables(),
        activity_calendar(calendar),
        special_days_table(calendar),
    ]


class ActiveMask:
    """The one that was written last, be it by a client or by a script that the calendar ran."""

    def __init__(self, state: MeterState, calendar: Calendar) -> None:
        self.state = state
        self.calendar = calendar
        self.written: tuple[bytes, int] | None = None
        """By a client or a script that a client executed, and at what time of the clock."""

    def read(self, association: AssociationServer) -> Data:
        shown = self.state.local_ns(association.now)
        ran = self.calendar.rate(shown)
        if self.written is not None and (ran is None or self.written[1] >= ran[1]):
            return OCTET_STRING(self.written[0])
        return OCTET_STRING(RATES[ran[0] - 1] if ran is not None else RATES[0])

    def write(self, association: AssociationServer, data: Data) -> None:
        if data.type is not OCTET_STRING:
            raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
        if data.value not in RATES:
            raise AccessRefused(DataAccessResult.OTHER_REASON)
        self.written = (bytes(data.value), self.state.local_ns(association.now))


def register_activation(mask: ActiveMask) -> Instance:
    assignment = [structure(LONG_UNSIGNED(REGISTER_CLASS), OCTET_STRING(ObisCode(register))) for register in REGISTERS]
    masks = [structure(OCTET_STRING(rate), array(UNSIGNED(number))) for number, rate in enumerate(RATES, start=1)]
    points = {
        2: constant(array(*assignment)),
        3: constant(array(*masks)),
        4: Point(mask.read, mask.write),
    }
    return Instance(REGISTER_ACTIVATION, ObisCode("0-0:14.0.0.255"), points)
