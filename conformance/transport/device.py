"""What the host knows of a serial device or a lock file: who may open it, who has it open, and what else is there."""

import os
from pathlib import Path

PROCESSES = Path("/proc")


def group_of(path: str) -> str:
    """Name of the group that owns a file, its number if it has no name; empty where there are no groups."""
    try:
        import grp  # not on every system
    except ImportError:
        return ""
    number = os.stat(path).st_gid
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def users_of(path: str) -> list[str]:
    """Other processes that have a file open, as "picocom (pid 4711)", as far as this user may see them.

    Only Linux tells; elsewhere nobody is named.
    """
    wanted = os.path.realpath(path)
    others = [process for process in PROCESSES.glob("[0-9]*") if process.name != str(os.getpid())]
    users = (process for process in others if _has_open(process, wanted))
    return sorted(f"{_name(process)} (pid {process.name})" for process in users)


def _has_open(process: Path, wanted: str) -> bool:
    try:
        return any(os.path.realpath(known) == wanted for known in (process / "fd").iterdir())
    except OSError:  # of another user, or gone meanwhile
        return False


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return "a process"


def serial_devices() -> list[str]:
    """Serial devices of this host."""
    from serial.tools.list_ports import comports  # slow to import, and not needed without a serial line

    return sorted(known.device for known in comports())
