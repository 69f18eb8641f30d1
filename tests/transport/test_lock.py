"""One user of a device at a time, in this process and in others, also after a holder has died."""

import json
import os
import stat
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conformance.errors import BenchError
from conformance.transport.lock import DeviceLock

HOLDER = """
import sys
from conformance.errors import BenchError
from conformance.transport.lock import DeviceLock
try:
    lock = DeviceLock(*sys.argv[1:])
    lock.acquire()
except BenchError as error:
    sys.exit(str(error))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def name() -> Iterator[str]:
    device = f"tcp://test.invalid:{uuid.uuid4()}"
    yield device
    DeviceLock(device).path.unlink(missing_ok=True)


def holder(name: str, use: str = "") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, name, use],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_second_user_is_refused_until_the_first_lets_go(name: str) -> None:
    first, second, other = DeviceLock(name), DeviceLock(name), DeviceLock(name + "/other")
    first.acquire()
    first.acquire()
    with pytest.raises(BenchError, match="is in use by another run on this host") as caught:
        second.acquire()
    assert name in str(caught.value)
    assert "wait for the other run" in str(caught.value)
    other.acquire()
    other.release()
    other.path.unlink()
    first.release()
    first.release()
    second.acquire()
    second.release()


def test_another_process_is_refused_and_refuses(name: str) -> None:
    mine = DeviceLock(name)
    with holder(name) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(BenchError, match="is in use"):
            mine.acquire()
        process.communicate("")
    mine.acquire()
    with holder(name) as refused:
        _, said = refused.communicate("", timeout=60)
    assert refused.returncode == 1
    assert f"{name} is in use by another run" in said
    mine.release()


def test_a_holder_that_is_killed_holds_nothing(name: str) -> None:
    with holder(name) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.kill()
        process.communicate()
    lock = DeviceLock(name)
    lock.acquire()
    lock.release()


def test_a_run_is_remembered_until_somebody_forgets_it(name: str) -> None:
    """Whatever its path is made of, and however many come after it."""
    odd = "/runs/\u202ekilled \udcff\n\u00a0"
    with holder(name, odd) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(BenchError, match=r"in use by another run on this host \(/runs/\\u202ekilled ") as caught:
            DeviceLock(name, "/runs/next").acquire()
        assert str(caught.value).isascii()
        process.kill()
        process.communicate()
    left = []
    for run in ("", "/runs/next", "/runs/last", "/runs/next"):
        lock = DeviceLock(name, run)
        lock.acquire()
        left.append(lock.left)
        lock.forget("/runs/last")
        lock.release()
        assert lock.left == []
    assert left == [[odd], [odd], [odd, "/runs/next"], [odd]]
    lock.acquire()
    lock.forget(odd)
    lock.forget("/runs/next")
    assert lock.path.read_bytes() == b""
    lock.release()


def test_of_many_runs_the_latest_are_remembered(name: str) -> None:
    for number in range(40):
        lock = DeviceLock(name, f"/runs/{number}")
        lock.acquire()
        lock.release()
    lock = DeviceLock(name)
    lock.acquire()
    assert lock.left == [f"/runs/{number}" for number in range(24, 40)]
    lock.release()


def test_who_has_the_device_is_not_taken_for_who_had_it(name: str) -> None:
    with holder(name, "/runs/killed") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.kill()
        process.communicate()
    nobody = DeviceLock(name)
    nobody.acquire()
    with pytest.raises(BenchError, match="by another run on this host; wanted"):
        DeviceLock(name, "/runs/next").acquire()
    nobody.release()


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff",
        b"/runs/a path alone\n",
        b'[1]\n[1, 2]\n["1", "a"]\n[-5, "a"]\n[true, "a"]\n[7, ""]\nnull\n{}\n',
        b"[" * 70_000,
        b"[" + b"9" * 70_000,
    ],
)
def test_what_somebody_else_wrote_into_a_lock_does_no_harm(name: str, content: bytes) -> None:
    lock = DeviceLock(name, "/runs/mine")
    lock.path.write_bytes(content)
    lock.acquire()
    assert lock.left == []
    with pytest.raises(BenchError, match=r"is in use by another run on this host \(/runs/mine\)"):
        DeviceLock(name).acquire()
    lock.release()


def test_a_process_number_beyond_all_bounds_is_nobody(name: str) -> None:
    lock = DeviceLock(name)
    lock.path.write_text(json.dumps([10**30, "/runs/far"]) + "\n", encoding="ascii")
    lock.acquire()
    with pytest.raises(BenchError, match="by another run on this host; wanted"):
        DeviceLock(name).acquire()
    lock.release()


def test_a_link_in_the_place_of_a_lock_is_not_followed(name: str, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("data", encoding="utf-8")
    lock = DeviceLock(name, "/runs/mine")
    lock.path.symlink_to(precious)
    with pytest.raises(BenchError, match="cannot be opened"):
        lock.acquire()
    assert precious.read_text(encoding="utf-8") == "data"


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_in_the_place_of_a_lock_is_told(name: str, make: Callable[[Path], None]) -> None:
    lock = DeviceLock(name)
    make(lock.path)
    try:
        with pytest.raises(BenchError, match="cannot be locked") as caught:
            lock.acquire()
        assert str(lock.path) in str(caught.value)
        assert "remove it" in str(caught.value)
    finally:
        lock.path.rmdir() if lock.path.is_dir() else lock.path.unlink()


def test_a_lock_is_for_all_users_whatever_the_mask_of_the_first(name: str) -> None:
    mask = os.umask(0o077)
    try:
        lock = DeviceLock(name)
        lock.acquire()
        lock.release()
    finally:
        os.umask(mask)
    assert stat.S_IMODE(lock.path.stat().st_mode) == 0o666


def test_names_from_bench_files_are_no_paths() -> None:
    path = DeviceLock("hdlc+serial:///dev/../../etc/passwd?baud=9600").path
    assert path.parent == DeviceLock("x").path.parent
    assert path.name.startswith("goldenbench-")


def test_a_lock_that_another_user_has_made_works_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file may be read but not written, and a host may forbid to open it as if it were to be made."""
    Path(DeviceLock(name).path).touch()
    real = os.open

    def strict(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_CREAT | os.O_RDWR | os.O_WRONLY):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, mode)

    first, second = DeviceLock(name), DeviceLock(name)
    monkeypatch.setattr(os, "open", strict)
    first.acquire()
    with pytest.raises(BenchError, match="is in use"):
        second.acquire()
    monkeypatch.undo()
    first.release()
