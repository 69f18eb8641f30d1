"""Damaged evidence: what is missing is told, what is left is shown, and nothing is traced back through our code."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.build import build
from reports.render import render
from tests.processes import goldenbench
from tests.reports.sample_run import SampleRun

CASE = "DLMS-GET-003"
JOURNAL = f"cases/{CASE}/1/journal.jsonl"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("whole") / "run"
    asked = [word for case in (CASE, "DLMS-GET-001") for word in ("--case", case)]
    done = goldenbench("run", "golden:get-answers-absent-objects", "--run-dir", str(run), *asked)
    assert done.returncode == 1, done.stdout
    return run


@pytest.fixture
def run(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "run"))


def edited(name: str, edit: Callable[[list[str]], list[str]]) -> Callable[[Path], None]:
    """Lines of a file as a damage leaves them."""

    def damage(run: Path) -> None:
        lines = (run / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (run / name).write_text("".join(edit(lines)), encoding="utf-8")

    return damage


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(run: Path) -> None:
        text = (run / name).read_text(encoding="utf-8")
        assert old in text
        (run / name).write_text(text.replace(old, new), encoding="utf-8")

    return damage


def written(name: str, text: str) -> Callable[[Path], None]:
    def damage(run: Path) -> None:
        (run / name).write_text(text, encoding="utf-8")

    return damage


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "last line cut off": (
        edited(JOURNAL, lambda lines: [*lines[:-1], lines[-1][:-9]]),
        f"{JOURNAL}: line \\d+, its last,",
    ),
    "end gone": (edited(JOURNAL, lambda lines: lines[:-3]), f"{JOURNAL}: the verdict is missing; .* that it was FAIL"),
    "line cut short": (
        edited(JOURNAL, lambda lines: [*lines[:4], lines[4][:30] + "\n", *lines[5:]]),
        "line 5 is damaged",
    ),
    "line of something else": (edited(JOURNAL, lambda lines: [*lines[:4], "5\n", *lines[5:]]), "line 5 is damaged"),
    "line gone": (edited(JOURNAL, lambda lines: [*lines[:4], *lines[5:]]), f"{JOURNAL}: 1 event is missing"),
    "steps without beginning": (
        edited(JOURNAL, lambda lines: [line for line in lines if '"kind":"step"' not in line]),
        f"{JOURNAL}: 1 event is missing",
    ),
    "keys gone": (
        edited(JOURNAL, lambda lines: [line.replace('"text"', '"txt"') for line in lines]),
        f"{JOURNAL}: events 1, .* are incomplete",
    ),
    "verdict of another kind": (
        edited(JOURNAL, lambda lines: [line.replace('"verdict":"FAIL"', '"verdict":"PASS"') for line in lines]),
        f"{JOURNAL}: its verdict is PASS; run.jsonl says that it was FAIL",
    ),
    "journal empty": (written(JOURNAL, ""), f"cases/{CASE}: the evidence is gone"),
    "case gone": (lambda run: shutil.rmtree(run / "cases" / CASE), f"cases/{CASE}: the evidence is gone"),
    "all cases gone": (lambda run: shutil.rmtree(run / "cases"), "cases/DLMS-GET-001: the evidence is gone"),
    "capture gone": (lambda run: (run / "cases" / CASE / "1" / "capture.pcapng").unlink(), "capture.pcapng is missing"),
    "run.json broken": (written("run.json", "{"), r"cannot read run.json \(it is no JSON\)"),
    "run.json of something else": (written("run.json", "[]"), r"cannot read run.json \(it is no table\)"),
    "run.json empty": (
        written("run.json", '{"bench_file": {"dut": 5}}'),
        "run.json: found no format, .* no bench_file.dut",
    ),
    "run.json gone": (lambda run: (run / "run.json").unlink(), r"cannot read run.json \(No such file or directory\)"),
    "run.jsonl broken": (edited("run.jsonl", lambda lines: ["{\n", *lines[1:]]), "run.jsonl: line 1 is damaged"),
    "run.jsonl gone": (lambda run: (run / "run.jsonl").unlink(), "run.jsonl is missing"),
    "identification broken": (
        edited("identification/before/journal.jsonl", lambda lines: ["x\n", *lines[1:]]),
        "identification/before/journal.jsonl: line 1 is damaged",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_told_on_page_one_and_by_the_exit_code(run: Path, name: str) -> None:
    damage, said = DAMAGES[name]
    damage(run)
    done = goldenbench("report", str(run))
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(f"^DAMAGED: .*{said}", done.stdout, re.MULTILINE), done.stdout
    assert done.stderr == ""
    page = (run / "report.html").read_text(encoding="utf-8")
    assert re.search("<h1>.*he evidence is damaged: ", page)
    assert "DLMS-GET-001" in page
    trouble = json.loads((run / "results.json").read_text(encoding="utf-8"))["run"]["trouble"]
    assert re.search(said, trouble[0])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (written("results.json", "{"), "results.json could not be read"),
        (written("results.json", "{}"), "results.json was not as goldenbench writes it"),
        (
            replaced("results.json", '"verdict": "PASS"', '"verdict": "FAIL"'),
            "results.json did not say what the evidence says (DLMS-GET-001: FAIL there, PASS in the evidence)",
        ),
        (lambda run: (run / "results.json").unlink(), "results.json was missing"),
    ],
)
def test_results_are_no_evidence_and_are_made_again(run: Path, damage: Callable[[Path], None], said: str) -> None:
    whole = (run / "results.json").read_text(encoding="utf-8")
    damage(run)
    done = goldenbench("report", str(run))
    assert done.returncode == 1
    assert f"DAMAGED: {said}; it has been made again from the evidence" in done.stdout
    assert (run / "results.json").read_text(encoding="utf-8") == whole
    assert goldenbench("report", str(run)).returncode == 0


def test_runs_are_compared_by_their_evidence_where_there_is_any(whole: Path, run: Path) -> None:
    replaced("results.json", '"verdict": "FAIL"', '"verdict": "PASS"')(run)
    done = goldenbench("diff", str(whole), str(run))
    assert done.returncode == 0, done.stdout
    assert f"results.json did not say what the evidence says ({CASE}: PASS there, FAIL in the evidence)" in done.stderr
    shutil.rmtree(run / "cases")
    done = goldenbench("diff", str(whole), str(run))
    assert done.returncode == 1, "a results.json without evidence is all that there is to compare"


def test_what_lies_beside_the_cases_does_not_matter(run: Path) -> None:
    (run / "cases" / "notes.txt").touch()
    (run / "cases" / CASE / "7").touch()
    done = goldenbench("report", str(run))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_case_that_broke_before_it_had_a_journal_has_a_place_in_the_report(sample: SampleRun) -> None:
    sample.never_ran("DLMS-GET-001", "ERROR", "harness", "KeyError: 'x'")
    assert "KeyError: &#39;x&#39;" in render(build(sample.directory))


def test_a_replay_of_a_run_without_its_facts_says_so(run: Path) -> None:
    (run / "run.json").write_text("{", encoding="utf-8")
    done = goldenbench("replay", str(run))
    assert done.returncode == 11
    assert "run.json (it is no JSON)" in done.stderr
    assert "Traceback" not in done.stderr
