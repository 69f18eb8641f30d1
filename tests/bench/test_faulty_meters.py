"""A meter whose every answer is wrong is there: its cases run and fail, and are not taken for a bad set-up."""

import json
from pathlib import Path

import pytest

from tests.processes import golden_meter, goldenbench


@pytest.mark.parametrize(
    ("listen", "defect", "case", "rule"),
    [
        ("tcp://127.0.0.1:0", "wrapper-answers-under-version-zero", "DLMS-WRAPPER-001", "DLMS-WRAPPER-VERSION"),
        ("tcp://127.0.0.1:0", "wrapper-does-not-swap-ports", "DLMS-WRAPPER-001", "DLMS-WRAPPER-PORTS"),
        ("tcp://127.0.0.1:0", "wrapper-counts-header", "DLMS-WRAPPER-001", "DLMS-WRAPPER-LENGTH"),
        ("hdlc+tcp://127.0.0.1:0", "hdlc-ua-without-final-bit", "DLMS-HDLC-001", "DLMS-HDLC-SNRM"),
        ("hdlc+pty:", "hdlc-ua-without-final-bit", "DLMS-HDLC-001", "DLMS-HDLC-SNRM"),
        ("hdlc+tcp://127.0.0.1:0", "hdlc-does-not-swap-addresses", "DLMS-HDLC-001", "DLMS-HDLC-ADDRESS"),
    ],
)
def test_cases_run_and_fail(tmp_path: Path, listen: str, defect: str, case: str, rule: str) -> None:
    with golden_meter(listen, defect=defect) as (url,):
        bench = tmp_path / "bench.toml"
        bench.write_text(
            f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n[dut.timing]\nresponse_timeout_s = 0.3\n',
            encoding="utf-8",
        )
        run = tmp_path / "run"
        done = goldenbench("run", str(bench), "--run-dir", str(run), "--case", case, "--case", "DLMS-GET-003")
    assert done.returncode == 1, done.stdout + done.stderr
    results = json.loads((run / "results.json").read_text(encoding="utf-8"))
    found = {one["id"]: one for one in results["cases"]}
    assert found[case]["verdict"] == "FAIL"
    assert found[case]["rule"]["id"] == rule
    assert found["DLMS-GET-003"]["verdict"] == "INCONCLUSIVE"
    assert found["DLMS-GET-003"]["rule"]["id"] == rule
    before = results["run"]["identification"]["before"]
    assert before["answered"]
    assert before["trouble"], "the report says what kept the meter from being identified"
