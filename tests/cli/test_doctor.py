"""`goldenbench doctor` as people and programs meet it; what it finds is tested where it looks (tests/bench/doctor)."""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import on_terminal
from tests.processes import golden_meter, goldenbench

PASSWORD = "12345678"
LLS = '[[dut.associations]]\nname = "reading"\nclient_sap = 32\nmechanism = "lls"\nsecret = "{}"\n'


def bench(folder: Path, link: str, secret: str = PASSWORD) -> str:
    path = folder / "bench.toml"
    head = f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n'
    path.write_text(head + LLS.format(secret), encoding="utf-8")
    return str(path)


def test_a_good_bench_ends_with_0(tmp_path: Path) -> None:
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        done = goldenbench("doctor", bench(tmp_path, url))
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.rpartition("\n\n")[2].startswith("nothing is wrong with this bench")
    assert "\x1b" not in done.stdout


def test_a_fault_ends_with_1_and_says_what_to_do(tmp_path: Path) -> None:
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        path = bench(tmp_path, url, "mistaken")
        plain, machine = goldenbench("doctor", path), goldenbench("doctor", path, "--json")
    assert (plain.returncode, machine.returncode) == (1, 1)
    assert "FAULT     association reading: wrong-password: the meter refuses it" in plain.stdout
    assert "whose: yours to mend" in plain.stdout
    assert "do:    correct its secret" in plain.stdout
    assert plain.stdout.endswith("\n1 fault: wrong-password\n")
    content = json.loads(machine.stdout)
    (fault,) = [row for row in content["rows"] if row["state"] == "fault"]
    assert (content["exit_code"], fault["fault"], fault["whose"]) == (1, "wrong-password", "bench")
    assert "mistaken" not in plain.stdout + machine.stdout


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("nowhere.toml", "cannot read the file nowhere.toml (No such file or directory)"),
        ("golden:nothing", "the golden electricity_meter has no defect 'nothing'"),
        ("tcp://192.0.2.7:4059", "tcp://192.0.2.7:4059 is a link, not a bench file"),
    ],
)
def test_a_bench_that_is_not_there_is_a_fault_like_any_other(tmp_path: Path, given: str, found: str) -> None:
    done, machine = goldenbench("doctor", given, cwd=tmp_path), goldenbench("doctor", given, "--json", cwd=tmp_path)
    assert (done.returncode, machine.returncode) == (1, 1)
    assert done.stderr + machine.stderr == ""
    assert f"FAULT     file: bench-file: {found}" in done.stdout
    assert [row["fault"] for row in json.loads(machine.stdout)["rows"] if row["fault"]] == ["bench-file"]


def test_faults_that_are_alike_are_counted(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('[dut]\nrole = "x"\nlink = "y"\nmodle = "z"\n', encoding="utf-8")
    done = goldenbench("doctor", "bad.toml", cwd=tmp_path)
    assert done.stdout.endswith("\n3 faults: bench-file (3)\n")


def test_golden_units_need_no_file() -> None:
    done = goldenbench("doctor", "golden")
    assert done.returncode == 0, done.stdout


def test_a_person_sees_what_is_being_tried(tmp_path: Path) -> None:
    with golden_meter("hdlc+tcp://127.0.0.1:0") as (url,):
        code, shown = on_terminal("doctor", bench(tmp_path, url.removeprefix("hdlc+")))
    assert code == 1
    assert "trying HDLC server 1, client 32" in shown
    assert "s more)" in shown
    assert "wrong-framing" in shown


def test_strings_of_a_meter_are_harmless(tmp_path: Path) -> None:
    """What a web server says is quoted, and cannot speak to the terminal."""
    from tests.bench import odd_peers

    with odd_peers.listening(lambda peer: peer.sendall(b"\x1b[31m\x07<b>" * 4)) as port:
        done = goldenbench("doctor", bench(tmp_path, f"tcp://127.0.0.1:{port}"))
    assert done.returncode == 1
    assert "not-dlms" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout
