"""Golden meters with addresses that a case might take for absent ones."""

from typing import Any

from conformance.dlms.data_types import LONG_UNSIGNED, OCTET_STRING, Data, array, structure
from conformance.dlms.hdlc.frame import HdlcFrame
from golden_units.cosem.hdlc_session import HdlcProfile, HdlcSession
from golden_units.defects.models import rewritten, without
from golden_units.electricity_meter import ElectricityMeter, MeterSettings
from golden_units.unit import Output

SAP_ASSIGNMENT = "0-0:41.0.0.255"
FURTHER_SAPS = (3, 17, 33, 125)
"""Each but the last differs from the management logical device, 1, in one bit."""


def many_devices(*, are_listed: bool = True) -> ElectricityMeter:
    """A meter with further logical devices; it lists them all, or has no SAP assignment."""

    def with_all(rows: Data) -> Data:
        further = [structure(LONG_UNSIGNED(sap), OCTET_STRING(b"GLD%013d" % sap)) for sap in FURTHER_SAPS]
        return array(*rows, *further)

    meter = ElectricityMeter(model=rewritten(SAP_ASSIGNMENT, 2, with_all) if are_listed else without(SAP_ASSIGNMENT))
    meter.devices |= dict.fromkeys(FURTHER_SAPS, meter.devices[1])
    return meter


class AtTwoAddresses(HdlcSession):
    """Has a physical address too, for clients that write addresses in two octets."""

    def is_for_us(self, frame: HdlcFrame) -> bool:
        server = frame.destination
        in_two_octets = (server.width, server.lower) == (2, 125) and self.association(frame) is not None
        return in_two_octets or super().is_for_us(frame)


class WithNeighbour:
    """Two meters on one line whose physical addresses differ in one bit."""

    def __init__(self) -> None:
        self._meter = ElectricityMeter(MeterSettings(hdlc=HdlcProfile(2, 17)))
        settings = MeterSettings(logical_device_name=b"GLD0000000000002", hdlc=HdlcProfile(2, 16))
        self._both = (self._meter, ElectricityMeter(settings))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._meter, name)

    def connect(self, port: str, framing: str, now: int) -> None:
        for meter in self._both:
            meter.connect(port, framing, now)

    def disconnect(self, port: str, now: int) -> None:
        for meter in self._both:
            meter.disconnect(port, now)

    def receive(self, port: str, octets: bytes, now: int) -> list[Output]:
        return [output for meter in self._both for output in meter.receive(port, octets, now)]

    def next_deadline(self) -> int | None:
        deadlines = [meter.next_deadline() for meter in self._both]
        return min((deadline for deadline in deadlines if deadline is not None), default=None)

    def tick(self, now: int) -> list[Output]:
        return [output for meter in self._both for output in meter.tick(now)]
