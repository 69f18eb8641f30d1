"""The golden meter alone: many clients, a pty that is closed and opened again, signals, ports in use, defects."""

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conformance.dlms.hdlc.address import HdlcAddress
from conformance.dlms.hdlc.frame import HdlcFrame
from conformance.dlms.wrapper import WrapperPdu
from golden_units.defects import defects_of
from tests.processes import GOLDENBENCH, golden_meter, goldenbench

AARQ = bytes.fromhex("601DA109060760857405080101BE10040E01000000065F1F040000001FFFFF")
GET_NAME = bytes.fromhex("C001C1000100002A0000FF0200")
SNRM = HdlcFrame(HdlcAddress(1), HdlcAddress(16), 0x93).encode()


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def ask(client: socket.socket, apdu: bytes) -> bytes:
    client.sendall(WrapperPdu(1, 16, 1, apdu).encode())
    return WrapperPdu.decode(client.recv(4096)).apdu


def test_many_clients_at_once_do_not_disturb_each_other() -> None:
    answers: list[bytes] = []

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port_of(url)), timeout=30) as connection:
            assert ask(connection, AARQ)[0] == 0x61
            answers.extend(ask(connection, GET_NAME) for _ in range(50))

    with golden_meter("tcp://127.0.0.1:0") as (url,):
        threads = [threading.Thread(target=client) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == 20 * 50
    assert {answer[-16:] for answer in answers} == {b"GLD0000000000001"}


@pytest.mark.skipif(sys.platform == "win32", reason="limits descriptors by a POSIX shell")
def test_more_clients_than_it_can_hold_end_nothing() -> None:
    """Those that it cannot take for now wait until others have gone."""
    meter = f"ulimit -n 24; exec {shlex.join(GOLDENBENCH)} golden electricity-meter --listen tcp://127.0.0.1:0"
    with (
        subprocess.Popen(["/bin/sh", "-c", meter], stdout=subprocess.PIPE, text=True) as process,
        contextlib.ExitStack() as clients,
    ):
        assert process.stdout is not None
        port = port_of(process.stdout.readline().removeprefix("listening on ").strip())
        for _ in range(40):
            clients.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        last = clients.pop_all()
        waiting = socket.create_connection(("127.0.0.1", port), timeout=30)
        waiting.sendall(WrapperPdu(1, 16, 1, AARQ).encode())
        last.close()
        assert WrapperPdu.decode(waiting.recv(4096)).apdu[0] == 0x61
        waiting.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_pty_survives_its_other_side_closing_and_coming_back() -> None:
    with golden_meter("hdlc+pty:") as (url,):
        device = urlsplit(url.removeprefix("hdlc+")).path
        for _ in range(3):
            line = os.open(device, os.O_RDWR | os.O_NOCTTY)
            os.write(line, SNRM)
            answer = os.read(line, 300)
            os.close(line)
            assert HdlcFrame.decode(answer).control == 0x73


def test_a_udp_peer_is_answered_where_it_asked_from() -> None:
    with golden_meter("udp://127.0.0.1:0") as (url,):
        clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(3)]
        for client in clients:
            client.settimeout(10)
            client.connect(("127.0.0.1", port_of(url)))
            assert ask(client, AARQ)[0] == 0x61
        for client in clients:
            assert ask(client, GET_NAME).endswith(b"GLD0000000000001")
            client.close()


def test_garbage_ends_nothing() -> None:
    with golden_meter("tcp://127.0.0.1:0", "hdlc+tcp://127.0.0.1:0", "udp://127.0.0.1:0") as urls:
        for url in urls[:2]:
            with socket.create_connection(("127.0.0.1", port_of(url)), timeout=10) as rude:
                rude.sendall(os.urandom(5000))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as rude:
            rude.sendto(os.urandom(500), ("127.0.0.1", port_of(urls[2])))
        with socket.create_connection(("127.0.0.1", port_of(urls[0])), timeout=10) as client:
            assert ask(client, AARQ)[0] == 0x61


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        done = goldenbench("golden", "electricity-meter", "--listen", url)
    assert done.returncode == 11
    assert "Address already in use" in done.stderr
    assert "choose another port" in done.stderr
    assert "while attempting" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no --listen was given"),
        (
            ["--listen", "golden"],
            "nothing can listen on golden; wanted one of tcp, udp, hdlc+tcp, hdlc+pty, hdlc+serial",
        ),
        (["--listen", "tcp://nowhere"], "lacks host or port; wanted a form like tcp://192.0.2.7:4059"),
        (
            ["--listen", "tpc://127.0.0.1:0"],
            "unknown scheme 'tpc'; wanted one of tcp, udp, hdlc+tcp, hdlc+pty, hdlc+serial; did you mean tcp?",
        ),
        (["--listen", "127.0.0.1:4059"], "lacks a scheme; wanted a URL to listen on; write tcp://127.0.0.1:4059"),
        (["--listen", "tcp://127.0.0.1:99999"], "the port is no number from 1 to 65535; wanted HOST:PORT"),
        (
            ["--listen", "tcp://192.0.2.1:0"],
            "(Cannot assign requested address); wanted an address of this host; try 127.0.0.1",
        ),
        (["--listen", "tcp://nosuch.invalid:0"], "wanted an address of this host; try 127.0.0.1"),
        (["--listen", "udp://nosuch.invalid:0"], "wanted an address of this host; try 127.0.0.1"),
        (["--listen", "hdlc+serial:///dev/ttyNOSUCH"], "/dev/ttyNOSUCH does not exist"),
        (["--listen", "tcp://127.0.0.1:0", "--defect", "no-such"], "has no defect 'no-such'"),
        (
            ["--defect", "nix"],
            "has no defect 'nix'; wanted the name of one that it has; `goldenbench golden electricity",
        ),
        (["--defect", "get-answers-absent-object"], "did you mean get-answers-absent-objects? `goldenbench golden"),
        (["--listen", "tcp://127.0.0.1:0", "--config", "nowhere.toml"], "cannot read the file nowhere.toml"),
    ],
)
def test_mistakes_are_named(arguments: list[str], said: str) -> None:
    done = goldenbench("golden", "electricity-meter", *arguments)
    assert done.returncode == 11
    assert said in done.stderr


def test_a_second_defect_is_not_taken_in_silence_for_the_first() -> None:
    done = goldenbench("golden", "electricity-meter", "--defect", "release-unanswered", "--defect", "clock-too-fast")
    assert done.returncode == 2
    assert "2 of them; wanted one: a golden meter has one fault" in " ".join(done.stderr.split())


def test_a_unit_that_there_is_not_is_named() -> None:
    done = goldenbench("golden", "nix-unit")
    assert done.returncode == 2
    assert "there is no golden unit 'nix-unit'; wanted electricity-meter" in done.stderr


def test_an_option_belongs_behind_its_unit() -> None:
    done = goldenbench("golden", "--list-defects")
    assert done.returncode == 2
    assert "wanted: goldenbench golden electricity-meter --list-defects" in done.stderr
    assert goldenbench("golden", "--help").returncode == 0


def test_a_settings_file_is_checked_and_obeyed(tmp_path: Path) -> None:
    settings = tmp_path / "meter.toml"
    settings.write_text('logical_device_name = "ABC"\nstart_time = 2026-06-01T12:00:00Z\n', encoding="utf-8")
    with (
        golden_meter("tcp://127.0.0.1:0", config=settings) as (url,),
        socket.create_connection(("127.0.0.1", port_of(url)), timeout=10) as client,
    ):
        ask(client, AARQ)
        assert ask(client, GET_NAME).endswith(b"\x09\x03ABC")
    settings.write_text('logical_device_name = "TOO LONG FOR A NAME"\nload_wats = 3\n', encoding="utf-8")
    done = goldenbench("golden", "electricity-meter", "--listen", "tcp://127.0.0.1:0", "--config", str(settings))
    assert done.returncode == 11
    assert "logical_device_name" in done.stderr
    assert "load_wats: unknown key" in done.stderr


def test_defects_are_listed_with_their_rules() -> None:
    done = goldenbench("golden", "electricity-meter", "--list-defects")
    lines = done.stdout.splitlines()
    assert len(lines) == len(defects_of("electricity_meter")) >= 30
    assert all(line.split()[1].startswith("DLMS-") for line in lines)


def test_sigint_ends_it_cleanly() -> None:
    command = [*GOLDENBENCH, "golden", "electricity-meter", "--listen", "tcp://127.0.0.1:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("listening on")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""
