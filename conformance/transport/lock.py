"""One user of a device at a time: a lock that the host lets go of when its holder dies."""

import contextlib
import hashlib
import os
import socket
import tempfile
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


LONGEST_USE = 4096


def _said(file: int) -> str:
    """Anybody on this host may have written it."""
    with contextlib.suppress(OSError):
        os.lseek(file, 0, os.SEEK_SET)
        return printable(os.read(file, LONGEST_USE).decode("utf-8", "replace"))
    return ""


class DeviceLock:
    """Held from `acquire` to `release`, under a name that all who use the device have for it."""

    def __init__(self, name: str, use: str = "") -> None:
        self.name = name
        self.use = use
        """What others are told of this use: the directory of a run; empty for one that changes nothing."""

        self.left = ""
        """Once acquired: the use of a holder who died with it, whom nobody has followed since."""

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
            said = _said(file)
            os.close(file)
            raise BenchError(
                f"{self.name} is in use by another run on this host{f' ({said})' if said else ''}",
                "a device that nobody else uses",
                "wait for the other run, or end it",
            ) from error
        self._file, self.left = file, _said(file)
        self._say(self.use)

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        except PermissionError:  # another user has made it; a lock needs no right to write
            return os.open(self.path, os.O_RDONLY)

    def _say(self, use: str) -> None:
        """Whoever changes nothing leaves what the one before has left."""
        if self.use and self._file is not None:
            with contextlib.suppress(OSError):  # the file of another user, or a full disk
                os.ftruncate(self._file, 0)
                os.lseek(self._file, 0, os.SEEK_SET)
                os.write(self._file, use.encode("utf-8", "replace"))

    def release(self) -> None:
        if self._file is not None:
            self._say("")
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None
