"""The pytest side: inert until asked, the same verdicts as the command, exit codes, JUnit, a mark on every mistake."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from tests.processes import golden_meter, goldenbench


def run_pytest(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """pytest as a user would call it, from a folder that has nothing to do with us."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def results_of(run: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((run / "results.json").read_text(encoding="utf-8"))
    return content


def test_an_unrelated_run_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text("def test_it():\n    assert True\n", encoding="utf-8")
    done = run_pytest(tmp_path, "-q")
    assert done.returncode == 0
    assert "goldenbench" not in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "__pycache__") == ["test_other.py"]


def test_an_unrelated_run_imports_nothing_heavy_of_ours(tmp_path: Path) -> None:
    source = (
        "import sys\n"
        "def test_it():\n"
        "    ours = {name for name in sys.modules if name.startswith('conformance')}\n"
        "    assert ours == {'conformance', 'conformance.plugin', 'conformance.hookspecs'}\n"
        "    assert not {'pydantic', 'serial', 'scapy', 'jinja2'} & set(sys.modules)\n"
    )
    (tmp_path / "test_other.py").write_text(source, encoding="utf-8")
    done = run_pytest(tmp_path, "-q", "-p", "no:allure_pytest", "-p", "no:hypothesispytest")
    assert done.returncode == 0, done.stdout


def test_a_failing_device_gives_one_and_junit_carries_our_verdict(tmp_path: Path) -> None:
    done = run_pytest(
        tmp_path,
        *("--pyargs", "testcases", "--bench", "golden:get-answers-absent-objects", "--run-dir", "run"),
        *("--case", "DLMS-GET-001", "--case", "DLMS-GET-003", "--junitxml", "junit.xml"),
    )
    assert done.returncode == 1, done.stdout
    cases = ET.parse(tmp_path / "junit.xml").getroot().iter("testcase")  # noqa: S314 - our own file
    found = {}
    for case in cases:
        told = {known.attrib["name"]: known.attrib["value"] for known in case.iter("property")}
        found[told["case"]] = (told["verdict"], case.find("failure") is not None, told["clause"] != "")
    assert found == {"DLMS-GET-001": ("PASS", False, True), "DLMS-GET-003": ("FAIL", True, True)}


def test_cases_without_a_bench_are_a_usage_error_that_says_what_to_do(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "--pyargs", "testcases")
    assert done.returncode == 4
    assert "add --bench FILE, or --bench golden" in done.stdout + done.stderr


def test_an_unknown_case_is_a_usage_error(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "--pyargs", "testcases", "--bench", "golden", "--case", "DLMS-NONE-001")
    assert done.returncode == 4
    assert "no case DLMS-NONE-001" in done.stdout + done.stderr


def test_a_broken_bench_file_is_a_fault_of_the_bench(tmp_path: Path) -> None:
    (tmp_path / "bench.toml").write_text('[dut]\nrole = "toaster"\n', encoding="utf-8")
    done = run_pytest(tmp_path, "--pyargs", "testcases", "--bench", "bench.toml")
    assert done.returncode == 11
    assert "dut.role: 'toaster' is none of" in done.stdout + done.stderr


def test_evidence_is_never_overwritten(tmp_path: Path) -> None:
    first = goldenbench("run", "--run-dir", str(tmp_path / "run"), "--case", "DLMS-GET-001")
    second = goldenbench("run", "--run-dir", str(tmp_path / "run"), "--case", "DLMS-GET-001")
    assert (first.returncode, second.returncode) == (0, 11)
    assert "is not empty" in second.stderr


def test_users_keep_cases_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        '"""A case of a laboratory."""\n'
        "from conformance.authoring import Association, Step, testcase\n\n"
        '@testcase("DLMS-OWN-001", version=1, purpose="Own.", dut=["electricity_meter"], starts="associated",\n'
        '          covers=["DLMS-OBJECT-LDN"])\n'
        "def test_own(association: Association, step: Step) -> None:\n"
        '    with step("Read the name"):\n'
        "        name = association.read_logical_device_name()\n"
        "        assert len(name) == 3\n",
        encoding="utf-8",
    )
    done = run_pytest(tmp_path, "test_own.py", "--bench", "golden", "--run-dir", "run")
    assert done.returncode == 1, done.stdout
    (case,) = results_of(tmp_path / "run")["cases"]
    assert (case["id"], case["verdict"]) == ("DLMS-OWN-001", "FAIL")
    assert "found 16, wanted 3" in case["reason"]


@pytest.mark.parametrize("phase", ["foundation", "enduring"])
def test_the_static_review_comes_first(tmp_path: Path, phase: str) -> None:
    (tmp_path / "bench.toml").write_text(
        '[dut]\nrole = "electricity_meter"\nlink = "golden"\n[dut.pics]\n"DLMS.GET" = false\n'
        f'[campaign]\nphase = "{phase}"\n',
        encoding="utf-8",
    )
    done = goldenbench("run", str(tmp_path / "bench.toml"), "--run-dir", str(tmp_path / "run"))
    assert "DLMS.GET is mandatory for the role electricity_meter but declared false" in done.stdout
    if phase == "enduring":
        assert done.returncode == 11
        assert not (tmp_path / "run" / "cases").exists()
    else:
        assert done.returncode == 0, done.stdout


def events_of(run: Path, kind: str) -> list[dict[str, Any]]:
    lines = (run / "run.jsonl").read_text(encoding="utf-8").splitlines()
    return [event for event in map(json.loads, lines) if event["kind"] == kind]


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_the_plan_names_the_cases_in_their_order(tmp_path: Path, workers: tuple[str, ...]) -> None:
    asked = ("--case", "DLMS-GET-003", "--case", "DLMS-GET-001")
    done = goldenbench("run", "--run-dir", str(tmp_path / "run"), *asked, *workers)
    assert done.returncode == 0, done.stdout
    (plan,) = events_of(tmp_path / "run", "planned")
    assert (plan["count"], plan["cases"]) == (2, ["DLMS-GET-001", "DLMS-GET-003"])


ENDING = """
import os
from conformance.bench.session import BenchSession

def end(self, case, *arguments):
    {how}

BenchSession.run = end
"""


@pytest.mark.parametrize(
    ("how", "workers", "code", "said"),
    [
        ("os._exit(1)", ("-n", "1"), 11, "no record of 2 cases (DLMS-GET-001, DLMS-GET-003): the process"),
        ("raise SystemExit('gone')", (), 11, "no record of 2 cases (DLMS-GET-001"),
    ],
)
def test_a_case_without_a_record_is_a_fault(
    tmp_path: Path, how: str, workers: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "ending.py").write_text(ENDING.format(how=how), encoding="utf-8")
    cases = ("--case", "DLMS-GET-001", "--case", "DLMS-GET-003")
    done = run_pytest(
        tmp_path,
        *("-p", "ending", "--pyargs", "testcases", "--bench", "golden", "--run-dir", "run", *cases, *workers),
    )
    assert done.returncode == code, done.stdout
    assert said in done.stdout
    assert said in results_of(tmp_path / "run")["run"]["trouble"][0]


def test_a_fault_of_pytest_is_told_in_a_line(tmp_path: Path) -> None:
    source = "def pytest_runtest_logfinish(nodeid):\n    raise LookupError('a plugin came apart')\n"
    (tmp_path / "ending.py").write_text(source, encoding="utf-8")
    asked = ("--pyargs", "testcases", "--bench", "golden", "--run-dir", "run", "--case", "DLMS-GET-001")
    done = run_pytest(tmp_path, "-p", "ending", *asked)
    assert done.returncode == 3, done.stdout
    said = "pytest broke down (LookupError: a plugin came apart); every case that has finished keeps its verdict"
    results = results_of(tmp_path / "run")
    assert results["run"]["trouble"] == [said]
    assert [case["verdict"] for case in results["cases"]] == ["PASS"]


BROKEN = """
from conformance.bench.recovery import Recovery
from conformance.bench.session import BenchSession
from conformance.errors import HarnessError

def broken(self, *arguments, **options):
    raise HarnessError("the bench came apart")

{method} = broken
"""


@pytest.mark.parametrize(
    ("method", "where", "verdicts"),
    [
        ("BenchSession.discover", "identification before the cases", ["NOT_RUN", "NOT_RUN"]),
        ("Recovery._see_whether_alive", "recovery after DLMS-ACSE-001", ["PASS", "NOT_RUN"]),
    ],
)
@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_a_fault_of_ours_outside_a_case_is_told_and_ends_the_run_in_order(
    tmp_path: Path, method: str, where: str, verdicts: list[str], workers: tuple[str, ...]
) -> None:
    (tmp_path / "coming_apart.py").write_text(BROKEN.format(method=method), encoding="utf-8")
    with golden_meter("tcp://127.0.0.1:0", defect="release-unanswered") as (url,):
        (tmp_path / "bench.toml").write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n', encoding="utf-8")
        done = run_pytest(
            tmp_path,
            *("-p", "coming_apart", "--pyargs", "testcases", "--bench", "bench.toml", "--run-dir", "run"),
            *("--case", "DLMS-ACSE-001", "--case", "DLMS-GET-003", *workers),
        )
    assert done.returncode == 11, done.stdout
    said = f"fault of the harness, {where}: HarnessError: the bench came apart"
    assert said in done.stdout
    assert [event["where"] for event in events_of(tmp_path / "run", "fault")] == [where]
    results = results_of(tmp_path / "run")
    assert said in results["run"]["trouble"]
    assert [case["verdict"] for case in results["cases"]] == verdicts


DYING = """
import os
from conformance.bench.session import BenchSession

whole = BenchSession._attempt

def dies(self, *arguments):
    whole(self, *arguments)
    os._exit(1)

BenchSession._attempt = dies
"""

BEARS_ONE = """
[dut]
role = "electricity_meter"
link = "{link}"
permits = ["lockout"]
pixit.max_wrong_credentials = 1
[[dut.associations]]
name = "reading"
client_sap = 32
mechanism = "lls"
secret = "{secret}"
"""


def test_a_wrong_secret_that_a_worker_sent_before_it_died_counts(tmp_path: Path) -> None:
    """The worker after it must not send another: the meter might lock."""
    first, second = "DLMS-ACSE-006", "DLMS-ACSE-007"
    (tmp_path / "dying.py").write_text(DYING, encoding="utf-8")
    with golden_meter("tcp://127.0.0.1:0") as (url,):
        (tmp_path / "bench.toml").write_text(BEARS_ONE.format(link=url, secret="12345678"), encoding="utf-8")
        done = run_pytest(
            tmp_path,
            *("-p", "dying", "--pyargs", "testcases", "--bench", "bench.toml", "--run-dir", "run"),
            *("--case", first, "--case", second, "-n", "1"),
        )
    cases = {case["id"]: case for case in results_of(tmp_path / "run")["cases"]}
    assert len(cases[first]["attempts"]) == 1, done.stdout
    assert (cases[second]["verdict"], cases[second]["attempts"]) == ("NOT_RUN", [])
    assert cases[second]["reason"] == "the run has used up its 1 wrong passwords (max_wrong_credentials)"
