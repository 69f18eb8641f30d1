"""Looks at a bench from the file to the clock of the meter, one row after the other as they are found."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from conformance.bench.bench import Bench
from conformance.bench.bench_file import examine_bench_file
from conformance.bench.doctor import host
from conformance.bench.doctor.associations import Told, judge
from conformance.bench.doctor.lines import Lines
from conformance.bench.doctor.reach import Reach, find
from conformance.bench.doctor.row import Row, State, Whose, fault, note, ok, told_by
from conformance.bench.doctor.search import Tell
from conformance.bench.file_faults import FileFaults, path_of
from conformance.bench.open_bench import bench_of, is_golden, open_bench
from conformance.bench.static_review import review
from conformance.bench.wall_bench import WallBench
from conformance.catalogue import published_proforma
from conformance.declaration import Declaration
from conformance.errors import BenchError


def examine(given: str, tell: Tell) -> Iterator[Row]:
    """All rows of a bench; nothing stays connected, locked or written, whoever stops in between."""
    yield from host.versions()
    bench, rows = _bench(given)
    yield from rows
    if bench is None:
        return
    try:
        yield from _review(bench)
        yield from host.controls(bench)
        yield from _device(bench, tell)
    finally:
        bench.close()


def _bench(given: str) -> tuple[Bench | None, list[Row]]:
    if is_golden(given) or "://" in given:
        try:
            return open_bench(given), [ok("file", f"{given}: no file is needed")]
        except BenchError as wrong:
            return None, [told_by("file", "bench-file", Whose.BENCH, wrong)]
    try:
        file, faults = examine_bench_file(Path(given))
    except BenchError as unreadable:
        return None, [told_by("file", "bench-file", Whose.BENCH, unreadable)]
    rows = [] if faults is None else [_file_row(given, faults, number) for number in range(len(faults.told))]
    if file is None:
        return None, rows
    bench = bench_of(file, given)
    links = ", ".join(link.text for link in bench.links)
    good = ok("file", f"{given}: {file.dut.role} on {links}")
    return bench, rows or [good]


def _file_row(given: str, faults: FileFaults, number: int) -> Row:
    where, said = faults.told[number]
    found, _, remedy = said.partition("; ")
    if where[-1:] == ("secret",) and "dut" in where:
        return fault("secrets", "secret-missing", Whose.BENCH, f"{path_of(where)}: {found}", remedy)
    return fault("file", "bench-file", Whose.BENCH, f"{given}: {path_of(where)}: {found}", remedy)


def _review(bench: Bench) -> Iterator[Row]:
    """What a run would say of the declaration before it starts."""
    dut, campaign = bench.file.dut, bench.file.campaign
    is_enduring = campaign.phase == "enduring"
    declaration = Declaration(dut.role, published_proforma(), dut.pics, is_enduring=is_enduring)
    for link in bench.links:
        declaration.of_bench |= bench.items(link.framing)
    remedy = "complete and correct [dut.pics] and [dut.pixit], or run in the phase foundation"
    for finding in review(declaration, dut.pixit):
        if is_enduring:
            yield fault("declaration", "static-review", Whose.BENCH, finding, remedy)
        else:
            yield note("declaration", finding)


def _device(bench: Bench, tell: Tell) -> Iterator[Row]:
    if isinstance(bench, WallBench):
        bench.tell_waits(lambda url: tell(f"waiting for the device to connect to {url}"))
        taken = host.lock(bench)
        yield taken
        if taken.state is State.FAULT:
            return
    told = Told()
    with tempfile.TemporaryDirectory(prefix="goldenbench-doctor-") as folder:
        lines = Lines(bench, Path(folder))
        for link in bench.links:
            reach = Reach()
            yield from find(lines, link, tell, reach)
            if reach.way is not None or reach.may_be_deaf:
                yield from judge(lines, link, reach, told, tell)
