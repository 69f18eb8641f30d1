"""Ctrl-C takes effect where nothing is half done, wherever it comes."""

import concurrent.futures
import io
import json
import signal
import subprocess
import sys
from collections.abc import ItemsView, Iterator
from pathlib import Path

import pytest

from conformance.cli.progress import follow
from conformance.evidence.journal import read_events
from conformance.evidence.record import Finding, Recorder
from conformance.evidence.run_directory import RunDirectory
from conformance.exit_codes import INTERRUPTED
from conformance.interruption import STOPPING, enough, heeded, held_back, waiting

TELLS_AND_WAITS = """
import json, pathlib, signal, sys, time
said = (
    {"kind": "identification", "when": "before", "answered": False, "differences": ["first", "second"]},
    {"kind": "finished", "trouble": "interrupted before the first case"},
)
events = pathlib.Path(sys.argv[1]) / "run.jsonl"
with events.open("a") as file:
    try:
        print(json.dumps(said[0]), file=file, flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print(json.dumps(said[1]), file=file, flush=True)
sys.exit(2)
"""


class Interrupted(io.StringIO):
    """Ctrl-C comes while the first line is being written."""

    is_quiet = False

    def write(self, text: str) -> int:
        if not self.is_quiet:
            self.is_quiet = True
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


def child_in(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", TELLS_AND_WAITS, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def test_what_is_being_shown_when_ctrl_c_comes_is_shown(tmp_path: Path) -> None:
    out = Interrupted()
    assert follow(child_in(tmp_path), RunDirectory(tmp_path), out) == INTERRUPTED
    lines = [line for line in out.getvalue().splitlines() if line]
    assert lines[:2] == ["WARNING: first", "WARNING: second"]
    assert lines[2].startswith("interrupted: ")
    assert "trouble: interrupted before the first case" in lines


def test_what_is_being_read_when_ctrl_c_comes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what follows it."""
    loads = json.loads
    left = [signal.SIGINT]

    def interrupted(text: bytes) -> object:
        while left:
            signal.raise_signal(left.pop())
        return loads(text)

    monkeypatch.setattr("conformance.cli.progress.json.loads", interrupted)
    out = io.StringIO()
    assert follow(child_in(tmp_path), RunDirectory(tmp_path), out) == INTERRUPTED
    assert not left
    assert "WARNING: first\nWARNING: second\n" in out.getvalue()
    assert "trouble: interrupted before the first case\n" in out.getvalue()


@pytest.fixture
def usual() -> Iterator[None]:
    """None of the signals is ignored; whose handlers they were get them back."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in STOPPING}
    try:
        yield
        assert all(signal.getsignal(number) is signal.default_int_handler for number in STOPPING)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@pytest.mark.usefixtures("usual")
@pytest.mark.parametrize("number", STOPPING)
def test_a_signal_that_is_held_back_comes_when_somebody_waits_and_once(number: signal.Signals) -> None:
    with held_back, heeded(*STOPPING):
        signal.raise_signal(number)
        with pytest.raises(KeyboardInterrupt), waiting():
            pytest.fail("it should not have come to that")
        with waiting():
            """It has been told."""
        with pytest.raises(KeyboardInterrupt), waiting():
            signal.raise_signal(number)
        signal.raise_signal(number)  # too late


@pytest.mark.usefixtures("usual")
def test_a_signal_comes_at_the_end_of_the_outermost_block() -> None:
    reached = []

    @held_back
    def outermost() -> None:
        with held_back:
            signal.raise_signal(signal.SIGINT)
        reached.append("end")

    with heeded(*STOPPING):
        with pytest.raises(KeyboardInterrupt):
            outermost()
        with held_back:
            """Not again."""
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert reached == ["end"]


@pytest.mark.usefixtures("usual")
def test_a_signal_that_this_process_ignores_stays_ignored() -> None:
    """As under nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with heeded(*STOPPING):
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    signal.signal(signal.SIGHUP, signal.default_int_handler)


def test_in_another_thread_nothing_is_changed() -> None:
    def looked() -> object:
        with heeded(signal.SIGINT):
            return signal.getsignal(signal.SIGINT)

    with concurrent.futures.ThreadPoolExecutor(1) as other:
        assert other.submit(looked).result(5) is signal.getsignal(signal.SIGINT)


@pytest.mark.usefixtures("usual")
@pytest.mark.parametrize("direction", ["sent", "received"])
def test_what_is_being_recorded_when_ctrl_c_comes_is_recorded(tmp_path: Path, direction: str) -> None:
    """In both files, as one frame."""

    class Interrupting:
        def feed(self, direction: str, octets: bytes) -> list[Finding]:
            signal.raise_signal(signal.SIGINT)
            return [(octets, "a frame", {})]

        def rest(self, direction: str) -> list[Finding]:
            return []

    with heeded(signal.SIGINT), Recorder(tmp_path / "1") as recorder:
        recorder.add_port("port", "tcp://127.0.0.1:1", Interrupting())
        with pytest.raises(KeyboardInterrupt):
            getattr(recorder, direction)("port", b"\x7e", 5)
        recorder.note("after", 6)
    events = list(read_events(tmp_path / "1" / "journal.jsonl"))
    assert [event["kind"] for event in events] == [{"sent": "send", "received": "receive"}[direction], "frame", "after"]
    assert [event["n"] for event in events] == [1, 2, 3]
    assert events[1]["number"] == 1


class Interrupts(dict[str, int]):
    """Ctrl-C comes while it is written."""

    def items(self) -> ItemsView[str, int]:  # type: ignore[override]
        signal.raise_signal(signal.SIGINT)
        return super().items()


@pytest.mark.usefixtures("usual")
def test_an_event_without_octets_is_recorded_too(tmp_path: Path) -> None:
    with heeded(signal.SIGINT), Recorder(tmp_path / "1") as recorder:
        with pytest.raises(KeyboardInterrupt):
            recorder.note("first", 5, found=Interrupts(a=1))
        recorder.note("second", 6)
    events = list(read_events(tmp_path / "1" / "journal.jsonl"))
    assert [(event["n"], event["kind"]) for event in events] == [(1, "first"), (2, "second")]


@pytest.mark.usefixtures("usual")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # nobody has got hold of them
def test_the_files_of_an_attempt_are_made_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.mkdir

    def made(path: Path, **options: bool) -> None:
        real(path, **options)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Path, "mkdir", made)
    with heeded(signal.SIGINT), pytest.raises(KeyboardInterrupt):
        Recorder(tmp_path / "1")
    assert sorted(path.name for path in (tmp_path / "1").iterdir()) == ["capture.pcapng", "journal.jsonl"]


@pytest.mark.usefixtures("usual")
def test_what_is_left_at_the_end_is_recorded(tmp_path: Path) -> None:
    class Interrupting:
        def feed(self, direction: str, octets: bytes) -> list[Finding]:
            return []

        def rest(self, direction: str) -> list[Finding]:
            signal.raise_signal(signal.SIGINT)
            return [(b"\x7e", "half a frame", {})]

    with heeded(signal.SIGINT):
        recorder = Recorder(tmp_path / "1")
        recorder.add_port("port", "tcp://127.0.0.1:1", Interrupting())
        with pytest.raises(KeyboardInterrupt):
            recorder.close()
    events = list(read_events(tmp_path / "1" / "journal.jsonl"))
    assert [event["summary"] for event in events] == ["half a frame"] * 2, "of both directions"


@pytest.mark.usefixtures("usual")
def test_an_interrupt_may_come_once_or_be_too_late() -> None:
    with heeded(signal.SIGINT, once=True):
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
    with heeded(signal.SIGINT):
        with held_back:
            signal.raise_signal(signal.SIGINT)
            enough()
        signal.raise_signal(signal.SIGINT)
    with heeded(signal.SIGINT), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("usual")
def test_a_signal_may_be_heeded_that_this_process_ignores() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with heeded(*STOPPING, even_ignored=[signal.SIGINT]), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    signal.signal(signal.SIGINT, signal.default_int_handler)
