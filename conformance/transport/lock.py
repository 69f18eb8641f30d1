"""One user of a device at a time: a lock that the host lets go of when its holder dies."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from conformance.errors import BenchError

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    def _try_lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
else:

    def _try_lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class DeviceLock:
    """Held from `acquire` to `release`, under a name such as the link to the device."""

    def __init__(self, name: str) -> None:
        self.name = name
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
            os.close(file)
            raise BenchError(
                f"{self.name} is in use by another run on this host",
                "a device that nobody else uses",
                "wait for the other run, or end it",
            ) from error
        self._file = file

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        except PermissionError:  # another user has made it; a lock needs no right to write
            return os.open(self.path, os.O_RDONLY)

    def release(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None
