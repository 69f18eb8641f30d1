"""Daylight saving: what the clock shows in summer and in winter."""

import calendar
import datetime

from conformance.authoring import (
    CLOCK,
    NANOSECONDS,
    Association,
    AttributeDescriptor,
    ClockReading,
    DutClock,
    Step,
    testcase,
)
from conformance.dlms.data_types import BOOLEAN, Data
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, UNSPECIFIED_YEAR, ClockStatus, DateTime

TIME_ZONE, STATUS, BEGIN, END, SAVED, ENABLED = (AttributeDescriptor(8, CLOCK, number) for number in (3, 4, 5, 6, 7, 8))
SUMMER = ClockStatus.DAYLIGHT_SAVING_ACTIVE
LAST = 0xFE
DAY = datetime.timedelta(days=1)


def day_of(told: Data, year: int, step: Step) -> datetime.date:
    """The day in a year on which local time is switched: a date, or the last one of a kind in a month."""
    switch = DateTime.decode(told.value)
    is_told = switch.month in range(1, 13) and switch.year in (UNSPECIFIED_YEAR, year)
    step.foreseen(is_told, "no day of this year is told on which daylight saving begins or ends")
    days = [datetime.date(year, switch.month, 1 + n) for n in range(calendar.monthrange(year, switch.month)[1])]
    kind = [day for day in days if switch.day_of_week in (UNSPECIFIED, day.isoweekday())]
    chosen = kind[-1:] if switch.day_of_month == LAST else [day for day in kind if day.day == switch.day_of_month]
    step.foreseen(chosen, "no day of this year is told on which daylight saving begins or ends")
    return chosen[0]


def noon_ns(day: datetime.date) -> int:
    """12:00 UTC of a day, in nanoseconds since 1970: far enough from any hour at which local time is switched."""
    return ((day - datetime.date(1970, 1, 1)).days * 24 + 12) * 3600 * NANOSECONDS


def expect_as_in(season: bool, zone: int, saved: int, clock: DutClock, written: ClockReading, step: Step) -> DateTime:
    """The clock has run on in UTC from what was written, and shows it as in winter or in summer."""
    shown = clock.read()
    found, seconds_off = shown.date_time.deviation, shown.since(written)
    step.foreseen(found != UNSPECIFIED_DEVIATION, "the deviation is not specified")
    is_an_hour_off = abs(abs(seconds_off) - abs(saved) * 60) <= shown.most_since(written)
    is_local = is_an_hour_off and found != written.date_time.deviation
    step.foreseen(not is_local, "the DUT takes the local time and ignores the deviation beside it")
    assert seconds_off >= shown.least_since(written)
    assert seconds_off <= shown.most_since(written)
    step.foreseen(not season or found != zone - saved, "the sign of daylight_savings_deviation is read the other way")
    assert found == (zone + saved if season else zone)
    return shown.date_time


# On a real meter this moves the clock by months; the load profile and the log will show it.
@testcase(
    "DLMS-OBJ-021",
    version=1,
    purpose="Around the switches of daylight saving the status tells summer, and local time plus deviation stays UTC.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    effects="clock",
    covers=["DLMS-CLOCK-STATUS", "DLMS-OBJECT-CLOCK"],
    requires="DLMS.LN and DLMS.GET and DLMS.SET and COSEM.CLOCK",
    association="writing",
)
def test_daylight_saving(association: Association, step: Step) -> None:
    clock = DutClock(association)
    with step("Read the clock, its time zone, and when daylight saving begins and ends"):
        reading = clock.preserve()
        zone, saved = association.read_permitted(TIME_ZONE).value, association.read_permitted(SAVED).value
        year = reading.date_time.year
        begin, end = (day_of(association.read_permitted(known), year, step) for known in (BEGIN, END))
        step.foreseen(saved, "daylight saving does not change the deviation")

    with step("Daylight saving is enabled, or can be"):
        if not association.preserve(ENABLED).value:
            response = association.set(ENABLED, BOOLEAN(True))
            step.foreseen(not response.refused, f"daylight saving cannot be enabled: {response.result.label}")
        assert association.read(ENABLED) == BOOLEAN(True)

    for name, day, season in (
        ("the day before it begins", begin - DAY, False),
        ("the day after it begins", begin + DAY, True),
        ("the day before it ends", end - DAY, True),
        ("the day after it ends", end + DAY, False),
    ):
        for deviation in (zone, zone + saved) if season else (zone,):
            with step(f"Set the clock to 12:00 UTC on {day}, {name}, with deviation {deviation}"):
                told = SUMMER if deviation != zone else 0
                moment = DateTime.at(noon_ns(day), deviation=deviation, clock_status=told)
                response, written = clock.write(Data(reading.type, moment.encode()))
                step.foreseen(not response.refused, f"setting the clock is refused with {response.result.label}")

            with step("Local time plus deviation is UTC; the deviation is that of the time zone, in summer corrected"):
                time = expect_as_in(season, zone, saved, clock, written, step)

            with step(f"The status tells {'summer' if season else 'winter'}, in the time and by itself"):
                step.foreseen(time.clock_status != UNSPECIFIED, "the status of the time is not specified")
                assert bool(time.clock_status & SUMMER) == season
                assert association.read_permitted(STATUS).value == time.clock_status
