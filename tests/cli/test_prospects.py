"""Whether a case applies: `list`, `explain` and `run` say the same, in the same words."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from conformance.bench.open_bench import open_bench
from conformance.bench.session import BenchSession
from conformance.catalogue import Catalogue, published, published_proforma
from conformance.cli.offline import offline_session, prospects
from conformance.declaration import Declaration
from conformance.evidence.run_directory import RunDirectory
from tests.processes import goldenbench
from tests.runs import PLAIN

METER = '[dut]\nrole = "electricity_meter"\nlink = "golden"\n'
READER = '[[dut.associations]]\nname = "public"\n'
BENCHES = {
    "reads only": METER + "permits = []\n" + READER,
    "writes without an association": METER + 'permits = ["writes", "clock"]\n' + READER,
    "excludes the clock": METER
    + '[dut.pixit]\ndo_not_test = {"0-0:1.0.0.255" = "it hangs"}\n[dut.pics]\n"COSEM.CLOCK" = true\n',
    "has no clock": METER + '[dut.pics]\n"COSEM.CLOCK" = false\n',
}
UNDECIDED = ("runs", "DUT DECIDES")


def written(folder: Path, text: str) -> str:
    path = folder / "bench.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def listed(bench: str) -> dict[str, dict[str, Any]]:
    done = goldenbench("list", bench, "--json")
    assert done.returncode == 0, done.stderr
    return {row["id"]: row for row in json.loads(done.stdout)}


def told(bench: str, case: str) -> tuple[str, str, str]:
    explained = json.loads(goldenbench("explain", case, bench, "--json").stdout)
    return explained["decision"], explained["reason_code"], explained["reason"]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return published()


@pytest.mark.parametrize("name", BENCHES)
def test_list_explain_and_run_agree(tmp_path: Path, name: str) -> None:
    bench = written(tmp_path, BENCHES[name])
    rows = listed(bench)
    one_in_eight = [word for place in range(0, len(PLAIN), 16) for word in PLAIN[place : place + 2]]
    kept = [word for row in rows.values() if row["decision"] not in UNDECIDED for word in ("--case", row["id"])]
    done = goldenbench("run", bench, "--run-dir", str(tmp_path / "run"), "--json", *one_in_eight, *kept)
    seen = 0
    for case in json.loads(done.stdout)["cases"]:
        row = rows[case["id"]]
        if case["effects"] != row["effects"]:
            continue  # an instance that writes what more hangs on than a value
        if row["decision"] not in UNDECIDED:
            seen += 1
            assert (row["decision"], row["reason_code"], row["reason"]) == (
                case["verdict"],
                case["reason_code"],
                case["reason"],
            )
        elif row["decision"] == "runs":
            assert case["verdict"] in ("PASS", "INCONCLUSIVE"), case
            assert case["reason_code"] != "do-not-test" or case["instance"]
    assert seen >= 3
    (example, *_) = [row for row in rows.values() if row["decision"] not in UNDECIDED]
    assert told(bench, example["id"]) == (example["decision"], example["reason_code"], example["reason"])
    plain = goldenbench("explain", example["id"], bench).stdout
    assert f"\n{example['decision']}: {example['reason']}\n" in plain


def test_all_that_stands_in_the_way_is_told(tmp_path: Path) -> None:
    row = listed(written(tmp_path, BENCHES["reads only"]))["DLMS-SET-001"]
    assert (row["decision"], row["reason_code"]) == ("NOT_RUN", "association")
    assert row["reason"] == (
        "the bench file has no association with may_write = true; "
        "not permitted by this bench: effects writes (see permits in the bench file)"
    )


def test_what_the_dut_decides_is_explained_by_that_alone_and_counted_in_the_expected_duration(tmp_path: Path) -> None:
    bench = written(tmp_path, METER + 'permits = ["writes"]\n')
    told = goldenbench("explain", "DLMS-OBJ-014", bench).stdout
    assert "\nDUT DECIDES: undeclared COSEM.DISCONNECT_CONTROL\n" in told
    assert "NOT_RUN" not in told
    shown = goldenbench("list", bench).stdout
    assert re.search(r"DLMS-OBJ-014 +DUT DECIDES +\d+\.\d s ", shown)
    assert re.search(r", expected duration \d+ s, and \d+ s more if all of them run that the DUT decides\n", shown)


def test_a_case_that_the_bench_keeps_from_running_is_not_up_to_the_dut(tmp_path: Path) -> None:
    rows = listed(written(tmp_path, METER + 'permits = ["writes"]\n'))
    assert rows["DLMS-OBJ-014"]["decision"] == "DUT DECIDES"
    assert rows["DLMS-OBJ-014"]["reason"] == "undeclared COSEM.DISCONNECT_CONTROL"
    assert rows["DLMS-OBJ-015"]["decision"] == "NOT_RUN"
    assert rows["DLMS-OBJ-015"]["reason"].startswith("not permitted by this bench: effects relay")


REAL = '[dut]\nrole = "electricity_meter"\nlink = "tcp://192.0.2.7:4059"\npermits = ["power"]\n'


@pytest.mark.parametrize(
    ("control", "operator", "word", "reason"),
    [
        ("", "", "NOT_RUN", "the bench has no control power_cycle (see [dut.control])"),
        (
            'power_cycle = "operator"',
            "",
            "NOT_RUN",
            "the control power_cycle needs an operator: start the run on a terminal",
        ),
        ('power_cycle = "operator"', "somewhere", "runs", ""),
        ('power_cycle = "cmd true"', "", "runs", ""),
    ],
)
def test_a_control_is_there_for_a_list_as_it_is_for_a_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    catalogue: Catalogue,
    control: str,
    operator: str,
    word: str,
    reason: str,
) -> None:
    monkeypatch.delenv("GOLDENBENCH_OPERATOR", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: bool(operator))
    bench = written(tmp_path, f"{REAL}[dut.control]\n{control}\n")
    case = catalogue.case("DLMS-XDLMS-009")
    found = prospects(offline_session(bench, catalogue), catalogue, [case])[case.facts.id]
    assert (found.word, found.reason) == (word, reason)
    if operator:
        monkeypatch.setenv("GOLDENBENCH_OPERATOR", operator)
    declaration = Declaration("electricity_meter", catalogue.proforma, {}, is_enduring=False)
    session = BenchSession(open_bench(bench), declaration, catalogue.rules, RunDirectory(tmp_path))
    assert session.decide(case.facts).reason == reason


def test_a_suite_that_is_not_chosen_is_left_out(tmp_path: Path) -> None:
    bench = written(tmp_path, METER + '[campaign]\nsuites = ["zb"]\n')
    reason = "the bench file chooses the suites zb, the case is of dlms (see [campaign])"
    rows = listed(bench)
    assert {(row["decision"], row["reason"]) for row in rows.values()} == {("LEFT OUT", reason)}
    assert told(bench, "DLMS-GET-003") == ("LEFT OUT", "suite", reason)
    done = goldenbench("run", bench, "--run-dir", str(tmp_path / "run"))
    assert done.returncode == 5
    assert f"LEFT OUT: {len(rows)} cases: {reason}" in done.stdout
    asked = goldenbench("run", bench, "--run-dir", str(tmp_path / "asked"), "--case", "DLMS-GET-003")
    assert asked.returncode == 4
    assert f"DLMS-GET-003 is left out: {reason}" in asked.stderr
    assert not (tmp_path / "asked").exists()


def test_a_run_that_will_not_start_is_foretold(tmp_path: Path) -> None:
    bench = written(tmp_path, METER + '[campaign]\nphase = "enduring"\n')
    for arguments in (("list", bench), ("explain", "DLMS-GET-003", bench)):
        done = goldenbench(*arguments)
        assert "STATIC REVIEW: COSEM.CLOCK is not declared" in done.stdout
        assert "a run does not start: the static review of the declaration has" in done.stdout
        assert "DUT DECIDES" not in done.stdout
        as_json = goldenbench(*arguments, "--json")
        json.loads(as_json.stdout)
        assert "a run does not start" in as_json.stderr


def test_what_the_bench_lacks_is_said_in_words(tmp_path: Path) -> None:
    text = METER.replace("golden", "udp://127.0.0.1:9")
    (tmp_path / "bench.toml").write_text(text, encoding="utf-8")
    listed = goldenbench("list", "bench.toml", cwd=tmp_path).stdout
    assert "(bench)" not in listed
    for said in (
        'the bench file has no association with a password (mechanism = "lls")',
        "the bench file has no HDLC link",
        "the link is one of datagrams (UDP)",
    ):
        assert said in listed


def test_every_item_that_the_bench_decides_says_what_it_lacks() -> None:
    lacks = {item.id: item.lacks for item in published_proforma().values() if item.discover.startswith("bench:")}
    assert len(lacks) == 5
    assert all(lacks.values())
