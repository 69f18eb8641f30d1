"""The doctor on benches that do not get as far as the meter: files, secrets, ports, permissions, other users."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import serial

from conformance.bench.doctor.row import State, Whose
from conformance.transport.device import group_of, users_of
from conformance.transport.lock import DeviceLock, names_of_host
from conformance.transport.pty import PtyTransport
from tests.bench.doctor.patients import PUBLIC, bench_file, doctor, examined, lls, quickly
from tests.processes import GOLDENBENCH, golden_meter
from tests.tools import tool


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def test_all_faults_of_a_file_are_rows(tmp_path: Path) -> None:
    path = tmp_path / "bench.toml"
    path.write_text('[dut]\nrole = "meter"\nlink = "127.0.0.1:4059"\npermit = ["writes"]\n', encoding="utf-8")
    said = doctor(path)
    assert (said.code, said.faults) == (1, ["bench-file"] * 3)
    found = [row.found for row in said.rows if row.fault]
    for where in ("dut.role", "dut.link", "dut.permit"):
        assert any(f": {where}: " in text for text in found), where
    assert "did you mean permits?" in " ".join(row.remedy for row in said.rows)
    assert said.checked("port") == [], "nothing is opened"


def test_a_file_that_is_no_toml_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "bench.toml"
    path.write_text("dut: meter\n", encoding="utf-8")
    said = doctor(path)
    assert (said.code, said.faults) == (1, ["bench-file"])
    assert "line 1" in said.row("bench-file").found


def test_a_file_that_is_not_there_is_a_fault_of_the_file(tmp_path: Path) -> None:
    said = doctor(tmp_path / "bench.toml")
    assert (said.code, said.faults) == (1, ["bench-file"])
    assert "cannot read the file" in said.row("bench-file").found


def test_secrets_that_are_not_set_are_named_and_the_rest_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_SUCH_PASSWORD", raising=False)
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        parts = (PUBLIC, lls("a", secret="env:NO_SUCH_PASSWORD"), lls("b", 48, "file:nowhere.txt"))
        said = examined(tmp_path, url, *parts)
    assert (said.code, said.faults) == (1, ["secret-missing"] * 2)
    found = [row.found for row in said.rows if row.fault]
    assert "env:NO_SUCH_PASSWORD is not set" in found[0]
    assert "file:nowhere.txt cannot be read" in found[1]
    assert said.checked("association public") == [State.OK]
    assert said.checked("association a") == []


def test_a_port_where_nobody_listens(tmp_path: Path) -> None:
    said = quickly(tmp_path, f"tcp://127.0.0.1:{free_port()}")
    assert (said.code, said.faults) == (1, ["port-closed"])
    assert said.row("port-closed").whose is Whose.UNREACHABLE


@pytest.mark.parametrize("scheme", ["udp", "hdlc+socket", "hdlc+rfc2217"])
def test_a_port_where_nobody_listens_on_other_links(tmp_path: Path, scheme: str) -> None:
    assert quickly(tmp_path, f"{scheme}://127.0.0.1:{free_port()}").faults == ["port-closed"]


@pytest.mark.parametrize("scheme", ["tcp", "udp", "hdlc+socket"])
def test_a_host_that_nobody_knows(tmp_path: Path, scheme: str) -> None:
    said = quickly(tmp_path, f"{scheme}://meter.invalid:4059")
    assert (said.code, said.faults) == (1, ["host-unknown"])
    assert said.row("host-unknown").whose is Whose.BENCH


def test_a_host_that_cannot_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object, **__: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", lost)
    said = quickly(tmp_path, "tcp://192.0.2.7:4059")
    assert said.faults == ["host-unreachable"]
    assert said.row("host-unreachable").whose is Whose.UNREACHABLE


def test_a_device_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.bench.doctor.port.serial_devices", lambda: ["/dev/ttyUSB7"])
    said = quickly(tmp_path, "hdlc+serial:///dev/ttyNOSUCH")
    assert (said.code, said.faults) == (1, ["device-missing"])
    assert "this host has /dev/ttyUSB7" in said.row("device-missing").remedy


def test_a_file_that_is_no_serial_line(tmp_path: Path) -> None:
    assert quickly(tmp_path, "hdlc+serial:///dev/null").faults == ["not-a-serial-line"]


def test_a_device_that_another_program_holds(tmp_path: Path) -> None:
    with closing(PtyTransport()) as far, serial.Serial(far.device, exclusive=True):
        said = quickly(tmp_path, f"hdlc+serial://{far.device}")
    assert (said.code, said.faults) == (1, ["device-busy"])
    assert "close " in said.row("device-busy").remedy


def test_a_device_that_this_user_may_not_open(tmp_path: Path) -> None:
    with closing(PtyTransport()) as far:
        group = group_of(far.device)
        os.chmod(far.device, 0)
        path = bench_file(tmp_path, f"hdlc+serial://{far.device}")
        command = [*GOLDENBENCH, "doctor", str(path)]
        if os.geteuid() == 0:  # whoever is root has to be one without its privilege
            command = [tool("setpriv"), "--bounding-set=-dac_override,-dac_read_search", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "FAULT     port: no-permission: cannot open the serial line" in done.stdout
    assert f"add the user to the group {group} " in done.stdout


def test_who_has_a_file_open_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    hold = f"import sys; file = open({str(path)!r}); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        (user,) = users_of(str(path))
        assert user.endswith(f"(pid {holder.pid})")
        assert holder.stdin is not None
        holder.stdin.close()
    assert users_of(str(path)) == []


def test_a_device_that_another_run_uses(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        (name,) = names_of_host("127.0.0.1", port)
        other = DeviceLock(name)
        other.acquire()
        try:
            said = quickly(tmp_path, f"tcp://127.0.0.1:{port}")
        finally:
            other.release()
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert (said.code, said.faults) == (1, ["in-use"])


def test_the_device_is_free_again_afterwards(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    quickly(tmp_path, f"tcp://127.0.0.1:{port}")
    (name,) = names_of_host("127.0.0.1", port)
    lock = DeviceLock(name)
    lock.acquire()
    lock.release()


def test_a_control_whose_program_is_missing(tmp_path: Path) -> None:
    control = '[dut.control]\npower_cycle = "cmd no-such-relay --off"\nreset = "cmd true"\npress = "operator"\n'
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        said = examined(tmp_path, url, control)
    assert (said.code, said.faults) == (1, ["control-missing"])
    assert "'no-such-relay'" in said.row("control-missing").found
    assert said.checked("control reset") == [State.OK]
    assert said.checked("control press") == [State.NOTE]


def test_an_enduring_run_that_would_not_start(tmp_path: Path) -> None:
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        said = examined(tmp_path, url, '[campaign]\nphase = "enduring"\n')
    assert set(said.faults) == {"static-review"}
