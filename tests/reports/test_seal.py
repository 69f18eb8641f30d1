"""The seal of the evidence: anybody can make it again, and it breaks when anything is changed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import reports.seal
from conformance.errors import EvidenceError
from conformance.evidence.run_directory import RunDirectory
from reports.build import write_reports
from reports.seal import seal
from tests.reports.sample_run import SampleRun


@pytest.fixture
def run(sample: SampleRun) -> RunDirectory:
    sample.identified("before", serial_number="17")
    sample.planned(2)
    sample.attempt("DLMS-GET-001").passes()
    sample.attempt("DLMS-GET-002", "a/b%20c é").fails()
    sample.finished()
    return sample.directory


def command() -> str:
    """As the module and the report itself tell it."""
    (line,) = [line.strip() for line in (reports.seal.__doc__ or "").splitlines() if line.strip().startswith("find ")]
    template = Path(__file__).parents[2] / "reports" / "templates" / "report.typ"
    assert line in template.read_text(encoding="utf-8")
    return line


@pytest.mark.skipif(os.name == "nt", reason="the command is one for a Unix shell")
def test_a_shell_makes_the_same_digest(run: RunDirectory) -> None:
    done = subprocess.run(["sh", "-c", command()], cwd=run.path, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == seal(run).digest


def test_it_holds_all_evidence_and_nothing_that_can_be_made_again_or_is_secret(run: RunDirectory) -> None:
    write_reports(run)
    run.secrets.write_text("{}")
    assert {name.partition("/")[0] for name in seal(run).hashes} == {
        "run.json",
        "run.jsonl",
        "cases",
        "identification",
    }
    kept = {path.relative_to(run.path).as_posix() for path in run.path.rglob("*") if path.is_file()}
    made = {"results.json", "junit.xml", "report.html", "secrets.json"}
    assert set(seal(run).hashes) == kept - made


@pytest.mark.parametrize("name", ["run.json", "run.jsonl", "cases/DLMS-GET-001/1/capture.pcapng"])
def test_a_changed_octet_a_missing_and_a_further_file_break_it(run: RunDirectory, name: str) -> None:
    whole = seal(run).digest
    path = run.path / name
    content = path.read_bytes()
    path.write_bytes(content + b" ")
    assert seal(run).digest != whole
    path.write_bytes(content)
    assert seal(run).digest == whole
    path.rename(path.with_name("other"))
    assert seal(run).digest != whole
    path.with_name("other").rename(path)
    (run.cases / "more").touch()
    assert seal(run).digest != whole


def test_it_is_of_the_evidence_not_of_its_place(run: RunDirectory, tmp_path: Path) -> None:
    shutil.copytree(run.path, tmp_path / "elsewhere")
    assert seal(RunDirectory.existing(tmp_path / "elsewhere")) == seal(run)


def test_links_out_of_the_directory_are_not_followed(run: RunDirectory, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("x")
    (run.cases / "link").symlink_to(tmp_path / "outside")
    assert "cases/link" not in seal(run).hashes


def test_evidence_that_cannot_be_read_is_told(run: RunDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(EvidenceError, match=r"cannot read .*Permission denied.*see to its permissions"):
        seal(run)
