"""Cases that users keep of their own: with rules of their own, and mistakes in them that are told by file."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conformance.case_check import CaseCheck
from conformance.catalogue import published_folder
from conformance.errors import MendableError
from conformance.rules import load_rules
from tests.bench.cases import RULE, made_up
from tests.processes import goldenbench

HEADER = '"""A case of a laboratory."""\nfrom conformance.authoring import Association, Step, testcase\n\n'
BODY = (
    "def test_own(association: Association, step: Step) -> None:\n"
    '    with step("Read the name"):\n'
    "        assert association.read_logical_device_name()\n"
)
FACTS = {
    "version": 1,
    "purpose": "Own.",
    "dut": ["electricity_meter"],
    "starts": "associated",
    "covers": ["DLMS-OBJECT-LDN"],
}
LAB_RULE = '[[rule]]\nid = "LAB-NAME"\ntext = "A name is told."\nclause = "LAB 1"\ngrade = "unconfirmed"\n'


def write_case(folder: Path, number: int = 1, **changes: Any) -> Path:
    folder.mkdir(exist_ok=True)
    facts = ", ".join(f"{name}={value!r}" for name, value in {**FACTS, **changes}.items())
    path = folder / f"test_own_{number}.py"
    path.write_text(f'{HEADER}@testcase("DLMS-OWN-{number:03d}", {facts})\n{BODY}', encoding="utf-8")
    return path


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--bench", "golden", "--run-dir", "run"]
    return subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A case below the rules that it needs."""
    (tmp_path / "requirements.toml").write_text(LAB_RULE, encoding="utf-8")
    write_case(tmp_path / "names", covers=["LAB-NAME", "DLMS-OBJECT-LDN"])
    return tmp_path


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_rules_beside_cases_are_theirs(own: Path, workers: tuple[str, ...]) -> None:
    done = run(own, ".", *workers)
    assert done.returncode == 0, done.stdout
    (case,) = json.loads((own / "run" / "results.json").read_text(encoding="utf-8"))["cases"]
    assert case["verdict"] == "PASS"
    assert [rule["id"] for rule in case["rules"]] == ["LAB-NAME", "DLMS-OBJECT-LDN"]
    assert case["clause"].startswith("LAB 1; ")


def test_one_that_does_not_exist_is_a_mistake_of_whoever_asked(own: Path) -> None:
    done = run(own, ".", "--case", "DLMS-OWN-002")
    assert done.returncode == 4, done.stdout
    assert "did you mean DLMS-OWN-001" in done.stdout + done.stderr
    assert "no record" not in done.stdout


def test_a_replay_says_which_cases_it_does_not_have_and_judges_the_others(own: Path) -> None:
    done = run(own, ".", "--pyargs", "testcases", "--case", "DLMS-OWN-001", "--case", "DLMS-GET-003")
    assert done.returncode == 0, done.stdout
    told = goldenbench("replay", str(own / "run"))
    assert told.returncode == 11
    assert "DLMS-OWN-001         attempt 1  PASS          case not available" in told.stdout
    assert "DLMS-GET-003         attempt 1  PASS          same" in told.stdout
    assert "1 attempt replayed, 0 differ, 1 could not be judged" in told.stdout
    assert goldenbench("replay", str(own / "run"), "DLMS-GET-003").returncode == 0


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "rule": ({"covers": ["LAB-NONE"]}, "FILE: CASE covers 'LAB-NONE', which is no rule; wanted"),
    "no rule": ({"covers": []}, "FILE, test_own covers no rule; wanted at least one"),
    "start": ({"starts": "asociated"}, "FILE, test_own: start state 'asociated'; wanted one of disconnected,"),
    "effects": ({"effects": "some"}, "FILE, test_own: effects 'some'; wanted one of none, writes,"),
    "role": ({"dut": ["toaster"]}, "FILE, test_own: role 'toaster'; wanted one of electricity_meter,"),
    "control": ({"controls": ["kick"]}, "FILE, test_own: control 'kick'; wanted one of power_cycle, reset,"),
    "association": (
        {"association": "best"},
        "FILE, test_own: association 'best'; wanted one of any, public,",
    ),
    "item": ({"requires": "DLMS.GOT"}, "FILE: CASE requires 'DLMS.GOT', which is no item"),
}


def test_every_mistake_is_told_by_file_at_collection(tmp_path: Path) -> None:
    """All in one run; no case runs, nothing is traced back through our code."""
    told = []
    for number, (changes, said) in enumerate(MISTAKES.values(), start=1):
        path = write_case(tmp_path, number, **changes)
        told.append(said.replace("FILE", str(path)).replace("CASE", f"DLMS-OWN-{number:03d}"))
    done = run(tmp_path, ".")
    assert done.returncode == 11, done.stdout
    for said in told:
        assert said in done.stdout
    assert "Traceback" not in done.stdout
    assert "publish" not in done.stdout
    assert not (tmp_path / "run" / "cases").exists()


@pytest.mark.parametrize(
    ("case_id", "said"),
    [
        (
            "ACME-1",
            "test_own: case id 'ACME-1'; wanted an id like DLMS-ACME-001: DLMS, ZB, WAN, SEC or IOP, then a name",
        ),
        (
            "DLMS-GET-003",
            "DLMS-GET-003 is the id of a published case; wanted an id that no other case has: DLMS, ZB, WAN,",
        ),
    ],
)
@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_which_ids_are_allowed_is_told(tmp_path: Path, case_id: str, said: str, workers: tuple[str, ...]) -> None:
    path = write_case(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("DLMS-OWN-001", case_id), encoding="utf-8")
    done = run(tmp_path, ".", *workers)
    assert done.returncode == 11, done.stdout
    assert f"{path}, {said}" in done.stdout or f"{path}: {said}" in done.stdout
    assert "joined by hyphens" in done.stdout


BROKEN = {
    "syntax": ('"""x."""\n\ndef test_x(:\n', "line 3: SyntaxError: invalid syntax"),
    "import": ("import json\nfrom conformance.authoring import Nothing\n", "line 2: ImportError: cannot import name"),
    "module": ("import nowhere_at_all\n", "line 1: ModuleNotFoundError: No module named 'nowhere_at_all'"),
    "anything": ('import json\n\njson.loads("{")\n', "line 3: JSONDecodeError: Expecting property name"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_told_in_one_line(tmp_path: Path, kind: str) -> None:
    text, said = BROKEN[kind]
    path = tmp_path / "test_broken.py"
    path.write_text(text, encoding="utf-8")
    done = run(tmp_path, ".")
    assert done.returncode == 11, done.stdout
    assert f"\n{path}, {said}" in done.stdout
    assert f"goldenbench: cases could not be collected: {path}, {said}" in done.stdout
    assert len(done.stdout.splitlines()) < 20
    assert "Traceback" not in done.stdout
    assert "interrupted before" not in done.stdout
    trouble = json.loads((tmp_path / "run" / "results.json").read_text(encoding="utf-8"))["run"]["trouble"]
    assert said in trouble[0]


def test_pytest_itself_shows_why_a_case_failed_and_where_the_report_is(tmp_path: Path) -> None:
    path = write_case(tmp_path)
    text = path.read_text(encoding="utf-8").replace("logical_device_name()", "logical_device_name() == b'x'")
    path.write_text(text, encoding="utf-8")
    done = run(tmp_path, ".")
    assert done.returncode == 1, done.stdout
    for line in (
        "FAIL DLMS-OWN-001: A case of a laboratory.",
        "  found   0x47 4C 44 ",
        "  wanted  0x78\n",
        ", after frame 4 of cases/DLMS-OWN-001/1/capture.pcapng\n",
        "  rule    DLMS-OBJECT-LDN: ",
        "  clause  Blue Book",
        "  report  run/report.html\n",
    ):
        assert line in done.stdout
    assert "Traceback" not in done.stdout
    assert "1 failed" in done.stdout


def test_an_exception_in_a_case_is_told_by_file_and_line_and_is_held_against_no_clause(tmp_path: Path) -> None:
    path = write_case(tmp_path)
    text = path.read_text(encoding="utf-8").replace("logical_device_name()", "logical_device_nam()")
    path.write_text(text, encoding="utf-8")
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if "_nam()" in line)
    done = run(tmp_path, ".")
    said = f"{path.name}:{line}: AttributeError: 'Association' object has no attribute 'read_logical_device_nam'"
    assert f"ERROR DLMS-OWN-001: A case of a laboratory.\n  {said}\n  report  run/report.html\n" in done.stdout
    assert "Traceback (most recent call last)" in done.stdout
    assert "clause" not in done.stdout
    report = (tmp_path / "run" / "junit.xml").read_text(encoding="utf-8")
    assert f"ERROR: {said}".replace("'", "&apos;") in report or f"ERROR: {said}" in report
    assert "clause: " not in report
    assert str(tmp_path) not in report + (tmp_path / "run" / "results.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rule]\n", "requirements.toml cannot be read (Expected"),
        ('[[rule]]\nid = "X"\ntext = "x"\n', "requirements.toml, rule 1 has no clause, no grade; wanted"),
        ("rule = [1]\n", "requirements.toml, rule 1 has no id, no text"),
        (LAB_RULE.replace("unconfirmed", "sure"), "rule 1: grade 'sure'; wanted one of two-sources"),
        (LAB_RULE * 2, "rule LAB-NAME stands twice"),
        (
            LAB_RULE.replace("LAB-NAME", "DLMS-OBJECT-LDN"),
            "the rule DLMS-OBJECT-LDN stands elsewhere with another text",
        ),
    ],
)
def test_mistakes_in_rules_are_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "requirements.toml").write_text(text, encoding="utf-8")
    rules = load_rules(published_folder() / "requirements.toml")
    with pytest.raises(MendableError) as refused:
        CaseCheck(rules, {}, [tmp_path]).check(made_up(file=tmp_path / "test_own.py"))
    assert said in str(refused.value)


def test_rules_count_only_below_the_folder_that_was_named(tmp_path: Path) -> None:
    (tmp_path / "requirements.toml").write_text(LAB_RULE.replace("LAB-NAME", RULE.id), encoding="utf-8")
    case = made_up(file=tmp_path / "inner" / "test_own.py")
    with pytest.raises(MendableError, match="which is no rule"):
        CaseCheck({}, {}, [tmp_path / "inner"]).check(case)
    CaseCheck({}, {}, [tmp_path]).check(case)
