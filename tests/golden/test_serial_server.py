"""A meter behind a serial server: the golden meter on a pseudo-terminal, reached through RFC 2217 and through socket://."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import serial

from tests.processes import golden_meter, goldenbench
from tests.transport.peers import in_thread, serving
from tests.transport.rfc2217_server import SerialServer, Terminal


def carry(device: str) -> Callable[[socket.socket], None]:
    """A server that only carries octets between a connection and a line."""

    def serve(peer: socket.socket) -> None:
        with serial.Serial(device, timeout=0.02) as line:

            def listen() -> None:
                while peer.fileno() >= 0:
                    if octets := line.read(1):
                        peer.sendall(octets + line.read(line.in_waiting))

            with in_thread(listen):
                while octets := peer.recv(4096):
                    line.write(octets)
                peer.close()

    return serve


def serve_settings(device: str) -> Callable[[socket.socket], None]:
    """A server that lets its client set the line as well."""
    return lambda peer: SerialServer(Terminal(device)).serve(peer)


@pytest.mark.parametrize("scheme", ["rfc2217", "socket"])
def test_a_meter_behind_a_serial_server_is_tested(tmp_path: Path, scheme: str) -> None:
    with golden_meter("hdlc+pty:") as (url,):
        device = urlsplit(url.removeprefix("hdlc+")).path
        behave = serve_settings(device) if scheme == "rfc2217" else carry(device)
        with serving("127.0.0.1", behave) as (host, port):
            bench = tmp_path / "bench.toml"
            link = f"hdlc+{scheme}://{host}:{port}"
            bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n', encoding="utf-8")
            cases = ["--case", "DLMS-HDLC-001", "--case", "DLMS-GET-003"]
            done = goldenbench("run", str(bench), "--run-dir", str(tmp_path / "run"), *cases)
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((tmp_path / "run" / "results.json").read_text(encoding="utf-8"))
    assert results["totals"]["PASS"] == 2
