"""Activity calendar, class 20: which script runs when, by seasons, weeks and days; one active, one passive."""

from conformance.dlms.data_types import LONG_UNSIGNED, UNSIGNED
from conformance.dlms.interface_classes.base import InterfaceClass, attributes, dynamic, methods, optional, static
from conformance.dlms.interface_classes.schema import Array, Simple, Structure
from conformance.dlms.interface_classes.types import LOGICAL_NAME, MOMENT, OCTETS, TIME_OF_DAY, ZERO

DAY_ID = Simple(UNSIGNED)

SEASON_PROFILE = Array(Structure(season_profile_name=OCTETS, season_start=MOMENT, week_name=OCTETS))

WEEK_PROFILE_TABLE = Array(
    Structure(
        week_profile_name=OCTETS,
        monday=DAY_ID,
        tuesday=DAY_ID,
        wednesday=DAY_ID,
        thursday=DAY_ID,
        friday=DAY_ID,
        saturday=DAY_ID,
        sunday=DAY_ID,
    )
)

DAY_PROFILE_ACTION = Structure(
    start_time=TIME_OF_DAY, script_logical_name=LOGICAL_NAME, script_selector=Simple(LONG_UNSIGNED)
)

DAY_PROFILE_TABLE = Array(Structure(day_id=DAY_ID, day_schedule=Array(DAY_PROFILE_ACTION)))

ACTIVITY_CALENDAR = InterfaceClass(
    20,
    0,
    "Activity calendar",
    "which script runs when, by seasons, weeks and days",
    attributes(
        dynamic("calendar_name_active", OCTETS),
        dynamic("season_profile_active", SEASON_PROFILE),
        dynamic("week_profile_table_active", WEEK_PROFILE_TABLE),
        dynamic("day_profile_table_active", DAY_PROFILE_TABLE),
        static("calendar_name_passive", OCTETS),
        static("season_profile_passive", SEASON_PROFILE),
        static("week_profile_table_passive", WEEK_PROFILE_TABLE),
        static("day_profile_table_passive", DAY_PROFILE_TABLE),
        static("activate_passive_calendar_time", MOMENT),
    ),
    methods(optional("activate_passive_calendar", ZERO)),
)
