"""Demand 1-0:1.4.0.255 (class 5) and its maximum 1-0:1.6.0.255 (class 4), over half hours of the meter's own time.

The load is the same throughout an hour, so the mean over a half hour is the
power at its begin, and the day's 48 half hours hold every mean there is.
"""

from conformance.clock import NANOSECONDS
from conformance.dlms.action import ActionResult
from conformance.dlms.cosem import ObisCode
from conformance.dlms.data_types import (
    DOUBLE_LONG_UNSIGNED,
    ENUM,
    INTEGER,
    LONG_UNSIGNED,
    OCTET_STRING,
    UNSIGNED,
    Data,
    structure,
)
from conformance.dlms.interface_classes.demand_register import DEMAND_REGISTER
from conformance.dlms.interface_classes.extended_register import EXTENDED_REGISTER
from conformance.dlms.interface_classes.unit import Unit
from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Instance, Point, constant
from golden_units.electricity_meter import measurement
from golden_units.electricity_meter.state import MeterState

PERIOD_S = 1800
PERIOD_NS = PERIOD_S * NANOSECONDS
PERIODS_IN_A_DAY = measurement.DAY_S // PERIOD_S

BILLING_DAYS = 30
"""How long before a run the maximum was reset last."""

WATTS = constant(structure(INTEGER(0), ENUM(Unit.WATT)))
NO_STATUS = constant(UNSIGNED(0))


class Demand:
    """Periods are counted from 1970 by the time that passes, whatever the clock was set to."""

    def __init__(self, state: MeterState) -> None:
        self.state = state
        self.reset_moment = max(
            -BILLING_DAYS * measurement.DAY_S * NANOSECONDS, state.in_service_since_ns - state.settings.start_time_ns
        )

    def period(self, now: int) -> int:
        return self.state.load_ns(now) // PERIOD_NS

    def moment(self, period: int) -> int:
        """When a period begins."""
        return period * PERIOD_NS - self.state.load_ns(0)

    def watts(self, period: int) -> int:
        return measurement.power_watts(self.state.settings.load_watts, period * PERIOD_NS)

    def running_watts(self, now: int) -> int:
        """What the running period comes to if nothing more was drawn in it."""
        period = self.period(now)
        return self.watts(period) * (self.state.load_ns(now) - period * PERIOD_NS) // PERIOD_NS

    def maximum(self, now: int) -> tuple[int, int]:
        """The largest mean of a period that has ended since the last reset, and when that one ended."""
        ended = range(self.period(self.reset_moment), self.period(now))[:PERIODS_IN_A_DAY]
        if not ended:
            return 0, self.reset_moment
        largest = max(ended, key=self.watts)
        return self.watts(largest), self.moment(largest + 1)

    def shown(self, moment: int) -> Data:
        """What the clock would have shown at a moment, as it is set now."""
        return OCTET_STRING(self.state.date_time(moment).encode())


def demand_registers(state: MeterState) -> list[Instance]:
    demand = Demand(state)
    return [demand_register(demand), maximum_demand(demand)]


def demand_register(demand: Demand) -> Instance:
    def begin(association: AssociationServer) -> Data:
        return demand.shown(demand.moment(demand.period(association.now)))

    def last(association: AssociationServer) -> Data:
        return DOUBLE_LONG_UNSIGNED(demand.watts(demand.period(association.now) - 1))

    return Instance(
        DEMAND_REGISTER,
        ObisCode("1-0:1.4.0.255"),
        {
            2: Point(lambda association: DOUBLE_LONG_UNSIGNED(demand.running_watts(association.now))),
            3: Point(last),
            4: WATTS,
            5: NO_STATUS,
            6: Point(begin),
            7: Point(begin),
            8: constant(DOUBLE_LONG_UNSIGNED(PERIOD_S)),
            9: constant(LONG_UNSIGNED(1)),
        },
    )


def maximum_demand(demand: Demand) -> Instance:
    def reset(association: AssociationServer, parameters: Data | None) -> ActionResult:
        demand.reset_moment = association.now
        return ActionResult.SUCCESS

    return Instance(
        EXTENDED_REGISTER,
        ObisCode("1-0:1.6.0.255"),
        {
            2: Point(lambda association: DOUBLE_LONG_UNSIGNED(demand.maximum(association.now)[0])),
            3: WATTS,
            4: NO_STATUS,
            5: Point(lambda association: demand.shown(demand.maximum(association.now)[1])),
        },
        {1: reset},
    )
