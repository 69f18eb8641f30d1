"""The living state of the meter: its clock, its supply switch, its event log."""

from dataclasses import dataclass

from conformance.clock import NANOSECONDS
from conformance.dlms.date_time import ClockStatus, DateTime
from golden_units.electricity_meter import measurement
from golden_units.electricity_meter.captures import CLOCK_ADJUSTED, POWER_DOWN, Captures
from golden_units.electricity_meter.daylight_saving import DaylightSaving
from golden_units.electricity_meter.settings import MeterSettings
from golden_units.electricity_meter.timers import Timers

LOG_ENTRIES = 50
MINUTE_NS = 60 * NANOSECONDS

EVENT_POWER_UP, EVENT_CLOCK_SET, EVENT_DISCONNECTED, EVENT_RECONNECTED, EVENT_LOG_CLEARED = 2, 4, 60, 61, 255
"""Event codes of the log."""

DISCONNECTED, CONNECTED = 0, 1
"""control_state of the supply switch."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    time: bytes
    code: int


class MeterState:
    """Everything about the meter that changes; all methods take the moment of the run."""

    def __init__(self, settings: MeterSettings) -> None:
        self.settings = settings
        self.clock_offset_ns = 0
        """How far setting the clock has moved it."""

        self.deviation = settings.deviation
        """Of normal time."""

        self.daylight_saving = DaylightSaving()
        self.control_state = CONNECTED
        self.captures = Captures(self.in_service_since_ns - settings.start_time_ns, self.local_ns(0))
        """Of the load profile."""

        self.timers = Timers(self.local_ns)
        """What the meter does by itself."""

        self.log: list[LogEntry] = []
        self.log_event(EVENT_POWER_UP, 0)

    # Clock.

    def true_utc_ns(self, now: int) -> int:
        """Civil time by which energy is counted, whatever the clock was set to."""
        return self.settings.start_time_ns + now

    def utc_ns(self, now: int) -> int:
        return self.true_utc_ns(now) + self.clock_offset_ns

    def local_ns(self, now: int) -> int:
        """What the clock shows in nanoseconds of local time since 1970, daylight saving apart."""
        return self.utc_ns(now) - self.deviation * MINUTE_NS

    def date_time(self, now: int) -> DateTime:
        deviation, clock_status = self.civil(self.utc_ns(now))
        return DateTime.at(self.utc_ns(now), deviation=deviation, clock_status=clock_status)

    def civil(self, utc_ns: int) -> tuple[int, int]:
        """Deviation and clock status with which a moment is shown."""
        minutes = self.daylight_saving.minutes_at(utc_ns - self.deviation * MINUTE_NS)
        summer = ClockStatus.DAYLIGHT_SAVING_ACTIVE if minutes else ClockStatus(0)
        return self.deviation + minutes, int(self.clock_status() | summer)

    def clock_status(self) -> ClockStatus:
        return ClockStatus(0)

    def set_clock(self, utc_ns: int, now: int) -> None:
        self.clock_offset_ns += utc_ns - self.utc_ns(now)
        self.captures.disturb(now, self.local_ns(now) - now, CLOCK_ADJUSTED)
        self.log_event(EVENT_CLOCK_SET, now)

    def shift_clock(self, seconds: int, now: int) -> None:
        self.set_clock(self.utc_ns(now) + seconds * NANOSECONDS, now)

    # Energy.

    def load_ns(self, now: int) -> int:
        """Local time by which load and rates follow the hours of the day, whatever the clock was set to."""
        return self.true_utc_ns(now) - self.settings.deviation * MINUTE_NS

    @property
    def in_service_since_ns(self) -> int:
        return self.settings.start_time_ns - self.settings.in_service_days * measurement.DAY_S * NANOSECONDS

    def energy_import_wh(self, now: int, hours: frozenset[int]) -> int:
        end = self.load_ns(now)
        start = end - (self.true_utc_ns(now) - self.in_service_since_ns)
        return measurement.energy_watt_seconds(self.settings.load_watts, start, end, hours) // measurement.HOUR_S

    def imported_wh(self, now: int) -> int:
        """The total: what its rates make up."""
        return sum(self.energy_import_wh(now, hours) for hours in (measurement.DAY_HOURS, measurement.NIGHT_HOURS))

    def energy_export_wh(self, now: int) -> int:
        counted_ns = self.true_utc_ns(now) - self.in_service_since_ns
        return self.settings.generation_watts * (counted_ns // NANOSECONDS) // measurement.HOUR_S

    def power_watts(self, now: int) -> int:
        return measurement.power_watts(self.settings.load_watts, self.load_ns(now))

    # Supply switch and event log.

    def power_up(self, now: int) -> None:
        """After a restart; clock and registers have gone on."""
        self.captures.disturb(now, self.local_ns(now) - now, POWER_DOWN)
        self.log_event(EVENT_POWER_UP, now)

    def switch(self, control_state: int, now: int) -> None:
        self.control_state = control_state
        self.log_event(EVENT_RECONNECTED if control_state == CONNECTED else EVENT_DISCONNECTED, now)

    def log_event(self, code: int, now: int) -> None:
        self.log.append(LogEntry(self.date_time(now).encode(), code))
        del self.log[:-LOG_ENTRIES]

    def clear_log(self, now: int) -> None:
        self.log.clear()
        self.log_event(EVENT_LOG_CLEARED, now)
