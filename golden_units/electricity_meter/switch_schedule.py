"""The schedule of the supply switch 0-0:15.0.1.255 (class 22): nothing is scheduled until a client writes times."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import ENUM, LONG_UNSIGNED, OCTET_STRING, Data, array, structure
from conformance.dlms.interface_classes.single_action_schedule import SINGLE_ACTION_SCHEDULE
from golden_units.cosem.object_model import Instance, constant
from golden_units.cosem.schema_cell import SchemaCell
from golden_units.cosem.wildcards import matches
from golden_units.electricity_meter.scripts import SWITCH_SCRIPTS, run_script
from golden_units.electricity_meter.state import MeterState
from golden_units.electricity_meter.timers import local_ns_of

if TYPE_CHECKING:
    from golden_units.cosem.association_server import AssociationServer

MOST_TIMES = 10
DISCONNECT = 1
"""Script of the switch."""

SEVERAL_WITH_WILDCARDS = 5
"""type: times may differ, dates may have wildcards."""


class SwitchSchedule:
    """A timer, too."""

    def __init__(self) -> None:
        script = structure(OCTET_STRING(ObisCode(SWITCH_SCRIPTS)), LONG_UNSIGNED(DISCONNECT))
        self.script = SchemaCell(SINGLE_ACTION_SCHEDULE, 2, script, self.is_known)
        self.times = SchemaCell(SINGLE_ACTION_SCHEDULE, 4, array(), self.can_be_kept)

    def is_known(self, script: Data) -> bool:
        return bytes(script[0].value) == ObisCode(SWITCH_SCRIPTS)

    def can_be_kept(self, times: Data) -> bool:
        """Not too many, and each says at which hour and minute."""
        return len(times) <= MOST_TIMES and all(0xFF not in time.value[:2] for time, _ in times)

    def is_armed(self) -> bool:
        return len(self.times.data) > 0

    def due_on(self, day: datetime.date) -> list[int]:
        return [local_ns_of(day, time.value) for time, date in self.times.data if matches(date.value, day)]

    def act(self, association: AssociationServer) -> None:
        table, selector = self.script.data
        run_script(association, table.value, selector.value)


def switch_schedule(state: MeterState) -> Instance:
    schedule = SwitchSchedule()
    state.timers.timers.append(schedule)
    points = {2: schedule.script.point, 3: constant(ENUM(SEVERAL_WITH_WILDCARDS)), 4: schedule.times.point}
    return Instance(SINGLE_ACTION_SCHEDULE, ObisCode("0-0:15.0.1.255"), points)
