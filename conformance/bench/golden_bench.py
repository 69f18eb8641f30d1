"""A bench on a golden unit: every attempt gets a new unit, new links and a new virtual clock."""

import random
from dataclasses import replace

from conformance.bench.bench import PORT, Bench
from conformance.bench.bench_file import AssociationPart, BenchFile, PixitPart
from conformance.bench.exchange import PortExchange
from conformance.bench.golden import golden_unit
from conformance.bench.impaired import Impaired
from conformance.bench.link_url import LinkUrl
from conformance.bench.live import LiveExchange
from conformance.bench.unit_port import UnitHost, UnitPort
from conformance.clock import VirtualClock
from conformance.dlms.acse import Mechanism
from conformance.evidence.record import FROM_DUT, TO_DUT, Recorder
from conformance.testcase import Effects
from conformance.tester.exchange import Timing
from conformance.tester.hdlc_link import HdlcSettings
from conformance.transport.memory import DELAY_NS, MemoryLink
from conformance.transport.pump import VirtualPump
from golden_units.cosem.object_model import Client
from golden_units.cosem.server import DATAGRAM
from golden_units.electricity_meter.settings import CLIENTS

CONTROLS = frozenset({"power_cycle", "reset"})

GOLDEN_PIXIT = {
    "max_wrong_credentials": 1000,
    "lockout_s": 0.0,
    "writable_data": "0-0:96.1.1.255",
    "relay_actuation_s": 0.0,
}
"""What is known of the golden meter beyond what a bench file says."""


class GoldenBench(Bench):
    """Golden units offer every control and bear every effect."""

    is_golden = True

    def __init__(self, file: BenchFile, source: str, link: LinkUrl) -> None:
        dut = file.dut
        is_alone = link.framing == "hdlc" or link.is_datagram
        framings = (link.framing,) if is_alone else ("wrapper", "hdlc")
        declared = dut.pixit.model_dump(exclude_unset=True)
        pixit = PixitPart(**{**GOLDEN_PIXIT, **declared})
        file = file.model_copy(update={"dut": dut.model_copy(update={"pixit": pixit})})
        super().__init__(
            file,
            source,
            links=[replace(link, framing=framing) for framing in framings],
            associations=dut.associations or [_association(client) for client in CLIENTS],
            permits=frozenset([effect.word for effect in Effects] if dut.permits is None else dut.permits),
        )
        self.defect = link.device
        golden_unit(self.dut.role, self.defect)  # now, rather than in the first case, says whether there is one

    def controls(self) -> frozenset[str]:
        return CONTROLS

    def act(self, control: str) -> str:
        return f"{control}: every attempt has a unit of its own"

    def wall_origin_ns(self) -> int:
        return 0

    def seed(self) -> int:
        return self.file.campaign.seed

    def octets_per_second(self, framing: str) -> float | None:
        return None

    @property
    def _impaired(self) -> Impaired | None:
        return self.links[0].impaired

    def hdlc_settings(self, framing: str, *, is_noisy: bool = False) -> HdlcSettings:
        if self._impaired is None:
            return super().hdlc_settings(framing)
        may_repeat = self._impaired.chances.duplication > 0
        return replace(super().hdlc_settings(framing, is_noisy=self._impaired.is_noisy), may_repeat=may_repeat)

    def timing(self, octets_per_second: float | None) -> Timing:
        """The DUT has the time that its link takes on top."""
        timing, impaired = super().timing(octets_per_second), self._impaired
        on_the_way = 0 if impaired is None else 2 * impaired.delay_ns
        return replace(timing, turnaround_ns=timing.turnaround_ns + on_the_way)

    def new_link(self, rng: random.Random) -> MemoryLink:
        """What the link does by chance depends on its seed and the attempt, and takes nothing from `rng`."""
        impaired = self._impaired
        if impaired is None:
            return MemoryLink(PORT, rng)
        own = random.Random()  # noqa: S311 - reproducible on purpose
        own.setstate(rng.getstate())
        own.seed(f"link/{impaired.seed}/{own.getrandbits(64)}")
        delay_ns = DELAY_NS + impaired.delay_ns
        return MemoryLink(PORT, own, delay_ns=delay_ns, impairments=impaired.chances)

    def exchange(self, recorder: Recorder, framing: str, rng: random.Random) -> PortExchange:
        clock = VirtualClock()
        pump = VirtualPump(clock)
        host = UnitHost(golden_unit(self.dut.role, self.defect))
        link = self.new_link(rng)
        is_datagram = self.links[0].is_datagram
        port = UnitPort(host, PORT, DATAGRAM if is_datagram else framing, link.far)

        def accept() -> None:
            port.end(clock.now())  # the unit may not have seen yet that an earlier connection was closed
            link.far.is_open = False
            link.far.open()
            port.open(clock.now())

        def control(name: str) -> str:
            host.deliver(host.unit.control(name, clock.now()), clock.now())
            return "done"

        link.near_opened = accept
        pump.add(port)
        pump.add(host)
        timing = self.timing(self.octets_per_second(framing))
        exchange = LiveExchange(PORT, link.near, pump, recorder, timing, rng, controller=control)
        link.near.tell_impaired = lambda what: exchange.impaired(TO_DUT, what, clock.now())
        link.far.tell_impaired = lambda what: exchange.impaired(FROM_DUT, what, clock.now())
        return exchange


def _association(client: Client) -> AssociationPart:
    is_lls = client.mechanism is Mechanism.LLS
    return AssociationPart(
        name=client.name,
        client_sap=client.sap,
        mechanism="lls" if is_lls else "none",
        secret=client.secret.decode() if is_lls else None,  # type: ignore[arg-type]
        may_write=client.may_write,
    )
