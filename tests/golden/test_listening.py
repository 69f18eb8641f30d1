"""A meter that connects by itself (tcp-listen://): the golden meter behind a relay that dials out again and again."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.processes import golden_meter, goldenbench
from tests.transport.peers import in_thread

CASES = ("DLMS-ACSE-001", "DLMS-GET-003", "DLMS-WRAPPER-001")
RETRY_S = 0.05


def copy(source: socket.socket, sink: socket.socket) -> None:
    """Octets one way, until either side ends; then both end."""
    with contextlib.suppress(OSError):
        while octets := source.recv(4096):
            sink.sendall(octets)
    for side in (source, sink):
        with contextlib.suppress(OSError):
            side.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def dialling(tester_port: int, meter_port: int) -> Iterator[list[int]]:
    """Joins the meter with whoever listens; yields a list that grows with every call that was taken."""
    is_over = threading.Event()
    calls: list[int] = []

    def dial() -> None:
        while not is_over.wait(RETRY_S):
            try:
                out = socket.create_connection(("127.0.0.1", tester_port), timeout=5)
            except OSError:
                continue
            calls.append(out.getsockname()[1])
            out.settimeout(None)
            with out, socket.create_connection(("127.0.0.1", meter_port)) as meter:
                back = threading.Thread(target=copy, args=(meter, out))
                back.start()
                copy(out, meter)
                back.join()

    with in_thread(dial):
        try:
            yield calls
        finally:
            is_over.set()


@pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["one process", "a worker"])
def test_a_meter_that_connects_by_itself_is_tested(tmp_path: Path, workers: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    bench = tmp_path / "bench.toml"
    link = f"tcp-listen://127.0.0.1:{port}"
    bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n', encoding="utf-8")
    wanted = [word for case in CASES for word in ("--case", case)]
    with golden_meter("tcp://127.0.0.1:0") as (url,), dialling(port, urlsplit(url).port or 0) as calls:
        done = goldenbench("run", str(bench), "--run-dir", str(tmp_path / "run"), *wanted, *workers)
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((tmp_path / "run" / "results.json").read_text(encoding="utf-8"))
    assert results["totals"]["PASS"] == len(CASES)
    assert calls
