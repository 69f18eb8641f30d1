"""`--pdf`: where it writes, what it says, and that it asks for typst before there is work to do."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import goldenbench

WITHOUT_TYPST = "import sys; sys.modules['typst'] = None; from conformance.cli.main import main; main()"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("printed") / "run"
    done = goldenbench("run", "--case", "DLMS-GET-003", "--run-dir", str(path), "--pdf")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(f"report: {path / 'report.html'}\nreport: {path / 'report.pdf'}\n")
    return path


def test_a_run_prints_what_report_prints_again(run: Path) -> None:
    first = (run / "report.pdf").read_bytes()
    assert first.startswith(b"%PDF-1.7")
    (run / "report.pdf").unlink()
    done = goldenbench("report", str(run))
    assert (done.returncode, done.stdout) == (0, f"report: {run / 'report.html'}\n")
    assert not (run / "report.pdf").exists()
    done = goldenbench("report", str(run), "--pdf")
    assert (done.returncode, done.stderr) == (0, "")
    assert (run / "report.pdf").read_bytes() == first


def test_json_alone_is_on_standard_output(run: Path) -> None:
    done = goldenbench("report", str(run), "--pdf", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["totals"]["PASS"] == 1
    assert done.stderr == f"report: {run / 'report.pdf'}\n"


@pytest.mark.parametrize("verb", ["run", "report"])
def test_without_typst_it_says_what_to_install_and_does_nothing(run: Path, tmp_path: Path, verb: str) -> None:
    before = (run / "report.html").stat().st_mtime_ns
    arguments = ["run", "--run-dir", str(tmp_path / "new")] if verb == "run" else ["report", str(run)]
    command = [sys.executable, "-c", WITHOUT_TYPST, *arguments, "--pdf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (11, "")
    for told in ("typst is not installed", "because it sets report.pdf", "extra pdf", "pip install typst"):
        assert told in done.stderr
    assert (run / "report.html").stat().st_mtime_ns == before
    assert not (tmp_path / "new").exists()


def test_no_printed_report_is_left_behind_by_a_rerun(run: Path, tmp_path: Path) -> None:
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    before = (copy / "report.pdf").read_bytes()
    done = goldenbench("rerun", str(copy), "--case", "DLMS-GET-003")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(f"report: {copy / 'report.pdf'}\n")
    after = (copy / "report.pdf").read_bytes()
    assert after != before
    goldenbench("report", str(copy))
    assert (copy / "report.pdf").read_bytes() == after


def test_a_printed_report_that_cannot_be_made_again_is_said_to_be_old(run: Path, tmp_path: Path) -> None:
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    command = [sys.executable, "-c", WITHOUT_TYPST, "report", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"OUT OF DATE: {copy / 'report.pdf'} is older than report.html" in done.stdout
    assert f"`goldenbench report {copy} --pdf` makes it again" in done.stdout
