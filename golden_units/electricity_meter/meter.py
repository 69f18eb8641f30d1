"""The golden electricity meter as a unit."""

from collections.abc import Callable

from golden_units.cosem.object_model import Instance, LogicalDevice
from golden_units.cosem.server import CosemServer, Parts
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.settings import MeterSettings
from golden_units.electricity_meter.state import MeterState
from golden_units.unit import Output

GOLDEN = Parts()


class ElectricityMeter(CosemServer):
    """A single-phase meter with one logical device; see `settings` for its clients."""

    role = "electricity_meter"

    def __init__(
        self,
        settings: MeterSettings | None = None,
        *,
        parts: Parts = GOLDEN,
        model: Callable[[MeterState], list[Instance]] = objects,
        state: Callable[[MeterSettings], MeterState] = MeterState,
    ) -> None:
        self.settings = settings or MeterSettings()
        self.state = state(self.settings)
        device = LogicalDevice(model(self.state))
        super().__init__(
            {self.settings.server_sap: device}, self.settings.clients, hdlc=self.settings.hdlc, parts=parts
        )

    def control(self, name: str, now: int) -> list[Output]:
        """power_cycle and reset restart the meter; its clock and registers go on."""
        if name not in ("power_cycle", "reset"):
            raise ValueError(f"{name}: this meter offers power_cycle and reset")
        closings = self.restart()
        self.state.power_up(now)
        return closings
