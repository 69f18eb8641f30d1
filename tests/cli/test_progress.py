"""Progress as plain lines where nobody looks, and as colours and a moving line on a terminal."""

import os
import re
import shlex
import subprocess
import uuid
from pathlib import Path

import pytest

from tests.cli.terminal import on_terminal
from tests.processes import GOLDENBENCH, golden_meter, goldenbench
from tests.tools import tool

CASES = ("DLMS-GET-001", "DLMS-GET-003")
FAILING = "golden:get-answers-absent-objects"
LINE = re.compile(r"^\[([12])/2\] (DLMS-\S+) +(PASS|FAIL) +\d+\.\d\d s  \S.*$")
ESCAPE = "\x1b"
GREEN, RED, ERASE = "\x1b[32m", "\x1b[31m", "\r\x1b[K"


def arguments(folder: Path) -> list[str]:
    return ["run", FAILING, "--run-dir", str(folder / "run"), *(word for case in CASES for word in ("--case", case))]


def finished(output: str) -> list[tuple[str, ...]]:
    """Number, case and verdict of every case that the output says has finished."""
    return [found.groups() for line in output.splitlines() if (found := LINE.match(line))]


ALL_FINISHED = [("1", CASES[0], "PASS"), ("2", CASES[1], "FAIL")]


def test_plain_lines_into_a_pipe(tmp_path: Path) -> None:
    done = goldenbench(*arguments(tmp_path))
    assert finished(done.stdout) == ALL_FINISHED
    assert ESCAPE not in done.stdout
    assert "\r" not in done.stdout
    lines = done.stdout.splitlines()
    assert lines[0].startswith("DUT: logical device name GLD0000000000001")
    assert "1 PASS, 1 FAIL" in lines
    assert lines[-1] == f"report: {tmp_path / 'run' / 'report.html'}"
    assert Path(lines[-1].removeprefix("report: ")).is_file()


def test_an_identification_that_is_not_complete_says_why(tmp_path: Path) -> None:
    done = goldenbench("run", "golden:release-unanswered", "--run-dir", str(tmp_path / "run"), "--case", CASES[0])
    who, why = done.stdout.splitlines()[:2]
    assert who.startswith("DUT: logical device name GLD0000000000001, serial number 00000001")
    assert why.startswith("identification incomplete: found no octet at all")
    assert "wanted RLRE; rule DLMS-ACSE-RELEASE; " in why
    assert why.endswith("the tolerance release-unanswered in [dut.pixit] steps over this")


def without_escapes(written: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*[mK]", "", written.replace("\r\n", "\n"))


def test_colours_and_a_moving_line_on_a_terminal(tmp_path: Path) -> None:
    code, written = on_terminal(*arguments(tmp_path))
    assert code == 1
    assert f"{GREEN}PASS" in written
    assert f"{RED}FAIL" in written
    lines = [line.rpartition("\r")[2] for line in without_escapes(written).splitlines()]
    assert finished("\n".join(lines)) == ALL_FINISHED
    assert "1 PASS, 1 FAIL" in lines


def test_what_failed_is_told_with_rule_frame_and_clause(tmp_path: Path) -> None:
    lines = goldenbench(*arguments(tmp_path)).stdout.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("FAIL DLMS-GET-003: "))
    told = {line.split()[0]: line for line in lines[start + 1 :] if line.startswith("  ")}
    assert list(told) == ["found", "wanted", "step", "where", "rule", "clause"]
    assert re.search(r", after frame \d+ of cases/DLMS-GET-003/1/capture.pcapng$", told["where"])
    assert told["rule"].startswith("  rule    DLMS-")


def test_what_was_not_run_is_told_once_for_each_reason(tmp_path: Path) -> None:
    cases = ("DLMS-GET-001", "DLMS-SET-001", "DLMS-SET-002")
    bench = tmp_path / "bench.toml"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n', encoding="utf-8")
        done = goldenbench("run", str(bench), *(word for case in cases for word in ("--case", case)))
    assert done.returncode == 10, done.stdout
    assert done.stdout.count("\nNOT_RUN, ") == 1, done.stdout
    assert "\n  DLMS-SET-001, DLMS-SET-002\n" in done.stdout


def test_a_narrow_terminal_breaks_no_line(tmp_path: Path) -> None:
    _, written = on_terminal(*arguments(tmp_path), columns=60)
    lines = [line.rpartition("\r")[2] for line in without_escapes(written).splitlines()]
    cases = [line for line in lines if line.startswith("[")]
    assert len(cases) == 2
    assert all(len(line) == 60 and line.endswith("…") for line in cases)


def test_what_failed_is_broken_between_words_on_a_narrow_terminal(tmp_path: Path) -> None:
    _, written = on_terminal(*arguments(tmp_path), columns=60)
    lines = [line.rpartition("\r")[2] for line in without_escapes(written).split("\n")]
    start = next(number for number, line in enumerate(lines) if line.startswith("FAIL DLMS-GET-003: "))
    told = lines[start + 1 : lines.index("", start)]
    assert all(len(line) <= 60 or len(line.split()) == 1 for line in told), told
    assert len([line for line in told if line.startswith(" " * 10)]) > 1
    plain = goldenbench(*arguments(tmp_path / "plain")).stdout
    assert "cases/DLMS-GET-003/1/capture.pcapng" in " ".join(told)
    assert " ".join(" ".join(told).split()) in " ".join(plain.split())


def test_a_case_that_takes_its_time_is_shown_while_it_runs(tmp_path: Path) -> None:
    """A clock that has to advance by seconds, on a meter that lives in real time."""
    bench = tmp_path / "bench.toml"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n', encoding="utf-8")
        code, written = on_terminal("run", str(bench), "--run-dir", str(tmp_path / "run"), "--case", "DLMS-OBJ-007")
    assert code == 0, written
    shown = re.findall(r"\r\x1b\[K  running (\S+) \((\d+) of (\d+)\)", written)
    assert len(shown) > 1
    assert {(number, count) for _, number, count in shown} == {("1", "1")}
    _, _, after = written.rpartition("running")
    assert ERASE in after, "and taken away again"
    assert "[1/1] DLMS-OBJ-007" in after


@pytest.mark.parametrize(
    ("environment", "has_escapes", "has_colours"),
    [({"NO_COLOR": "1"}, True, False), ({"NO_COLOR": ""}, True, True), ({"TERM": "dumb"}, False, False)],
)
def test_colours_and_escapes_can_be_had_without(
    tmp_path: Path, environment: dict[str, str], has_escapes: bool, has_colours: bool
) -> None:
    code, written = on_terminal(*arguments(tmp_path), environment=environment)
    assert code == 1
    assert (ESCAPE in written) == has_escapes
    assert bool(re.search(r"\x1b\[[0-9;]*m", written)) == has_colours
    assert "1 PASS, 1 FAIL" in without_escapes(written)


def test_what_a_person_sees_in_a_terminal_program(tmp_path: Path) -> None:
    """In tmux: no remains of the moving line, no wrapped or overwritten words."""
    command = shlex.join([*GOLDENBENCH, *arguments(tmp_path)])
    tmux = [tool("tmux"), "-L", f"goldenbench-{uuid.uuid4()}", "-f", os.devnull]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    environment.pop("TMUX", None)

    def call(*words: str) -> str:
        done = subprocess.run(
            [*tmux, *words], capture_output=True, text=True, timeout=120, check=True, env=environment, encoding="utf-8"
        )
        return done.stdout

    over = shlex.join([*tmux, "wait-for", "-S", "over"])
    call("new-session", "-d", "-s", "run", "-x", "150", "-y", "50", f"{command}; echo ended with $?; {over}; cat")
    try:
        call("wait-for", "over")
        screen = call("capture-pane", "-p", "-t", "run")
    finally:
        call("kill-server")
    assert finished(screen) == ALL_FINISHED
    assert "running" not in screen
    assert "ended with 1" in screen.splitlines()
    assert ESCAPE not in screen


def test_a_terminal_shows_how_long_a_run_on_a_real_link_takes_still(tmp_path: Path) -> None:
    """DLMS-OBJ-007 waits long enough for its line to be drawn; the three before it say how long a case takes."""
    cases = ("DLMS-GET-001", "DLMS-GET-002", "DLMS-GET-003", "DLMS-OBJ-007")
    bench = tmp_path / "bench.toml"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n', encoding="utf-8")
        arguments = ["run", str(bench), "--run-dir", str(tmp_path / "run")]
        code, written = on_terminal(*arguments, *(word for case in cases for word in ("--case", case)))
    assert code == 0
    assert re.search(r"running DLMS-OBJ-007 \(4 of 4, about \d+ s left\)", without_escapes(written))


def test_what_a_case_is_about_is_broken_between_words(tmp_path: Path) -> None:
    _, written = on_terminal("explain", "DLMS-GET-003", columns=60)
    lines = written.replace("\r\n", "\n").split("\n")
    plain = goldenbench("explain", "DLMS-GET-003").stdout
    assert max(map(len, plain.splitlines())) > 100
    assert all(len(line) <= 60 or len(line.split()) <= 2 for line in lines), lines
    assert written.split() == plain.split()
