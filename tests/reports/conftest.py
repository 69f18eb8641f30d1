"""Fixtures of the report tests: run directories by hand, and one that a golden unit left."""

import subprocess
import sys
from pathlib import Path

import pytest

from conformance.evidence.run_directory import RunDirectory
from tests.reports.sample_run import SampleRun
from tests.runs import PLAIN


@pytest.fixture
def sample(tmp_path: Path) -> SampleRun:
    return SampleRun(tmp_path / "run")


@pytest.fixture
def mixed(sample: SampleRun) -> SampleRun:
    """A run with every verdict, several attempts, instances, trouble."""
    sample.note("static review", findings=["DLMS.GET is mandatory"], is_refused=False)
    sample.identified("before", serial_number="17", logical_device_name="EXM17")
    sample.identified("after", serial_number="18")
    sample.planned(12)
    sample.attempt("DLMS-GET-001").passes()
    sample.attempt("DLMS-GET-002", "a/b%20c").fails(offset=3)
    sample.attempt("DLMS-GET-003").exchange()
    sample.attempt("DLMS-GET-004", number=1).passes()
    sample.attempt("DLMS-GET-004", number=2).fails()
    sample.attempt("DLMS-GET-005").step("Ask").exchange().step_end().verdict("REVIEW", "review", "is the display lit?")
    lost = sample.attempt("DLMS-GET-006").exchange()
    lost.verdict("INCONCLUSIVE", "start-state", "no association", not_restored=["class 8 0-0:1.0.0.255 attribute 2"])
    sample.never_ran("DLMS-GET-007", "NOT_RUN", "undeclared", "undeclared DLMS.SET")
    sample.never_ran("DLMS-GET-008", "NOT_RUN", "undeclared", "undeclared DLMS.SET")
    sample.never_ran("DLMS-GET-009", "NOT_APPLICABLE", "role", "the case is for gas_meter")
    sample.finished("the line was noisy")
    return sample


@pytest.fixture(scope="session")
def real_run(tmp_path_factory: pytest.TempPathFactory) -> RunDirectory:
    """A run of all published cases without instances on a golden meter with a fault: passes, and a failure at least."""
    path = tmp_path_factory.mktemp("real") / "run"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", "testcases"]
    bench = ["--bench", "golden:get-answers-absent-objects", "--run-dir", str(path)]
    done = subprocess.run([*command, *bench, *PLAIN], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return RunDirectory.existing(path)
