"""Mistakes of a user end with 11 or 4 and say what was found, what was wanted and what to do."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import goldenbench

ASKED = "DLMS-GET-003"

MISTAKES = {
    "case to explain": (
        ("explain", "DLMS-NONE-001"),
        ("there is no case DLMS-NONE-001", "the id of a published case", "`goldenbench list` shows all"),
    ),
    "case to explain, misspelt": (
        ("explain", "DLMS-GTE-003"),
        ("there is no case DLMS-GTE-003", "did you mean DLMS-GET-003?"),
    ),
    "case to run": (
        ("run", "--run-dir", "new", "--case", "dlms-get-003", "--case", ASKED, "--case", "DLMS-STE-001"),
        (
            "there is no case DLMS-STE-001, dlms-get-003",
            "dlms-get-003: did you mean DLMS-GET-003?",
            "DLMS-STE-001: did you mean DLMS-SET-001",
        ),
    ),
    "case to run by workers": (
        ("run", "--run-dir", "new", "--case", "DLMS-GTE-003", "-n", "2"),
        ("there is no case DLMS-GTE-003", "did you mean DLMS-GET-003?", "`goldenbench list` shows all"),
    ),
    "case to run on a device": (
        ("run", "nobody.toml", "--run-dir", "new", "--case", "DLMS-GTE-003"),
        ("there is no case DLMS-GTE-003", "did you mean DLMS-GET-003?"),
    ),
    "missing bench file": (
        ("run", "nowhere.toml", "--run-dir", "new"),
        ("cannot read the file nowhere.toml (No such file or directory)", "a TOML file", "check its name"),
    ),
    "missing bench file to list": (
        ("list", "nowhere.toml"),
        ("cannot read the file nowhere.toml", "a TOML file", "check its name"),
    ),
    "missing bench file to explain": (
        ("explain", ASKED, "nowhere.toml"),
        ("cannot read the file nowhere.toml", "a TOML file", "check its name"),
    ),
    "no TOML": (
        ("run", "broken.toml", "--run-dir", "new"),
        ("broken.toml is no TOML file", "(at line 1, column", "mend that line"),
    ),
    "link without a port": (
        ("run", "portless.toml", "--run-dir", "new"),
        ("dut.link: 'tcp://192.0.2.7' lacks host or port", "wanted a form like tcp://192.0.2.7:4059", "correct it"),
    ),
    "golden meter that no frame can address": (
        ("golden", "electricity-meter", "--listen", "hdlc+tcp://127.0.0.1:0?server_lower=3"),
        ("server_lower=3 has no room in an address of 1 octet", "wanted addresses that fit", "correct --listen"),
    ),
    "unknown defect": (
        ("run", "golden:none", "--run-dir", "new"),
        ("has no defect 'none'", "wanted the name of one", "electricity-meter --list-defects` lists all"),
    ),
    "run directory that is taken": (
        ("run", "--run-dir", "taken"),
        ("the run directory taken is not empty", "a new or empty directory", "choose another --run-dir"),
    ),
    "run directory that is a file": (
        ("run", "--run-dir", "broken.toml"),
        ("cannot write broken.toml", "room and permission for evidence", "choose another run directory"),
    ),
    "proof into a directory that is taken": (
        ("prove", "--run-dir", "taken"),
        ("the run directory taken is not empty", "a new or empty directory", "choose another --run-dir"),
    ),
    "report of nothing": (
        ("report", "taken"),
        ("taken holds no run.json", "the directory of a run", "give the directory that `goldenbench run` printed"),
    ),
    "replay of nothing": (
        ("replay", "nowhere"),
        ("nowhere holds no run.json", "the directory of a run", "give the directory that `goldenbench run` printed"),
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "broken.toml").write_text("dut: electricity_meter\n", encoding="utf-8")
    (tmp_path / "portless.toml").write_text(
        '[dut]\nrole = "electricity_meter"\nlink = "tcp://192.0.2.7"\n', encoding="utf-8"
    )
    (tmp_path / "nobody.toml").write_text(
        '[dut]\nrole = "electricity_meter"\nlink = "tcp://192.0.2.7:4059"\n', encoding="utf-8"
    )
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.txt").write_text("mine", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_what_was_wanted_and_what_to_do(folder: Path, mistake: str) -> None:
    arguments, said = MISTAKES[mistake]
    done = goldenbench(*arguments, cwd=folder)
    output = done.stdout + done.stderr
    assert done.returncode == (4 if mistake.startswith("case ") else 11), output
    for words in said:
        assert words in output
    assert "Traceback" not in output
    assert not (folder / "new").exists(), "nothing is begun"
    assert (folder / "taken" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_port_where_nobody_listens_is_named_by_the_run(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    bench = tmp_path / "bench.toml"
    bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "tcp://127.0.0.1:{port}"\n', encoding="utf-8")
    done = goldenbench("run", str(bench), "--run-dir", str(tmp_path / "run"), "--case", ASKED)
    assert done.returncode == 11, done.stdout
    assert f"no connection to tcp://127.0.0.1:{port} (Connection refused)" in done.stdout
    assert "a device that accepts TCP connections there" in done.stdout
    assert "check address and port" in done.stdout


def test_a_case_that_a_run_does_not_hold_is_named(tmp_path: Path) -> None:
    goldenbench("run", "--run-dir", str(tmp_path / "run"), "--case", ASKED)
    done = goldenbench("replay", str(tmp_path / "run"), "DLMS-GET-001")
    assert done.returncode == 11
    assert "holds no recorded attempt of DLMS-GET-001" in done.stderr
    done = goldenbench("replay", str(tmp_path / "run"), "DLMS-GTE-003")
    assert done.returncode == 4
    assert "there is no case DLMS-GTE-003" in done.stderr
    assert "did you mean DLMS-GET-003?" in done.stderr


def test_pytest_opens_nothing_for_a_case_that_does_not_exist(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        (tmp_path / "bench.toml").write_text(
            f'[dut]\nrole = "electricity_meter"\nlink = "tcp://127.0.0.1:{server.getsockname()[1]}"\n', encoding="utf-8"
        )
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--pyargs", "testcases"]
        command += ["--bench", "bench.toml", "--run-dir", "run", "--case", "DLMS-GTE-003"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert done.returncode == 4
    assert "did you mean DLMS-GET-003?" in done.stdout + done.stderr
    assert not (tmp_path / "run").exists()
