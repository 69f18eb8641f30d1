"""A tolerance profile holds for every bench file that names it, as if it stood there; and its name is told."""

import json
from pathlib import Path

import pytest

from conformance.bench.bench_file import BenchFile, read_bench_file
from conformance.bench.open_bench import bench_of
from conformance.bench.static_review import review
from conformance.declaration import Declaration
from conformance.errors import BenchError
from conformance.evidence.run_directory import RunDirectory
from conformance.run_log import effective_bench_file
from reports.build import build
from reports.overview import tolerances
from reports.render import render
from tests.processes import goldenbench

PROFILE = """
name = "Series <2019>"
[tolerances]
release-unanswered = "ticket 4711"
"""


def written(folder: Path, profile: str = PROFILE, pixit: str = 'tolerance_profile = "shared/profile.toml"') -> Path:
    shared = folder / "shared"
    shared.mkdir()
    (shared / "profile.toml").write_text(profile, encoding="utf-8")
    bench = folder / "bench.toml"
    link = "golden:release-unanswered"
    bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{link}"\n[dut.pixit]\n{pixit}\n', encoding="utf-8")
    return bench


def test_it_adds_to_the_tolerances_of_the_bench_file(tmp_path: Path) -> None:
    own = 'tolerances = ["ua-without-parameters", "release-unanswered"]'
    file = read_bench_file(written(tmp_path, pixit=f'tolerance_profile = "shared/profile.toml"\n{own}'))
    assert file.dut.pixit.all_tolerances == ("ua-without-parameters", "release-unanswered")
    assert bench_of(file, "bench.toml").dut.tolerances == {"ua-without-parameters", "release-unanswered"}


def test_the_run_directory_needs_no_profile_beside_it(tmp_path: Path) -> None:
    bench = bench_of(read_bench_file(written(tmp_path)), "bench.toml")
    kept = json.loads(json.dumps(effective_bench_file(bench.file)))
    assert kept["dut"]["pixit"]["tolerance_profile"] == {
        "file": "shared/profile.toml",
        "name": "Series <2019>",
        "tolerances": {"release-unanswered": "ticket 4711"},
    }
    assert BenchFile.model_validate(kept) == bench.file


def test_each_tolerance_of_a_profile_keeps_an_enduring_run_from_starting(tmp_path: Path) -> None:
    pixit = read_bench_file(written(tmp_path)).dut.pixit
    (finding,) = review(Declaration("electricity_meter", {}, {}, is_enduring=True), pixit)
    assert finding.startswith("the tolerance release-unanswered (")


@pytest.mark.parametrize(
    ("profile", "pixit", "said"),
    [
        (
            'name = "x"\n[tolerances]\nrelease-unansered = "y"',
            "",
            ["tolerances.release-unansered (in shared/profile.toml)", "did you mean release-unanswered?"],
        ),
        ('name = "x"\n[tolerances]\nrelease-unanswered = ""', "", ["release-unanswered (in shared/profile.toml)"]),
        ('name = "x"\n[tolerances]', "", ["tolerances (in shared/profile.toml)", "entries, at least 1"]),
        ('file = "x"', "", ["file (in shared/profile.toml): unknown key", "name (in shared/profile.toml): missing"]),
        ("[tolerances", "", ["dut.pixit.tolerance_profile: ", "is no TOML file", "mend its last lines"]),
        (PROFILE, 'tolerance_profile = "none.toml"', ["cannot read", "none.toml", "folder of the bench file"]),
        (PROFILE, "tolerance_profile = 7", ["found 7, wanted the name of a TOML file"]),
        (PROFILE, 'tolerance_profile = {name = "x"}', ["found a table, wanted the name of a TOML file"]),
    ],
)
def test_faults_of_a_profile_are_told_by_file(tmp_path: Path, profile: str, pixit: str, said: list[str]) -> None:
    path = written(tmp_path, profile, pixit or 'tolerance_profile = "shared/profile.toml"')
    with pytest.raises(BenchError) as caught:
        read_bench_file(path)
    for part in said:
        assert part in str(caught.value)


def test_its_faults_are_told_beside_those_of_the_bench_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'name = ""', 'tolerance_profile = "shared/profile.toml"\nlockout_s = "5"')
    with pytest.raises(BenchError) as caught:
        read_bench_file(path)
    assert "has 3 faults" in str(caught.value)
    assert "dut.pixit.lockout_s: found '5'" in str(caught.value)


def test_a_run_steps_over_what_it_names_and_page_one_says_so(tmp_path: Path) -> None:
    run = tmp_path / "run"
    ended = goldenbench("run", str(written(tmp_path)), "--run-dir", str(run), "--case", "DLMS-GET-003")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert json.loads((run / "results.json").read_text(encoding="utf-8"))["cases"][0]["attempts"][0]["also"] == []
    report = build(RunDirectory(run))
    (tolerated,) = tolerances(report)
    assert (tolerated.name, tolerated.reason) == ("release-unanswered", "ticket 4711")
    page = render(report)
    assert "profile <b>Series &lt;2019&gt;</b>" in page
    assert "<code>shared/profile.toml</code>" in page
    assert "because: ticket 4711" in page
    (tmp_path / "shared" / "profile.toml").unlink()
    assert goldenbench("replay", str(run)).returncode == 0
