"""The time of the clock as a date-time."""

import calendar

from conformance.authoring import CLOCK_TIME, Association, Step, testcase
from conformance.dlms.data_types import DATE_TIME, OCTET_STRING
from conformance.dlms.date_time import UNSPECIFIED, UNSPECIFIED_DEVIATION, ClockStatus, DateTime


@testcase(
    "DLMS-OBJ-006",
    version=1,
    purpose="The clock gives 12 octets that name a day of the calendar, a time of that day and its deviation from UTC.",
    dut=["electricity_meter", "gas_meter"],
    starts="associated",
    covers=["DLMS-OBJECT-CLOCK"],
    requires="DLMS.LN and DLMS.GET and COSEM.CLOCK",
)
def test_clock_shows_a_date_time(association: Association, step: Step) -> None:
    with step("Read attribute 2 of 0-0:1.0.0.255: 12 octets"):
        data = association.read_permitted(CLOCK_TIME)
        assert data.type in (OCTET_STRING, DATE_TIME)
        assert len(data.value) == 12
        time = DateTime.decode(data.value)

    with step("The clock calls its time valid"):
        is_specified = time.clock_status != UNSPECIFIED
        invalid = is_specified and time.clock_status & ClockStatus.INVALID_VALUE
        step.foreseen(not invalid, f"clock status {time.clock_status:02X}: the clock says that its time is invalid")

    with step("The date is in the calendar, and the day of the week belongs to it"):
        assert time.month in range(1, 13)
        assert time.year in range(1970, 10_000)
        assert time.day_of_month in range(1, calendar.monthrange(time.year, time.month)[1] + 1)
        weekday = calendar.weekday(time.year, time.month, time.day_of_month) + 1
        assert time.day_of_week in (weekday, UNSPECIFIED)

    with step("The time is within a day"):
        assert time.hour in range(24)
        assert time.minute in range(60)
        assert time.second in range(60)
        assert time.hundredths in (*range(100), UNSPECIFIED)

    with step("The deviation is between -720 and 840 minutes, or not specified"):
        assert time.deviation in range(-720, 841) or time.deviation == UNSPECIFIED_DEVIATION
