"""The clock 0-0:1.0.0.255 (class 8)."""

from conformance.clock import NANOSECONDS
from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import DATE_TIME, ENUM, LONG, OCTET_STRING, UNSIGNED, Data
from conformance.dlms.date_time import UNSPECIFIED_DEVIATION, DateTime
from conformance.dlms.get import DataAccessResult
from conformance.dlms.interface_classes.clock import CLOCK
from conformance.errors import ProtocolViolation
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import AccessRefused, Instance, Point, constant
from golden_units.electricity_meter.settings import EARLIEST_NS, LATEST_NS
from golden_units.electricity_meter.state import MeterState

INTERNAL_CRYSTAL = 1
"""clock_base."""

LARGEST_SHIFT_S = 900
"""shift_time moves the clock by -900 to 900 seconds."""


def clock(state: MeterState) -> Instance:
    def read_time(association: AssociationServer) -> Data:
        return OCTET_STRING(state.date_time(association.now).encode())

    def write_time(association: AssociationServer, data: Data) -> None:
        if data.type not in (OCTET_STRING, DATE_TIME):
            raise AccessRefused(DataAccessResult.TYPE_UNMATCHED)
        utc_ns = moment_of(data.value, state.deviation)
        deviation, _ = state.civil(utc_ns)
        state.set_clock(moment_of(data.value, deviation), association.now)

    def adjust(period_s: int) -> "Adjust":
        return Adjust(state, period_s)

    def shift_time(association: AssociationServer, parameters: Data | None) -> ActionResult:
        if parameters is None or parameters.type is not LONG:
            return ActionResult.TYPE_UNMATCHED
        shifted_ns = state.utc_ns(association.now) + parameters.value * NANOSECONDS
        if not -LARGEST_SHIFT_S <= parameters.value <= LARGEST_SHIFT_S or not is_settable(shifted_ns):
            return ActionResult.OTHER_REASON
        state.shift_clock(parameters.value, association.now)
        return ActionResult.SUCCESS

    return Instance(
        CLOCK,
        ObisCode("0-0:1.0.0.255"),
        {
            2: Point(read_time, write_time),
            3: Point(lambda association: LONG(state.settings.deviation)),
            4: Point(lambda association: UNSIGNED(state.date_time(association.now).clock_status)),
            5: state.daylight_saving.begin.point,
            6: state.daylight_saving.end.point,
            7: state.daylight_saving.deviation.point,
            8: state.daylight_saving.enabled.point,
            9: constant(ENUM(INTERNAL_CRYSTAL)),
        },
        {1: adjust(900), 3: adjust(60), 6: shift_time},
    )


class Adjust:
    """Method that moves the clock to the nearest multiple of a period."""

    def __init__(self, state: MeterState, period_s: int) -> None:
        self.state = state
        self.period_ns = period_s * NANOSECONDS

    def __call__(self, association: AssociationServer, parameters: Data | None) -> ActionResult:
        utc_ns = self.state.utc_ns(association.now)
        nearest = (utc_ns + self.period_ns // 2) // self.period_ns * self.period_ns
        if not is_settable(nearest):
            return ActionResult.OTHER_REASON
        self.state.set_clock(nearest, association.now)
        return ActionResult.SUCCESS


def moment_of(octets: bytes, deviation: int) -> int:
    """UTC of a date-time that a client writes; an unspecified deviation is taken as the meter's own."""
    try:
        date_time = DateTime.decode(octets)
        if date_time.deviation == UNSPECIFIED_DEVIATION:
            date_time.deviation = deviation
        utc_ns = date_time.utc_ns()
    except (ProtocolViolation, ValueError, OverflowError):
        raise AccessRefused(DataAccessResult.OTHER_REASON) from None
    if not is_settable(utc_ns):
        raise AccessRefused(DataAccessResult.OTHER_REASON)
    return utc_ns


def is_settable(utc_ns: int) -> bool:
    """True for a moment that the clock can be set to; it must be able to run on from there for years."""
    return EARLIEST_NS <= utc_ns <= LATEST_NS
