"""Faults that show after a loss of power."""

from dataclasses import replace

from conformance.clock import NANOSECONDS
from conformance.dlms.data_types import OCTET_STRING, Data
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, replaced
from golden_units.defects.base import Defect
from golden_units.defects.models import point_of
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.state import CONNECTED, DISCONNECTED, LogEntry, MeterState

YEAR_2000_NS = 946_684_800 * NANOSECONDS

CALENDAR, PASSIVE_NAME = "0-0:13.0.0.255", 6
"""An attribute that clients may write, and that is static."""


class CountsFromZero(MeterState):
    """Counts the total in a memory that a loss of power clears."""

    lost_wh = 0

    def imported_wh(self, now: int) -> int:
        return super().imported_wh(now) - self.lost_wh

    def power_up(self, now: int) -> None:
        super().power_up(now)
        self.lost_wh = super().imported_wh(now)


class CountsFromThePast(MeterState):
    """Saves the total once a day, and goes on from what was saved last."""

    lost_wh = 0

    def imported_wh(self, now: int) -> int:
        return super().imported_wh(now) - self.lost_wh

    def power_up(self, now: int) -> None:
        super().power_up(now)
        self.lost_wh += self.settings.load_watts * 12


class BeginsIn2000(MeterState):
    """Has no reserve of power for its clock, and does not say so."""

    def power_up(self, now: int) -> None:
        self.clock_offset_ns += YEAR_2000_NS - self.utc_ns(now)
        super().power_up(now)


class DatesItsStartWrongly(MeterState):
    """Logs its start before it has read its clock."""

    def power_up(self, now: int) -> None:
        super().power_up(now)
        start = replace(self.date_time(now), year=2000, month=1, day_of_month=1, hour=0, minute=0, second=0)
        self.log[-1] = LogEntry(start.encode(), self.log[-1].code)


class ReconnectsBySelf(MeterState):
    """Starts with the supply connected, whatever was told before."""

    def power_up(self, now: int) -> None:
        super().power_up(now)
        self.control_state = CONNECTED


class DisconnectsBySelf(MeterState):
    """Starts with the supply disconnected, and waits to be told."""

    def power_up(self, now: int) -> None:
        super().power_up(now)
        self.control_state = DISCONNECTED


class CountsRestarts(MeterState):
    restarts = 0

    def power_up(self, now: int) -> None:
        super().power_up(now)
        self.restarts += 1


def with_volatile_name(state: MeterState) -> list[Instance]:
    """A model that keeps a name which clients write in a memory that a loss of power clears."""
    assert isinstance(state, CountsRestarts)
    instances = objects(state)
    point = point_of(instances, CALENDAR, PASSIVE_NAME)
    written_at = 0

    def read(association: AssociationServer) -> Data:
        assert point.read is not None
        return point.read(association) if written_at == state.restarts else OCTET_STRING(b"UNSET")

    def write(association: AssociationServer, data: Data) -> None:
        nonlocal written_at
        assert point.write is not None
        point.write(association, data)
        written_at = state.restarts

    return replaced(instances, CALENDAR, PASSIVE_NAME, replace(point, read=read, write=write))


class RowsLoseTheirValues(MeterState):
    """Keeps the times of its load profile safe, and the values beside them not."""

    restarted_at: int | None = None

    def imported_wh(self, now: int) -> int:
        is_lost = self.restarted_at is not None and now < self.restarted_at
        return 0 if is_lost else super().imported_wh(now)

    def power_up(self, now: int) -> None:
        super().power_up(now)
        self.restarted_at = now


DEFECTS = (
    Defect(
        "restart-clears-energy",
        "DLMS-OBJECT-ENERGY",
        "After a loss of power the imported energy is counted from zero.",
        state=CountsFromZero,
    ),
    Defect(
        "restart-loses-half-a-day-of-energy",
        "DLMS-OBJECT-ENERGY",
        "After a loss of power the imported energy goes on from what was saved half a day ago.",
        state=CountsFromThePast,
    ),
    Defect(
        "restart-sets-clock-to-2000",
        "DLMS-CLOCK-STATUS",
        "After a loss of power the clock begins with the year 2000, and its status says that all is well.",
        state=BeginsIn2000,
    ),
    Defect(
        "restart-is-logged-in-2000",
        "DLMS-CLOCK-STATUS",
        "The event that the power has come back is dated 2000-01-01, with a status that says that all is well.",
        state=DatesItsStartWrongly,
    ),
    Defect(
        "restart-connects-supply",
        "DLMS-OBJECT-DISCONNECT",
        "After a loss of power the supply is connected, although it was disconnected from afar.",
        state=ReconnectsBySelf,
    ),
    Defect(
        "restart-disconnects-supply",
        "DLMS-OBJECT-DISCONNECT",
        "After a loss of power the supply is disconnected, although it was connected.",
        state=DisconnectsBySelf,
    ),
    Defect(
        "restart-loses-what-was-written",
        "DLMS-ATTRIBUTE-STATIC",
        "What a client has written is gone after a loss of power.",
        model=with_volatile_name,
        state=CountsRestarts,
    ),
    Defect(
        "restart-clears-values-of-rows",
        "DLMS-PROFILE-RESTART",
        "After a loss of power the rows of the load profile have their times, and an energy of zero.",
        state=RowsLoseTheirValues,
    ),
)
