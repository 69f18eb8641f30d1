"""A system without termios, as Windows is one, has golden meters too, only not on pseudo-terminals."""

import subprocess
import sys

SCRIPT = """
import sys
import serial, typer  # these know for themselves what a system has
sys.modules["termios"] = sys.modules["tty"] = None  # importing them is an ImportError now
from conformance.bench.golden_process import listen, pty_transport
from conformance.bench.link_url import parse_link
from conformance.bench.golden import golden_unit
from conformance.bench.unit_port import UnitHost
from conformance.clock import WallClock
from conformance.errors import BenchError
from conformance.transport.pump import WallPump
from golden_units.electricity_meter import MeterSettings
host = UnitHost(golden_unit("electricity_meter", "", MeterSettings()))
print(listen(parse_link("tcp://127.0.0.1:0"), host, WallPump(WallClock()), "port"))
try:
    listen(parse_link("hdlc+pty:"), host, WallPump(WallClock()), "line")
except BenchError as error:
    print(error)
"""


def test_golden_meters_listen_without_termios() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    listening, said = done.stdout.splitlines()
    assert listening.startswith("tcp://127.0.0.1:")
    assert said.startswith("this system has no pseudo-terminals (")
    assert "listen on tcp://" in said
