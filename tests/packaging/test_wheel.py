"""The wheel, built and installed with its dependencies into a new environment, works from any directory.

Nothing of the checkout is in reach there: templates, tables, settings and schema have to come out of the wheel.
"""

import json
import os
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("conformance", "golden_units", "testcases", "reports")
CASE = "DLMS-GET-003"
DATA = (
    "conformance/cli/run.pytest.ini",
    "conformance/py.typed",
    "reports/schema/results.schema.json",
    "reports/templates/page.html.j2",
    "reports/templates/report.typ",
    "reports/templates/style.css",
    "testcases/pics.toml",
    "testcases/requirements.toml",
)
"""Files without which nothing works, or nobody can check types."""

INSTALL_TIMEOUT_S = 900


@dataclass(frozen=True)
class Installed:
    """The wheel, and the environment into which it was installed."""

    wheel: Path
    programs: Path

    def call(self, folder: Path, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Call one of the environment's own programs, with nothing of this one's settings."""
        command = [str(self.programs / program), *arguments]
        return subprocess.run(
            command, cwd=folder, env=clean(), capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S, check=False
        )


def clean() -> dict[str, str]:
    foreign = ("PYTHON", "PYTEST", "VIRTUAL_ENV", "TOX", "COV")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    venv.create(folder / "environment", with_pip=True, clear=True)
    programs = folder / "environment" / ("Scripts" if sys.platform == "win32" else "bin")
    made = Installed(folder, programs)
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check")
    built = made.call(folder, "python", *pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(REPOSITORY))
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("goldenbench-*.whl")
    done = made.call(folder, "python", *pip, "install", str(wheel))
    assert done.returncode == 0, done.stderr
    return Installed(wheel, programs)


def results_of(run: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((run / "results.json").read_text(encoding="utf-8"))
    return content


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(installed: Installed) -> None:
    here = {
        path.relative_to(REPOSITORY).as_posix()
        for package in PACKAGES
        for path in (REPOSITORY / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert set(DATA) <= here
    with zipfile.ZipFile(installed.wheel) as wheel:
        names = set(wheel.namelist())
    about = {name for name in names if name.partition("/")[0].endswith(".dist-info")}
    assert names - about == here
    assert any(name.endswith("licenses/LICENSE") for name in about)


def test_the_modules_are_those_of_the_wheel(installed: Installed, tmp_path: Path) -> None:
    source = f"import importlib\nfor name in {PACKAGES}:\n    print(importlib.import_module(name).__file__)"
    done = installed.call(tmp_path, "python", "-W", "error", "-c", source)
    places = done.stdout.splitlines()
    assert len(places) == len(PACKAGES), done.stderr
    assert all(Path(place).is_relative_to(installed.programs.parent) for place in places)


def test_the_command_runs_a_case_and_makes_its_report(installed: Installed, tmp_path: Path) -> None:
    done = installed.call(tmp_path, "goldenbench", "run", "--case", CASE, "--run-dir", "run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 PASS" in done.stdout
    report = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert report.startswith("<!doctype html>")
    assert report.rstrip().endswith("</html>")
    assert CASE in report
    assert "<style" in report
    for verb in ("report", "replay"):
        again = installed.call(tmp_path, "goldenbench", verb, "run")
        assert again.returncode == 0, again.stderr


def test_a_printed_report_asks_for_its_extra_before_anything_is_run(installed: Installed, tmp_path: Path) -> None:
    done = installed.call(tmp_path, "goldenbench", "run", "--case", CASE, "--run-dir", "run")
    assert done.returncode == 0, done.stderr
    printed = installed.call(tmp_path, "goldenbench", "report", "run", "--pdf")
    assert printed.returncode == 11
    assert "the Python package typst is not installed" in printed.stderr
    assert "with its extra pdf" in printed.stderr
    assert not (tmp_path / "run" / "report.pdf").exists()
    refused = installed.call(tmp_path, "goldenbench", "run", "--case", CASE, "--run-dir", "other", "--pdf")
    assert (refused.returncode, refused.stdout) == (11, "")


def test_plain_pytest_runs_the_same_case_to_the_same_verdict(installed: Installed, tmp_path: Path) -> None:
    arguments = ("--pyargs", "testcases", "--bench", "golden", "--case", CASE, "--run-dir", "run")
    done = installed.call(tmp_path, "pytest", "-p", "no:cacheprovider", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    (case,) = results_of(tmp_path / "run")["cases"]
    assert (case["id"], case["verdict"]) == (CASE, "PASS")
    assert (tmp_path / "run" / "report.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]


def test_cases_rules_and_defects_come_with_it(installed: Installed, tmp_path: Path) -> None:
    listed = installed.call(tmp_path, "goldenbench", "list", "golden", "--json")
    cases = json.loads(listed.stdout)
    assert len(cases) == len(list((REPOSITORY / "testcases").rglob("test_*.py")))
    assert {case["decision"] for case in cases} == {"runs", "DUT DECIDES"}
    told = installed.call(tmp_path, "goldenbench", "explain", CASE)
    assert "DLMS-GET-REFUSAL" in told.stdout
    defects = installed.call(tmp_path, "goldenbench", "golden", "electricity-meter", "--list-defects", "--json")
    assert len(json.loads(defects.stdout)) >= 30
