"""Captures of real runs, opened by Wireshark's own command as a separate process."""

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conformance.bench.bench import new_dissector
from conformance.evidence.record import Recorder
from tests.processes import golden_meter, goldenbench
from tests.tools import tool

CASES = {
    "wrapper": ("DLMS-ACSE-001", "DLMS-GET-001", "DLMS-GET-003"),
    "hdlc": ("DLMS-ACSE-001", "DLMS-HDLC-001", "DLMS-GET-003"),
}
FIELDS = (
    "frame.interface_name",
    "frame.interface_description",
    "frame.packet_flags_direction",
    "frame.time_epoch",
    "frame.comment",
    "frame.protocols",
    "exported_pdu.prot_name",
    "exported_pdu.exported_pdu",
    "_ws.malformed",
)
SENT, RECEIVED = "to DUT", "from DUT"
DIRECTIONS = {"0x00000001": RECEIVED, "0x00000002": SENT}
NANOSECONDS = 10**9


@dataclass(frozen=True)
class Run:
    link: str
    started_ns: int
    ended_ns: int
    """Wall time around the run; both 0 where the clock was virtual."""

    attempts: "list[tuple[list[dict[str, Any]], list[dict[str, str]]]]"
    """Of every attempt the frames that the journal tells of, and the packets that tshark shows."""


@pytest.fixture(scope="module", params=["golden", "hdlc+golden", "tcp://127.0.0.1:0", "hdlc+tcp://127.0.0.1:0"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    link: str = request.param
    folder = tmp_path_factory.mktemp("run")
    if link.endswith("golden"):
        return recorded(folder, link, link)
    with golden_meter(link) as (url,):
        bench = folder / "bench.toml"
        bench.write_text(f'[dut]\nrole = "electricity_meter"\nlink = "{url}"\n', encoding="utf-8")
        return recorded(folder, str(bench), url)


def recorded(folder: Path, bench: str, link: str) -> Run:
    cases = CASES["hdlc" if link.startswith("hdlc") else "wrapper"]
    wanted = [argument for case in cases for argument in ("--case", case)]
    before = time.time_ns()
    done = goldenbench("run", bench, "--run-dir", str(folder / "run"), *wanted)
    assert done.returncode == 0, done.stdout + done.stderr
    ended = time.time_ns()
    folders = sorted((folder / "run" / "cases").glob("*/*"))
    assert len(folders) == len(cases)
    attempts = [(frames(attempt), packets(attempt / "capture.pcapng")) for attempt in folders]
    is_virtual = bench == link
    return Run(link, 0 if is_virtual else before, 0 if is_virtual else ended, attempts)


def tshark(*arguments: str) -> str:
    done = subprocess.run([tool("tshark"), *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def packets(capture: Path) -> list[dict[str, str]]:
    fields = [argument for field in FIELDS for argument in ("-e", field)]
    lines = tshark("-r", str(capture), "-T", "fields", "-E", "separator=/t", *fields).splitlines()
    return [dict(zip(FIELDS, line.split("\t"), strict=True)) for line in lines]


def frames(attempt: Path) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in (attempt / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    return [event for event in events if event["kind"] == "frame"]


def nanoseconds(seconds: str) -> int:
    whole, fraction = seconds.split(".")
    assert len(fraction) == 9
    return int(whole) * NANOSECONDS + int(fraction)


def test_every_frame_of_the_journal_is_a_packet_with_its_octets_and_direction(run: Run) -> None:
    for told, shown in run.attempts:
        assert len(shown) == len(told) >= 4
        assert [packet["exported_pdu.exported_pdu"] for packet in shown] == [frame["octets"] for frame in told]
        directions = [DIRECTIONS[packet["frame.packet_flags_direction"]] for packet in shown]
        assert directions == [frame["direction"] for frame in told]
        assert set(directions) == {SENT, RECEIVED}
        assert [packet["frame.comment"] for packet in shown] == [
            f"{frame['direction']}: {frame['summary']}" for frame in told
        ]


def test_the_link_is_an_interface_with_its_name_and_url(run: Run) -> None:
    for _, shown in run.attempts:
        assert {packet["frame.interface_name"] for packet in shown} == {"meter"}
        assert {packet["frame.interface_description"] for packet in shown} == {run.link}


def test_times_are_those_of_the_journal_on_the_clock_of_the_run(run: Run) -> None:
    origins = set()
    for frames_told, packets_shown in run.attempts:
        told = [frame["t"] for frame in frames_told]
        shown = [nanoseconds(packet["frame.time_epoch"]) for packet in packets_shown]
        assert shown == sorted(shown)
        assert shown[0] < shown[-1]
        assert run.started_ns <= shown[0]
        assert shown[-1] <= (run.ended_ns or 60 * NANOSECONDS)
        origins |= {moment - since for moment, since in zip(shown, told, strict=True)}
    assert len(origins) == 1, "one clock for the whole run"
    if not run.ended_ns:
        assert origins == {0}


def test_frames_are_handed_to_the_dlms_dissector_and_nothing_is_malformed(run: Run) -> None:
    """A Wireshark without that dissector shows the name; one with it has to decode every frame."""
    has_dissector = any(line.split("\t")[-1] == "dlms" for line in tshark("-G", "protocols").splitlines())
    wanted = "exported_pdu:dlms" if has_dissector else "exported_pdu"
    for _, shown in run.attempts:
        for packet in shown:
            assert packet["exported_pdu.prot_name"] == "dlms"
            assert packet["frame.protocols"].startswith(wanted)
            assert packet["_ws.malformed"] == ""


def test_two_links_of_one_case_are_two_interfaces(tmp_path: Path) -> None:
    pdu = bytes.fromhex("0001001000010003A00102")
    frame = bytes.fromhex("7EA00703219353817E")
    with Recorder(tmp_path / "attempt") as recorder:
        recorder.add_port("wan", "tcp://192.0.2.7:4059", new_dissector("wrapper"))
        recorder.add_port("meter", "hdlc+serial:///dev/ttyUSB0?baud=9600", new_dissector("hdlc"))
        recorder.sent("wan", pdu, 5)
        recorder.received("meter", frame, 7)
    shown = packets(tmp_path / "attempt" / "capture.pcapng")
    assert [packet["frame.interface_name"] for packet in shown] == ["wan", "meter"]
    assert [packet["frame.time_epoch"] for packet in shown] == ["0.000000005", "0.000000007"]
    assert [packet["exported_pdu.exported_pdu"] for packet in shown] == [pdu.hex(), frame.hex()]
