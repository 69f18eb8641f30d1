"""Questions to a person: answered, left open with Ctrl-D, and a run that nobody follows any more is ended."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, TextIO

import pytest

from conformance.bench import operator
from conformance.cli.progress import follow
from conformance.evidence.run_directory import RunDirectory
from tests.cli.terminal import CTRL_D, on_terminal
from tests.processes import golden_meter, goldenbench

ASKS_TWICE = """
import json, pathlib, sys, time
folder = pathlib.Path(sys.argv[1]) / "operator"
folder.mkdir()
for number in (1, 2):
    (folder / "part").write_text(json.dumps({"text": f"question {number}"}))
    (folder / "part").rename(folder / f"{number:03d}.question.json")
    while not (folder / f"{number:03d}.answer.json").exists():
        time.sleep(0.01)
"""
FOR_EVER = "import time\nprint('here', flush=True)\nwhile True: time.sleep(1)"


def child_of(script: str, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", script, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def answers(folder: Path) -> list[Any]:
    paths = sorted((folder / operator.FOLDER).glob("*.answer.json"))
    return [json.loads(path.read_text(encoding="utf-8"))["answer"] for path in paths]


@pytest.mark.parametrize(
    ("typed", "said"), [("yes\nno\n", ["yes", "no"]), ("\n\n", ["", ""]), ("yes\n", ["yes", None]), ("", [None, None])]
)
def test_the_end_of_the_input_is_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, said: list[str | None]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    out = io.StringIO()
    assert follow(child_of(ASKS_TWICE, tmp_path), RunDirectory(tmp_path), out) == 0
    assert answers(tmp_path) == said
    assert operator.is_gone(tmp_path / operator.FOLDER) is (None in said)
    assert ("this run goes on without an operator" in out.getvalue()) is (None in said)


class Broken(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError("nobody reads")


@pytest.mark.parametrize("ignores", ["", "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"])
def test_a_run_that_nobody_follows_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ignores: str) -> None:
    monkeypatch.setattr("conformance.cli.progress.PATIENCE_S", 1.0)
    (tmp_path / operator.FOLDER).mkdir()
    (tmp_path / operator.FOLDER / "001.question.json").write_text('{"text": "power?"}', encoding="utf-8")
    child = child_of(ignores + FOR_EVER, tmp_path)
    out: TextIO = Broken()
    with pytest.raises(BrokenPipeError):
        follow(child, RunDirectory(tmp_path), out)
    assert child.poll() is not None


BENCH = """
[dut]
role = "electricity_meter"
link = "{url}"
permits = ["power"]
[dut.control]
power_cycle = "operator"
"""
ASKING = "DLMS-XDLMS-009"


def test_ctrl_d_leaves_a_case_inconclusive_and_the_run_goes_on(tmp_path: Path) -> None:
    bench, run = tmp_path / "bench.toml", tmp_path / "run"
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        bench.write_text(BENCH.format(url=url), encoding="utf-8")
        arguments = ("run", str(bench), "--run-dir", str(run), "--case", ASKING, "--case", "DLMS-GET-001")
        code, written = on_terminal(*arguments, typed=[CTRL_D])
        again = goldenbench("run", str(bench), "--run-dir", str(tmp_path / "again"), "--case", "DLMS-GET-001")
    assert again.returncode == 0, "no lock stays behind"
    assert code == 10, written
    results = json.loads((run / "results.json").read_text(encoding="utf-8"))
    cases = {case["id"]: case for case in results["cases"]}
    assert cases["DLMS-GET-001"]["verdict"] == "PASS"
    assert (cases[ASKING]["verdict"], cases[ASKING]["reason_code"]) == ("INCONCLUSIVE", "no-operator")
    assert cases[ASKING]["reason"].startswith("the operator has left")
    told = goldenbench("replay", str(run))
    assert told.returncode == 0, told.stdout
