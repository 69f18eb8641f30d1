"""The golden electricity meter as a unit."""

from collections.abc import Callable

from golden_units.cosem.association_server import AssociationServer
from golden_units.cosem.object_model import Client, Instance, LogicalDevice
from golden_units.cosem.server import CosemServer, Parts
from golden_units.electricity_meter.objects import objects
from golden_units.electricity_meter.second_device import second_device
from golden_units.electricity_meter.settings import MeterSettings
from golden_units.electricity_meter.state import MeterState
from golden_units.unit import Output

GOLDEN = Parts()

ITSELF = Client(127, "the meter itself", may_write=True)


class ElectricityMeter(CosemServer):
    """A single-phase meter with two logical devices; see `settings` for its clients."""

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
        devices = {
            self.settings.server_sap: device,
            self.settings.second_sap: LogicalDevice(second_device(self.settings)),
        }
        super().__init__(
            devices,
            self.settings.clients,
            hdlc=self.settings.hdlc,
            parts=parts,
            server_max_receive_pdu_size=self.settings.server_max_receive_pdu_size,
        )
        self.own_hand = AssociationServer(device, ITSELF, parts.services, server_sap=self.settings.server_sap)
        """Executes what is due; its time is that until which this was done."""

    def receive(self, port: str, octets: bytes, now: int) -> list[Output]:
        self.do_what_is_due(now)
        return super().receive(port, octets, now)

    def next_deadline(self) -> int | None:
        deadlines = (super().next_deadline(), self.state.timers.next_deadline(self.own_hand.now))
        return min((known for known in deadlines if known is not None), default=None)

    def tick(self, now: int) -> list[Output]:
        self.do_what_is_due(now)
        return super().tick(now)

    def do_what_is_due(self, now: int) -> None:
        since, self.own_hand.now = self.own_hand.now, now
        self.state.timers.run(since, self.own_hand)

    def control(self, name: str, now: int) -> list[Output]:
        """power_cycle and reset restart the meter; its clock and registers go on."""
        self.do_what_is_due(now)
        if name not in ("power_cycle", "reset"):
            raise ValueError(f"{name}: this meter offers power_cycle and reset")
        closings = self.restart()
        self.state.power_up(now)
        return closings
