"""One user of a device at a time, in this process and in others, also after a holder has died."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
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


def test_what_a_holder_that_is_killed_did_is_known_until_somebody_else_does_something(name: str) -> None:
    with holder(name, "/runs/\u202ekilled") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(BenchError, match=r"in use by another run on this host \(/runs/\\u202ekilled\)"):
            DeviceLock(name, "/runs/next").acquire()
        process.kill()
        process.communicate()
    left = []
    for use in ("", "/runs/next", "/runs/last"):
        lock = DeviceLock(name, use)
        lock.acquire()
        left.append(lock.left)
        lock.release()
    assert left == ["/runs/\\u202ekilled", "/runs/\\u202ekilled", ""]


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
