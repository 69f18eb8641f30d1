"""Fixtures of the report tests: run directories by hand, and one that a golden unit left."""

import subprocess
import sys
from pathlib import Path

import pytest

from conformance.evidence.run_directory import RunDirectory
from tests.reports.sample_run import SampleRun


@pytest.fixture
def sample(tmp_path: Path) -> SampleRun:
    return SampleRun(tmp_path / "run")


@pytest.fixture(scope="session")
def real_run(tmp_path_factory: pytest.TempPathFactory) -> RunDirectory:
    """A run of all published cases on a golden meter with a fault: passes, and at least one failure."""
    path = tmp_path_factory.mktemp("real") / "run"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--pyargs", "testcases"]
    bench = ["--bench", "golden:get-answers-absent-objects", "--run-dir", str(path)]
    done = subprocess.run([*command, *bench], capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return RunDirectory.existing(path)
