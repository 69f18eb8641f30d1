"""The port of a bench, opened in whatever way; what crosses it is recorded as in a run, for as long as it is needed."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from conformance.bench.bench import PORT, Bench, new_dissector
from conformance.bench.exchange import PortExchange
from conformance.bench.link_url import LinkUrl
from conformance.bench.live import ReconnectDelay
from conformance.bench.masking import Masker
from conformance.bench.wall_bench import WallBench
from conformance.clock import seconds_to_ns
from conformance.evidence.record import Recorder


class Lines:
    """Opens one line after the other; each has its own folder of evidence."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self.bench = bench
        self.folder = folder
        self.opened = 0
        self._reconnect = ReconnectDelay(seconds_to_ns(bench.file.dut.timing.reconnect_delay_s))

    @contextlib.contextmanager
    def open(self, link: LinkUrl) -> Iterator[PortExchange]:
        """While this lasts, the port is open; BenchError if it cannot be opened."""
        self.opened += 1
        with Recorder(self.folder / f"{self.opened:04}", origin_ns=self.bench.wall_origin_ns()) as recorder:
            recorder.add_port(PORT, link.text, new_dissector(link.framing), Masker(self.bench.secrets(), link.framing))
            recorder.mask_text = self.bench.mask_text
            exchange = self._exchange(recorder, link)
            try:
                exchange.open()
                yield exchange
            finally:
                exchange.close()
                exchange.release()

    def _exchange(self, recorder: Recorder, link: LinkUrl) -> PortExchange:
        rng = self.bench.rng("doctor", self.opened)
        if not isinstance(self.bench, WallBench):
            return self.bench.exchange(recorder, link.framing, rng)
        return self.bench.exchange_over(self.bench.transport_to(link), recorder, self._reconnect, rng)
