"""`goldenbench diff` end to end: its exit codes, what it says, and what it makes of evidence that is not whole."""

import json
from pathlib import Path

import pytest

from conformance.cli.diff import SHOWN_INSTANCES, _cases
from reports.comparison import CaseDifference
from tests.processes import goldenbench

CASES = ("--case", "DLMS-GET-003", "--case", "DLMS-GET-001")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One of a good golden meter, one of a meter with a fault."""
    folder = tmp_path_factory.mktemp("runs")
    made = {"good": "golden", "bad": "golden:get-answers-absent-objects"}
    for name, link in made.items():
        assert goldenbench("run", link, "--run-dir", str(folder / name), *CASES).returncode == (name == "bad")
    return {name: folder / name for name in made}


def test_what_got_worse_and_what_may_explain_it(runs: dict[str, Path]) -> None:
    ended = goldenbench("diff", str(runs["good"]), str(runs["bad"]))
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "GOT WORSE, 1 case\n  DLMS-GET-003       PASS -> FAIL  GET of an object" in ended.stdout
    assert "      B: found GetResponseNormal(" in ended.stdout
    assert "BENCH FILE AND RUN\n  dut.link: golden -> golden:get-answers-absent-objects" in ended.stdout
    assert ended.stdout.endswith("\n1 case the same\n")


def test_the_other_way_round_it_got_better(runs: dict[str, Path]) -> None:
    ended = goldenbench("diff", str(runs["bad"]), str(runs["good"]), "--json")
    found = json.loads(ended.stdout)
    assert (ended.returncode, found["same"]) == (1, 1)
    assert [(case["name"], case["group"]) for case in found["cases"]] == [("DLMS-GET-003", "got better")]


def test_no_difference(runs: dict[str, Path]) -> None:
    ended = goldenbench("diff", str(runs["bad"]), str(runs["bad"]))
    assert (ended.returncode, ended.stdout.endswith("2 cases the same; nothing differs\n")) == (0, True)


@pytest.mark.parametrize("spoilt", [None, "{", "[]", '{"run": {}, "cases": [{}], "totals": {}}'])
def test_results_that_are_not_whole_are_made_again(runs: dict[str, Path], tmp_path: Path, spoilt: str | None) -> None:
    copied = tmp_path / "copy"
    for name in ("run.json", "run.jsonl"):
        copied.mkdir(exist_ok=True)
        (copied / name).write_bytes((runs["bad"] / name).read_bytes())
    for journal in runs["bad"].glob("cases/*/*/*"):
        target = copied / journal.relative_to(runs["bad"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(journal.read_bytes())
    if spoilt is not None:
        (copied / "results.json").write_text(spoilt, encoding="utf-8")
    ended = goldenbench("diff", str(runs["bad"]), str(copied))
    assert (ended.returncode, "2 cases the same; nothing differs" in ended.stdout) == (0, True), ended.stdout
    assert "results.json " in ended.stderr
    assert f"`goldenbench report {copied}` keeps it" in ended.stderr


def test_what_is_no_run_cannot_be_judged(runs: dict[str, Path], tmp_path: Path) -> None:
    ended = goldenbench("diff", str(runs["good"]), str(tmp_path))
    assert (ended.returncode, ended.stdout) == (11, "")
    assert "wanted the directory of a run" in ended.stderr


def test_hostile_strings_are_harmless(runs: dict[str, Path], tmp_path: Path) -> None:
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    (hostile / "run.json").write_text("{}", encoding="utf-8")
    results = json.loads((runs["good"] / "results.json").read_text(encoding="utf-8"))
    nasty = "\x1b[2J\u202e\n\rFAKE"
    results["run"]["identification"]["before"]["answers"] = {f"serial{nasty}": nasty}
    results["run"]["trouble"] = [nasty]
    results["cases"][0] |= {"verdict": "FAIL", "reason": nasty, "title": nasty, "instance": nasty}
    results["cases"][1] |= {"version": 7, "title": nasty}
    results["totals"] = {nasty: 1}
    (hostile / "results.json").write_text(json.dumps(results), encoding="utf-8")
    for options in ((), ("--json",)):
        ended = goldenbench("diff", str(runs["good"]), str(hostile), *options)
        assert ended.returncode == 1, ended.stderr
        assert not set(ended.stdout) & set("\x1b\u202e\r")
        assert "\nFAKE" not in ended.stdout


def test_instances_of_one_case_hide_no_other_case() -> None:
    names = [f"DLMS-ATTR-001[object {number}]" for number in range(40)] + ["DLMS-GET-001"]
    lines = list(_cases([CaseDifference(name, "Reading.", "got worse", "PASS", "FAIL") for name in names]))
    assert [line.split("  ")[1] for line in lines] == [
        *(f"{name} PASS -> FAIL" for name in names[:SHOWN_INSTANCES]),
        f"and {40 - SHOWN_INSTANCES} more of DLMS-ATTR-001; --json has all",
        "DLMS-GET-001",
    ]
