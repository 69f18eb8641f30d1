"""A golden meter on a virtual clock that lives for a whole session, as a real one does."""

import random
from pathlib import Path
from typing import Any

from conformance.bench.bench import PORT
from conformance.bench.bench_file import BenchFile, DutPart
from conformance.bench.exchange import PortExchange
from conformance.bench.golden_bench import GoldenBench
from conformance.bench.link_url import parse_link
from conformance.bench.live import LiveExchange
from conformance.bench.session import BenchSession
from conformance.bench.unit_port import UnitHost, UnitPort
from conformance.catalogue import published
from conformance.clock import VirtualClock
from conformance.declaration import Declaration
from conformance.evidence.record import Recorder
from conformance.evidence.run_directory import RunDirectory
from conformance.transport.pump import VirtualPump
from golden_units.electricity_meter import ElectricityMeter
from tests.bench.cases import RULE


class LastingBench(GoldenBench):
    """One golden meter and one clock for the whole session, as on a real bench."""

    is_golden = False

    def __init__(self, meter: ElectricityMeter, **dut: Any) -> None:
        file = BenchFile(dut=DutPart(role="electricity_meter", link="golden", **dut))
        super().__init__(file, "golden", parse_link("golden"))
        self.clock = VirtualClock()
        self.pump = VirtualPump(self.clock)
        host = UnitHost(meter)
        self.link = self.new_link(random.Random(1))  # noqa: S311 - reproducible on purpose
        self.port = UnitPort(host, PORT, "wrapper", self.link.far)
        self.link.near_opened = self.accept
        self.pump.add(self.port)
        self.pump.add(host)
        self.resets = 0

    def accept(self) -> None:
        self.port.end(self.clock.now())
        self.link.far.is_open = False
        self.link.far.open()
        self.port.open(self.clock.now())

    def act(self, control: str) -> str:
        self.resets += 1
        return "done"

    def exchange(self, recorder: Recorder, framing: str, rng: random.Random) -> PortExchange:
        near, timing = self.link.near, self.timing(self.octets_per_second(framing))
        return LiveExchange(PORT, near, self.pump, recorder, timing, rng, controller=self.act)


def session_on(bench: LastingBench, folder: Path) -> BenchSession:
    catalogue = published()
    proforma = catalogue.proforma
    declaration = Declaration("electricity_meter", proforma, dict.fromkeys(proforma, True), is_enduring=False)
    return BenchSession(bench, declaration, {**catalogue.rules, RULE.id: RULE}, RunDirectory(folder))
