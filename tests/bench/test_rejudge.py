"""A recorded run can be judged again by somebody without the device, and tampering shows."""

import json
import shutil
from pathlib import Path

import pytest

from conformance.bench.difference import first_difference
from tests.processes import goldenbench
from tests.runs import PLAIN


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in which a case fails."""
    folder = tmp_path_factory.mktemp("recorded") / "run"
    done = goldenbench("run", "golden:get-answers-absent-objects", "--run-dir", str(folder), *PLAIN)
    assert done.returncode == 1, done.stdout + done.stderr
    return folder


def journal_of(run: Path, case_id: str) -> Path:
    return run / "cases" / case_id / "1" / "journal.jsonl"


def replay(run: Path, *arguments: str) -> tuple[int, list[dict[str, object]]]:
    done = goldenbench("replay", str(run), *arguments, "--json")
    return done.returncode, json.loads(done.stdout) if done.stdout else []


def test_every_attempt_replays_to_the_same_octets_and_verdict(recorded: Path) -> None:
    code, attempts = replay(recorded)
    assert code == 0
    assert len(attempts) == len(list((recorded / "cases").iterdir()))
    assert all(attempt["agrees"] for attempt in attempts)
    assert {attempt["recorded"] for attempt in attempts} >= {"PASS", "FAIL"}


def tampered(recorded: Path, tmp_path: Path, case_id: str, old: str, new: str) -> Path:
    """A copy of the run with one thing changed in the journal of a case."""
    copy = tmp_path / "run"
    attempt = copy / "cases" / case_id / "1"
    attempt.mkdir(parents=True)
    (copy / "run.json").write_bytes((recorded / "run.json").read_bytes())
    text = journal_of(recorded, case_id).read_text(encoding="utf-8")
    assert old in text
    (attempt / "journal.jsonl").write_text(text.replace(old, new), encoding="utf-8")
    return copy


def test_a_changed_verdict_is_found_out(recorded: Path, tmp_path: Path) -> None:
    copy = tampered(recorded, tmp_path, "DLMS-GET-003", '"verdict":"FAIL"', '"verdict":"PASS"')
    code, attempts = replay(copy)
    assert code == 1
    assert (attempts[0]["recorded"], attempts[0]["replayed"], attempts[0]["agrees"]) == ("PASS", "FAIL", False)
    assert str(attempts[0]["difference"]).endswith('verdict: recorded "PASS", replayed "FAIL"')


@pytest.mark.parametrize("field", ["id", "instance"])
def test_evidence_gives_no_orders_to_a_terminal(recorded: Path, tmp_path: Path, field: str) -> None:
    was = '"instance":""' if field == "instance" else '"id":"DLMS-GET-003"'
    copy = tampered(recorded, tmp_path, "DLMS-GET-003", was, f'"{field}":"a\\u001b[2J"')
    done = goldenbench("replay", str(copy))
    assert done.returncode != 0 or field == "instance"
    assert "\x1b" not in done.stdout + done.stderr
    assert "a\\x1b[2J" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"n": 1, "t": 5}, {"n": 1, "t": 5}, ""),
        ({"n": 1, "t": 5}, {"n": 1, "t": 6}, "t: recorded 5, replayed 6"),
        ({"n": 1, "why": "lost"}, {"n": 1}, 'why: recorded "lost", replayed nothing'),
        ({"steps": [{"text": "a"}, "b"]}, {"steps": [{"text": "c"}, "b"]}, 'steps[0] text: recorded "a", replayed "c"'),
        ({"also": []}, {"also": ["x"]}, "number of also: recorded 0, replayed 1"),
        ({"octets": "00" * 400 + "01"}, {"octets": "00" * 400 + "02"}, f'octets: recorded …{"0" * 23}01", replayed'),
        ({"octets": "01" + "00" * 400}, {"octets": "02" + "00" * 400}, f'octets: recorded "01{"0" * 59}…, replayed'),
    ],
)
def test_a_difference_is_told_by_its_field_and_cut_around_its_place(
    old: dict[str, object], new: dict[str, object], said: str
) -> None:
    found = first_difference(old, new)
    assert said in found
    assert bool(found) is bool(said)


def test_changed_octets_of_the_dut_are_found_out(recorded: Path, tmp_path: Path) -> None:
    refusal = '"kind":"receive","port":"meter","octets":"0001000100100005c401c10104"'
    accepted = journal_of(recorded, "DLMS-GET-003").read_text(encoding="utf-8")
    octets = next(line for line in accepted.splitlines() if '"kind":"receive"' in line and "c401c1000900" in line)
    event = json.loads(octets)
    old = f'"kind":"receive","port":"meter","octets":"{event["octets"]}"'
    copy = tampered(recorded, tmp_path, "DLMS-GET-003", old, refusal)
    code, attempts = replay(copy)
    assert code == 1
    assert attempts[0]["replayed"] == "diverged"  # with that answer the case would have gone on
    assert attempts[0]["agrees"] is False


def test_changed_octets_of_the_tester_are_found_out(recorded: Path, tmp_path: Path) -> None:
    copy = tampered(recorded, tmp_path, "DLMS-GET-003", "c001c100010000c7ffffff0200", "c001c100010000c7ffffff0300")
    code, attempts = replay(copy)
    assert code == 1
    assert attempts[0]["replayed"] == "diverged"
    told = str(attempts[0]["difference"])
    assert "(send), octets: recorded " in told
    assert "c7ffffff0300, replayed " in told
    assert told.endswith("c7ffffff0200")


def test_a_reason_code_may_be_spelt_as_it_was_before(tmp_path: Path) -> None:
    noisy = tmp_path / "noisy"
    link = "hdlc+golden?loss=0.3&retries=0&seed=1"
    done = goldenbench("run", link, "--run-dir", str(noisy), "--case", "DLMS-GET-003")
    assert done.returncode == 10, done.stdout + done.stderr
    was, now = '"reason_code":"link quality"', '"reason_code":"link-quality"'
    code, attempts = replay(tampered(noisy, tmp_path, "DLMS-GET-003", now, was))
    assert (code, attempts[0]["replayed"]) == (0, "INCONCLUSIVE"), attempts


STOPPED = '{"n":99,"t":0,"kind":"interrupted","not_restored":[]}\n'
TORN = '{"n":99,"t":'


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (STOPPED, "cannot be judged: the run was stopped in the middle of this attempt"),
        (TORN, "cannot be judged: the record was cut off before a verdict"),
        (None, "cannot be judged: the journal is missing or empty"),
    ],
)
def test_an_attempt_without_a_verdict_cannot_be_judged(
    recorded: Path, tmp_path: Path, ends: str | None, said: str
) -> None:
    copy = tampered(recorded, tmp_path, "DLMS-GET-003", "", "")
    path = journal_of(copy, "DLMS-GET-003")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("" if ends is None else "".join(lines[: len(lines) // 2]) + ends, encoding="utf-8")
    code, attempts = replay(copy)
    assert code == 11
    assert (attempts[0]["case"], attempts[0]["recorded"], attempts[0]["replayed"]) == (
        "DLMS-GET-003",
        "interrupted",
        "not judged",
    )
    assert (attempts[0]["difference"], attempts[0]["is_judged"], attempts[0]["agrees"]) == (said, False, False)
    done = goldenbench("replay", str(copy))
    assert said in done.stdout
    assert "DIFFERS" not in done.stdout
    assert "0 attempts replayed, 0 differ, 1 could not be judged" in done.stdout


def test_replaying_what_is_no_run_says_so(tmp_path: Path) -> None:
    done = goldenbench("replay", str(tmp_path))
    assert done.returncode == 11
    assert "holds no run.json" in done.stderr


def test_one_case_can_be_chosen(recorded: Path) -> None:
    _, attempts = replay(recorded, "DLMS-GET-003")
    assert [attempt["case"] for attempt in attempts] == ["DLMS-GET-003"]
    done = goldenbench("replay", str(recorded), "DLMS-NONE-999")
    assert done.returncode == 4
    assert "there is no case DLMS-NONE-999" in done.stderr


def test_what_is_not_there_any_more_is_not_passed_over(recorded: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(recorded, tmp_path / "run"))
    shutil.rmtree(run / "cases" / "DLMS-GET-003")
    code, attempts = replay(run)
    assert code == 11
    (gone,) = (attempt for attempt in attempts if not attempt["is_judged"])
    assert (gone["case"], gone["recorded"]) == ("DLMS-GET-003", "FAIL")
    assert gone["difference"] == "cannot be judged: the evidence is gone"
