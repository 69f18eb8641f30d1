"""Reads the load profile with the tester, evidence and all; prints what came of it.

python -m benchmarks.load_profile_here URL
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import peak_memory_mib
from conformance.bench.bench_file import BenchFile
from conformance.bench.handles import new_link
from conformance.bench.open_bench import bench_of
from conformance.checks import observing
from conformance.dlms.cosem import AttributeDescriptor, ObisCode
from conformance.evidence.record import Recorder
from conformance.steps import Step
from conformance.tester.association import Association

BUFFER = AttributeDescriptor(7, ObisCode("1-0:99.1.0.255"), 2)


def main(url: str) -> None:
    bench = bench_of(BenchFile.model_validate({"dut": {"role": "electricity_meter", "link": url}}), url)
    framing = bench.framings[0]
    with tempfile.TemporaryDirectory() as folder, Recorder(Path(folder, "evidence")) as recorder:
        bench.prepare(recorder, framing)
        exchange = bench.exchange(recorder, framing, bench.rng("load profile"))
        step = Step(recorder, exchange, ("profile",))
        credentials = bench.dut.associations[0]
        link = new_link(framing, exchange, step, credentials, bench.hdlc_settings(framing), bench.dut)
        association = Association(link, credentials, bench.dut, may_change=False)
        with observing(step):
            association.open()
            rows = len(association.read(BUFFER))
            association.leave()
            link.hang_up()
    bench.close()
    print(f"{rows} rows, {peak_memory_mib():.1f} MiB")


if __name__ == "__main__":
    main(sys.argv[1])
