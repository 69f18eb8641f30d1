"""One user of a device at a time: a lock that the host lets go of when its holder dies."""

import contextlib
import hashlib
import json
import os
import socket
import stat
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from conformance.errors import BenchError
from conformance.printable import printable

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    def _try_lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
else:

    def _try_lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def names_of_host(host: str, port: int) -> list[str]:
    """A name for every address of a host: whichever of its names somebody uses, they share one of these."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:  # unknown for now; that is told when a connection is tried
        return [f"{host.lower()} port {port}"]
    return sorted({f"{address[0]} port {port}" for *_, address in found})


def name_of_device(path: str) -> str:
    """The device itself, by whichever of its links it is named."""
    return os.path.realpath(path)


_OPEN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

MOST_USES = 16
"""How many are remembered; of more than that the oldest are forgotten."""

LARGEST = 65_536
"""Octets that are read of a lock file, which anybody on this host may have written."""


@dataclass(frozen=True, slots=True)
class _Use:
    """A line of a lock file: who uses the device, or did so and was killed."""

    process: int
    run: str

    @property
    def is_going_on(self) -> bool:
        if os.name == "nt":  # there is no signal that only asks
            return True
        try:
            os.kill(self.process, 0)
        except (ProcessLookupError, OverflowError):
            return False
        except OSError:  # somebody else's
            return True
        return True

    def line(self) -> bytes:
        return json.dumps([self.process, self.run]).encode() + b"\n"  # in ASCII, whatever the path is made of


def _use(line: bytes) -> _Use | None:
    try:
        process, run = json.loads(line)
    except (ValueError, TypeError, RecursionError):
        return None
    is_sound = type(process) is int and process > 0 and isinstance(run, str) and run
    return _Use(process, run) if is_sound else None


def _uses(file: int) -> list[_Use]:
    """Oldest first; what is no line of ours is left out."""
    with contextlib.suppress(OSError):
        os.lseek(file, 0, os.SEEK_SET)
        lines = os.read(file, LARGEST).splitlines()
        return [use for use in map(_use, lines) if use is not None][-MOST_USES:]
    return []


def _write(file: int, uses: Iterable[_Use]) -> None:
    """Never without a line that stays, wherever this process is killed: the rest is cut off last."""
    content = b"".join(use.line() for use in uses)
    with contextlib.suppress(OSError):  # the file of another user, or a full disk: a courtesy is lost, not the lock
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, content)
        os.ftruncate(file, len(content))


class DeviceLock:
    """Held from `acquire` to `release`, under a name that all who use the device have for it.

    Its file remembers every run that held it until somebody says `forget`: the run itself, once it has put back what it
    changed, or another one, which has found out that nothing needs to be put back.
    """

    def __init__(self, name: str, run: str = "") -> None:
        self.name = name
        self.run = run
        """The directory of the run that uses the device; empty for a use that changes nothing."""

        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        self.path = Path(tempfile.gettempdir(), f"goldenbench-{digest}.lock")
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock; acquiring twice is harmless. BenchError if somebody else has it."""
        if self._file is not None:
            return
        file = self._open()
        try:
            _try_lock(file)
        except OSError as error:
            said = [printable(use.run) for use in _uses(file) if use.is_going_on][-1:]
            os.close(file)
            raise BenchError(
                f"{self.name} is in use by another run on this host{f' ({said[0]})' if said else ''}",
                "a device that nobody else uses",
                "wait for the other run, or end it",
            ) from error
        self._file = file
        if self.run:
            _write(file, [*self._others(), _Use(os.getpid(), self.run)])

    @property
    def left(self) -> list[str]:
        """While it is held: the runs of earlier holders that nobody has forgotten."""
        return list(dict.fromkeys(use.run for use in self._others()))

    def forget(self, run: str) -> None:
        """Nobody needs to know of a run any more."""
        if self._file is not None:
            _write(self._file, [use for use in _uses(self._file) if use.run != run])

    def _others(self) -> list[_Use]:
        return [] if self._file is None else [use for use in _uses(self._file) if use.run != self.run]

    def _open(self) -> int:
        """No link that somebody has put in its place: it might lead to a file that is precious to this user."""
        try:
            file = self._open_or_make()
            if stat.S_ISREG(os.fstat(file).st_mode):
                return file
            os.close(file)
            fault = "is no file"
        except OSError as error:
            fault = f"cannot be opened ({error.strerror})"
        raise BenchError(
            f"{self.name} cannot be locked: {self.path} {fault}",
            "a file that all who use the device can read and write",
            "remove it while nobody uses the device, or ask who made it to",
        )

    def _open_or_make(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | _OPEN)
        except FileNotFoundError:
            pass
        except PermissionError:  # another user has made it; a lock needs no right to write
            return os.open(self.path, os.O_RDONLY | _OPEN)
        try:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _OPEN, 0o666)
        except FileExistsError:  # somebody else was faster
            return os.open(self.path, os.O_RDWR | _OPEN)
        with contextlib.suppress(OSError):  # others need it too, whatever this user's mask says
            os.chmod(self.path, 0o666)  # noqa: S103 - there is nothing in it but the names of runs
        return file

    def release(self) -> None:
        """Let the next one in; the run is remembered like that of a holder who was killed, if nobody said `forget`."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None
