"""The golden meter in one process, the command in another: TCP, UDP, HDLC on TCP and on a pty agree with memory.

Every case that applies to two links has the same verdict on both, and every
recorded attempt replays to the same verdict and octets.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.processes import golden_meter, goldenbench
from tests.runs import PLAIN

LINKS = {
    "tcp": "tcp://127.0.0.1:0",
    "tcp6": "tcp://[::1]:0",
    "udp": "udp://127.0.0.1:0",
    "hdlc-tcp": "hdlc+tcp://127.0.0.1:0",
    "hdlc-pty": "hdlc+pty:",
}

BENCH = """
[dut]
role = "electricity_meter"
link = "{url}"
serial_number = "00000001"
firmware_version = "1.0.0"
permits = ["writes", "clock", "erases", "relay", "lockout"]
[[dut.associations]]
name = "public"
[[dut.associations]]
name = "reading"
client_sap = 32
mechanism = "lls"
secret = "12345678"
[[dut.associations]]
name = "management"
client_sap = 48
mechanism = "lls"
secret = "12345678"
may_write = true
[dut.timing]
response_timeout_s = 1.0
inactivity_timeout_s = 3
[dut.pixit]
max_wrong_credentials = 100
writable_data = "0-0:96.1.1.255"
"""

METER = "[hdlc]\ninactivity_timeout_s = 3\n"


def verdicts(results: dict[str, Any]) -> dict[str, str]:
    return {case["id"]: case["verdict"] for case in results["cases"]}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One run for each link, all at once, each on a meter of its own: they wait for timeouts more than they work."""
    folder = tmp_path_factory.mktemp("links")
    with ThreadPoolExecutor(len(LINKS)) as pool:
        return dict(zip(LINKS, pool.map(lambda name: run_on(name, folder / name), LINKS), strict=True))


def run_on(name: str, folder: Path) -> Path:
    folder.mkdir()
    config, bench = folder / "meter.toml", folder / "bench.toml"
    config.write_text(METER, encoding="utf-8")
    with golden_meter(LINKS[name], config=config) as (url,):
        bench.write_text(BENCH.format(url=url), encoding="utf-8")
        done = goldenbench("run", str(bench), "--run-dir", str(folder / "run"), *PLAIN)
    assert done.returncode in (0, 10), done.stdout + done.stderr
    return folder / "run"


def results_of(run: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((run / "results.json").read_text(encoding="utf-8"))
    return content


def test_verdicts_agree_wherever_a_case_applies_to_both_links(runs: dict[str, Path], tmp_path: Path) -> None:
    done = goldenbench("run", "golden", "--run-dir", str(tmp_path / "golden"), *PLAIN)
    assert done.returncode == 0, done.stdout
    by_link = {name: verdicts(results_of(run)) for name, run in runs.items()}
    by_link["memory"] = verdicts(results_of(tmp_path / "golden"))
    decided = ("NOT_APPLICABLE", "NOT_RUN")
    for case in by_link["memory"]:
        judged = {name: found[case] for name, found in by_link.items() if found[case] not in decided}
        assert set(judged.values()) == {"PASS"}, (case, judged)
    for name, found in by_link.items():
        assert sum(verdict == "PASS" for verdict in found.values()) >= len(found) // 2, name


@pytest.mark.parametrize("name", LINKS)
def test_recorded_attempts_replay_to_the_same_verdicts(runs: dict[str, Path], name: str) -> None:
    done = goldenbench("replay", str(runs[name]))
    assert done.returncode == 0, done.stdout
    assert "0 differ" in done.stdout


@pytest.mark.parametrize("name", LINKS)
def test_the_device_is_identified_before_and_after(runs: dict[str, Path], name: str) -> None:
    events = [json.loads(line) for line in (runs[name] / "run.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [event for event in events if event["kind"] == "identification"]
    assert [event["when"] for event in told] == ["before", "after"]
    assert all(event["identification"]["serial_number"] == "00000001" for event in told)
    assert all(event["differences"] == [] for event in told)
