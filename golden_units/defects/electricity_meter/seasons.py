"""Faults of the clock with summer and winter, and with being adjusted."""

from dataclasses import replace

from conformance.clock import NANOSECONDS
from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import UNSIGNED, Data
from conformance.dlms.date_time import UNSPECIFIED, ClockStatus, DateTime
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Invoke
from golden_units.cosem.schema_cell import SchemaCell
from golden_units.defects.base import Defect
from golden_units.defects.models import Model, rewritten
from golden_units.electricity_meter.daylight_saving import DaylightSaving, switch_ns
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.settings import MeterSettings
from golden_units.electricity_meter.state import MeterState

CLOCK = "0-0:1.0.0.255"


class NeverSaysSummer(MeterState):
    """Moves the deviation in summer, and leaves the bit of the status alone."""

    def civil(self, utc_ns: int) -> tuple[int, int]:
        deviation, status = super().civil(utc_ns)
        return deviation, status & ~ClockStatus.DAYLIGHT_SAVING_ACTIVE


class SaysSummerWheneverEnabled(MeterState):
    """Sets the bit of the status as long as daylight saving is enabled, all year."""

    def civil(self, utc_ns: int) -> tuple[int, int]:
        deviation, status = super().civil(utc_ns)
        is_enabled = self.daylight_saving.enabled.data.value
        return deviation, status | (ClockStatus.DAYLIGHT_SAVING_ACTIVE if is_enabled else 0)


class KeepsDeviationOfWinter(MeterState):
    """Puts local time on in summer, and shows the deviation of winter beside it."""

    def date_time(self, now: int) -> DateTime:
        return replace(super().date_time(now), deviation=self.deviation)


class LastDayOfMonth(DaylightSaving):
    """Takes the last Sunday of a month for its last day."""

    def switch(self, cell: SchemaCell, year: int) -> int | None:
        told = bytearray(cell.data.value)
        told[4] = UNSPECIFIED
        return switch_ns(bytes(told), year)


class SwitchesOnTheLastDay(MeterState):
    def __init__(self, settings: MeterSettings) -> None:
        super().__init__(settings)
        self.daylight_saving = LastDayOfMonth()


def with_adjustment(method: int, period_s: int, late_s: int = 0) -> Model:
    """A model whose method moves the clock to the last multiple of a period, or past it."""

    def model(state: MeterState) -> list[Instance]:
        def adjust(association: AssociationServer, parameters: Data | None) -> ActionResult:
            period_ns = period_s * NANOSECONDS
            before_ns = state.utc_ns(association.now) // period_ns * period_ns
            state.set_clock(before_ns + late_s * NANOSECONDS, association.now)
            return ActionResult.SUCCESS

        faulty: Invoke = adjust
        return [
            replace(known, methods={**known.methods, method: faulty}) if known.instance_id == ObisCode(CLOCK) else known
            for known in objects(state)
        ]

    return model


DEFECTS = (
    Defect(
        "clock-never-says-summer",
        "DLMS-CLOCK-STATUS",
        "In summer the deviation is another, but the status does not say that daylight saving is active.",
        state=NeverSaysSummer,
    ),
    Defect(
        "clock-says-summer-all-year",
        "DLMS-CLOCK-STATUS",
        "While daylight saving is enabled, the status calls it active in winter too.",
        state=SaysSummerWheneverEnabled,
    ),
    Defect(
        "clock-status-apart",
        "DLMS-CLOCK-STATUS",
        "Attribute 4 of the clock is 0, whatever the status in its time is.",
        model=rewritten(CLOCK, 4, lambda status: UNSIGNED(0)),
    ),
    Defect(
        "clock-keeps-deviation-of-winter",
        "DLMS-OBJECT-CLOCK",
        "In summer the local time is an hour on, with the deviation of winter beside it.",
        state=KeepsDeviationOfWinter,
    ),
    Defect(
        "clock-switches-on-last-day",
        "DLMS-OBJECT-CLOCK",
        "Daylight saving begins and ends on the last day of the month instead of its last Sunday.",
        state=SwitchesOnTheLastDay,
    ),
    Defect(
        "clock-adjusts-backwards-only",
        "DLMS-CLOCK-ADJUST",
        "adjust_to_quarter sets the clock to the quarter before, even if the next one is nearer.",
        model=with_adjustment(1, 900),
    ),
    Defect(
        "clock-adjusts-to-half-minute",
        "DLMS-CLOCK-ADJUST",
        "adjust_to_minute sets the clock to the half minute.",
        model=with_adjustment(3, 60, 30),
    ),
)
