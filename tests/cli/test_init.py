"""`goldenbench init`: what is said becomes a valid file; nonsense is answered; nothing is overwritten."""

import re
import subprocess
from pathlib import Path

import pytest

from conformance.bench.bench_draft import problem, written
from conformance.bench.bench_file import read_bench_file
from tests.cli.terminal import on_terminal
from tests.processes import goldenbench
from tests.tools import tool

LINK = "tcp://192.0.2.7:4059"


def test_without_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INIT_PASSWORD", "secret word")
    options = ("--client-sap", "48", "--secret", "env:INIT_PASSWORD", "--may-write", "--permit", "writes")
    done = goldenbench("init", "new.toml", "--yes", "--link", LINK, *options, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    dut = read_bench_file(tmp_path / "new.toml").dut
    assert (dut.role, dut.link, dut.permits) == ("electricity_meter", LINK, ["writes"])
    assert [(one.name, one.client_sap, one.mechanism, one.may_write) for one in dut.associations] == [
        ("public", 16, "none", False),
        ("management", 48, "lls", True),
    ]
    assert "secret word" not in (tmp_path / "new.toml").read_text(encoding="utf-8")
    listed = goldenbench("list", "new.toml", cwd=tmp_path)
    assert listed.returncode == 0, listed.stderr


@pytest.mark.parametrize(
    "link", [LINK, "golden", "hdlc+golden", "udp://[::1]:4059", "hdlc+serial:///dev/ttyUSB0?baud=300"]
)
def test_any_link_makes_a_valid_file(tmp_path: Path, link: str) -> None:
    assert goldenbench("init", "new.toml", "--yes", "--link", link, cwd=tmp_path).returncode == 0
    assert read_bench_file(tmp_path / "new.toml").dut.link == link


def test_every_line_that_is_commented_out_may_be_taken_in(tmp_path: Path) -> None:
    text = written({"role": "electricity_meter", "link": LINK}, "new.toml")
    taken_in = re.sub(r"^# (?=\[|\"?[\w.:-]+\"? = )", "", text, flags=re.MULTILINE)
    (tmp_path / "new.toml").write_text(taken_in, encoding="utf-8")
    file = read_bench_file(tmp_path / "new.toml")
    assert file.dut.permits == ["writes", "clock"]
    assert file.dut.control["reset"] == "operator"
    assert file.dut.pics == {"DLMS.SET": True}
    assert file.campaign.suites == ["dlms"]


MISTAKES = {
    "no terminal": ((), 2, "there is no terminal to ask on; wanted --yes and at least --link"),
    "no link": (("--yes",), 2, "--yes without --link"),
    "link without a scheme": (("--yes", "--link", "192.0.2.7:4059"), 2, "write tcp://192.0.2.7:4059"),
    "role": (("--yes", "--link", LINK, "--role", "meter"), 2, "or electricity_meter?"),
    "effect": (("--yes", "--link", LINK, "--permit", "wirtes"), 2, "did you mean writes?"),
    "client": (("--yes", "--link", f"hdlc+{LINK}", "--client-sap", "300"), 2, "wanted 1 to 127"),
    "password": (("--yes", "--link", LINK, "--client-sap", "48", "--secret", "12345678"), 2, "wanted env:NAME"),
    "password of nobody": (("--yes", "--link", LINK, "--secret", "env:X"), 2, "wanted the client that they belong to"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_and_nothing_is_written(tmp_path: Path, mistake: str) -> None:
    arguments, code, said = MISTAKES[mistake]
    done = goldenbench("init", "new.toml", *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert said in " ".join(done.stderr.split())
    assert "12345678" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text("mine", encoding="utf-8")
    done = goldenbench("init", "new.toml", "--yes", "--link", LINK, cwd=tmp_path)
    assert done.returncode == 11
    assert "new.toml is there already" in done.stderr
    assert (tmp_path / "new.toml").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = goldenbench("init", "nowhere/new.toml", "--yes", "--link", LINK, cwd=tmp_path)
    assert done.returncode == 11
    assert "cannot write nowhere/new.toml (No such file or directory)" in done.stderr


def test_a_person_is_asked_and_nonsense_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    typed = ["meter", "", "192.0.2.7", LINK, "many", "70000", "48", "12345678", "env:METER_WORD", "y"]
    code, shown = on_terminal("init", str(path), typed=[f"{one}\n".encode() for one in typed], prompt=rb": \Z")
    assert code == 0, shown
    assert "Role of the device [meter]" not in shown, "a wrong answer is not what Enter gives next"
    for said in ("lacks a scheme", "'many' is no number; wanted one such as 48", "wanted env:NAME or file:PATH"):
        assert said in shown
    text = path.read_text(encoding="utf-8")
    for line in (f'link = "{LINK}"', "client_sap = 48", 'secret = "env:METER_WORD"', "may_write = true"):
        assert line in text.splitlines()
    assert "enter the password of client 48 behind this command of the shell:" in shown
    assert "read -rs METER_WORD && export METER_WORD" in " ".join(shown.split())


def test_a_problem_is_that_of_the_value_that_was_asked_for() -> None:
    assert problem({"role": "electricity_meter", "link": LINK}, ("link",)) == ""
    assert "unknown scheme" in problem({"role": "x", "link": "ftp://192.0.2.7:4059"}, ("link",))
    assert "none of" in problem({"role": "x", "link": LINK}, ("role",))


def test_a_client_that_may_write_writes_nothing_without_a_permit(tmp_path: Path) -> None:
    """Said at once, so that nobody wonders after the run why so much of it is NOT_RUN."""
    client = ("--yes", "--link", "tcp://192.0.2.7:4059", "--client-sap", "48", "--may-write")
    hint = 'until the file permits it: permits = ["writes"]'
    assert hint in goldenbench("init", str(tmp_path / "a.toml"), *client).stdout
    assert hint not in goldenbench("init", str(tmp_path / "b.toml"), *client, "--permit", "writes").stdout


@pytest.mark.parametrize(
    ("options", "is_said"),
    [
        (("--permit", "writes"), True),
        (("--permit", "lockout"), False),
        (("--permit", "clock", "--client-sap", "48"), True),
        (("--permit", "clock", "--client-sap", "48", "--may-write"), False),
        (("--link", "golden", "--permit", "writes"), False),
    ],
)
def test_a_permit_is_in_vain_without_a_client_that_may_write(
    tmp_path: Path, options: tuple[str, ...], is_said: bool
) -> None:
    done = goldenbench("init", str(tmp_path / "a.toml"), "--yes", "--link", LINK, *options)
    assert done.returncode == 0, done.stderr
    assert ("no client may write, so cases with the effects" in done.stdout) == is_said


def test_the_command_for_the_password_works_when_it_is_copied(tmp_path: Path) -> None:
    """It asks for the password itself, so none gets into the history of the shell."""
    done = goldenbench("init", str(tmp_path / "a.toml"), "--yes", "--link", LINK, "--client-sap", "48")
    (command,) = [line for line in done.stdout.splitlines() if line.startswith("  read ")]
    script = f"{command}\nprintenv METER_PASSWORD"
    bash = subprocess.run(
        [tool("bash"), "-c", script], input="a b$c\\d\n", capture_output=True, text=True, timeout=60, check=True
    )
    assert bash.stdout == "a b$c\\d\n"
