"""Whole runs on the golden meter: plain pytest, the command and workers come to the same."""

from pathlib import Path

from tests.plugin.test_plugin import results_of, run_pytest
from tests.processes import goldenbench


def test_plain_pytest_and_the_command_give_the_same_verdicts(tmp_path: Path) -> None:
    plain = run_pytest(tmp_path, "--pyargs", "testcases", "--bench", "golden", "--run-dir", "plain")
    command = goldenbench("run", "--run-dir", str(tmp_path / "command"))
    assert plain.returncode == command.returncode == 0, plain.stdout + command.stdout
    verdicts = [
        {
            (case["id"], case["instance"]): (case["verdict"], case["content_hash"])
            for case in results_of(tmp_path / name)["cases"]
        }
        for name in ("plain", "command")
    ]
    assert verdicts[0] == verdicts[1]
    assert len(verdicts[0]) >= 30


def test_workers_give_the_same_verdicts_and_evidence(tmp_path: Path) -> None:
    for name, workers in (("alone", []), ("shared", ["-n", "2"])):
        done = goldenbench("run", "--run-dir", str(tmp_path / name), *workers)
        assert done.returncode == 0, done.stdout
    journals = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name / "cases").rglob("*.jsonl")}
        for name in ("alone", "shared")
    ]
    assert journals[0] == journals[1]
