"""A device that connects by itself may take its time: where it is waited for is told as soon as that begins."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import GOLDENBENCH

PYTEST = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "testcases", "--bench")


@pytest.mark.parametrize(
    ("command", "said"), [((*GOLDENBENCH, "run"), ""), (PYTEST, "goldenbench: ")], ids=["goldenbench", "pytest"]
)
def test_where_a_device_is_waited_for_is_told_at_once(tmp_path: Path, command: tuple[str, ...], said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    url = f"tcp-listen://127.0.0.1:{port}"
    bench = tmp_path / "bench.toml"
    bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n', encoding="utf-8")
    arguments = (str(bench), "--run-dir", str(tmp_path / "run"), "--case", "DLMS-GET-001")
    process = subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=tmp_path
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == f"{said}waiting for the device to connect to {url}\n"
    finally:
        process.terminate()
        process.communicate(timeout=60)
