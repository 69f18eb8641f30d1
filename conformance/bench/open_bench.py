"""From what the user gave (a file, golden, golden:DEFECT, or nothing) to a bench."""

from pathlib import Path

from conformance.bench.bench import Bench
from conformance.bench.bench_file import BenchFile, golden_bench, read_bench_file
from conformance.bench.golden_bench import GoldenBench
from conformance.bench.link_url import parse_link
from conformance.bench.wall_bench import WallBench
from conformance.errors import BenchError


def open_bench(given: str, *, seed: int | None = None) -> Bench:
    """A bench by the name of its file, or by the link of a golden unit."""
    if is_golden(given):
        return bench_of(golden_bench(given), given)
    if "://" in given:
        raise BenchError(
            f"{given} is a link, not a bench file",
            "a file, or golden, golden:DEFECT, hdlc+golden",
            f'write a file with [dut], role = "electricity_meter" and link = "{given}"',
        )
    return bench_of(read_bench_file(Path(given)), given, seed=seed)


def is_golden(given: str) -> bool:
    """True for the link of a golden unit, which needs no file."""
    return given.partition("?")[0].partition(":")[0].rpartition("+")[2] == "golden"


def bench_of(file: BenchFile, source: str, *, seed: int | None = None) -> Bench:
    dut = file.dut
    urls = [dut.link] if dut.link is not None else list(dut.links.values())
    links = [parse_link(url) for url in urls if url is not None]
    golden = [link for link in links if link.is_golden]
    if golden:
        return GoldenBench(file, source, golden[0])
    return WallBench(file, source, links, seed)
